using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Foreign;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>
/// Runs a program of the user's own that makes synthetic images, in an empty folder with the training part and nothing
/// else.
/// </summary>
internal sealed record RunGeneratorTask : ForeignTask
{
    private const string WorkingFolder = "work", TrainFile = "train.npz", TrainFolder = "train",
        CountsFile = "counts.json", SyntheticFile = "synthetic.npz", SyntheticFolder = "synthetic";

    /// <summary>What runs, without its limits, which decide no result.</summary>
    public required ProgramOptions Options { get; init; }

    /// <summary>Its files.</summary>
    public required PlannedProgram Program { get; init; }

    internal override bool RunsCommand => true;

    /// <summary>Images it gets.</summary>
    public required ImagePart Training { get; init; }

    [JsonIgnore]
    public override string Kind => "run-generator";

    [JsonIgnore]
    public override string Title => $"make {Count:N0} images with {GanName} ({Training})";

    internal override string ShortName => $"{GanName}-{Training.Short}";

    internal override string Group => $"{Kind} {Options.Command}";

    [JsonIgnore]
    public override double EstimatedSeconds => CheckSeconds + 60; // nobody knows

    internal override void Run(TaskContext context)
    {
        context.Study.RequireCommandsAllowed();
        var options = Program.Options!;
        ProgramFiles.RequireUnchanged(Program.Files, context.Study.Programs!.Folder);
        var (real, seeds) = (context.Study.Data.Images(Training), SeedTree.FromSeed(Seed));
        var wanted = StratifiedSubset.Shares(real.ClassCounts(), Count, seeds.Child("labels").Random());
        var work = Path.GetFullPath(Path.Combine(context.Folder, WorkingFolder));
        var images = Made(ForeignProgram.LogFile);
        var versions = FitReport.ReadVersions(Path.Combine(work, FitReport.File));
        var origin = new ForeignOrigin
        {
            Kind = "command",
            Source = Options.Command,
            Sha256 = images.Fingerprint,
            LineageIsKnown = false,
            TestImages = Test.Count,
            NearTestImages = RequireNoTestImages(images, context),
            NearTrainingImages = TestCopies.Find(images, real)?.Matches.Count ?? 0,
            Versions = versions,
            SameTwice = options.RunTwice && Training is { Replicate: 0, Fold: null }
                ? Made(ForeignProgram.SecondLogFile).Fingerprint == images.Fingerprint
                : null,
        };
        string[] lineage = [.. Enumerable.Range(0, real.Count).Select(real.ImageFingerprint)];
        SyntheticFiles.Write(context.Folder, SyntheticSet.From(images, origin, Seed, null, lineage), real);
        Directory.Delete(work, recursive: true);

        LabelledImages Made(string log)
        {
            ForeignProgram.Prepare(work);
            Write(work, options.Template().Placeholders, real, wanted);
            new ForeignProgram(options, context.Study.Programs!.Folder).Run(
                Title, work, Path.Combine(context.Folder, log), Values(work, wanted, context),
                context.Study.Plan.Threads, context.Progress, context.Cancellation);
            return Taken(work, real, wanted, context.Study.Plan.Import);
        }
    }

    private static void Write(string work, IReadOnlySet<string> asked, LabelledImages real, int[] wanted)
    {
        if (asked.Contains(GeneratorPlaceholders.TrainFolder))
            PictureFolderFile.Write(Path.Combine(work, TrainFolder), real, provenance: null);
        else NpzFile.Write(Path.Combine(work, TrainFile), real);
        if (asked.Contains(GeneratorPlaceholders.SyntheticFolder))
            Directory.CreateDirectory(Path.Combine(work, SyntheticFolder));
        Json.Write(
            Path.Combine(work, CountsFile), real.ClassNames.Zip(wanted).ToDictionary(c => c.First, c => c.Second));
    }

    private Dictionary<string, string> Values(string work, int[] wanted, TaskContext context) => new()
    {
        [GeneratorPlaceholders.Train] = Path.Combine(work, TrainFile),
        [GeneratorPlaceholders.TrainFolder] = Path.Combine(work, TrainFolder),
        [GeneratorPlaceholders.Counts] = Path.Combine(work, CountsFile),
        [GeneratorPlaceholders.PerClass] = $"{wanted.Max()}",
        [GeneratorPlaceholders.Synthetic] = Path.Combine(work, SyntheticFile),
        [GeneratorPlaceholders.SyntheticFolder] = Path.Combine(work, SyntheticFolder),
        [GeneratorPlaceholders.Report] = Path.Combine(work, FitReport.File),
        [GeneratorPlaceholders.Seed] = $"{SeedTree.FromSeed(Seed).Child("program").Seed & int.MaxValue}",
        [GeneratorPlaceholders.Threads] = $"{context.Study.Plan.Threads}",
    };

    /// <summary>As many images of every class as were asked for, the first of each.</summary>
    private LabelledImages Taken(string work, LabelledImages real, int[] wanted, ImageImport import)
    {
        var source = new[] { SyntheticFile, SyntheticFolder }.Select(name => Path.Combine(work, name))
            .FirstOrDefault(path => File.Exists(path) || Directory.Exists(path))
            ?? throw new UserInputException(
                $"{Title}: the program must write {{{GeneratorPlaceholders.Synthetic}}} (an .npz) or fill "
                + $"{{{GeneratorPlaceholders.SyntheticFolder}}}, but wrote neither.");
        var set = ReadyMadeSet.Load(source, real, new DataSetLoading { Import = import });
        var images = ReadyMadeSet.Of(GanName, source, set with { Provenance = null }, real).Images;
        var rows = Enumerable.Range(0, images.Count).ToLookup(i => images.Labels[i]);
        var few = real.ClassNames.Index().Where(c => rows[c.Index].Count() < wanted[c.Index])
            .Select(c => $"'{c.Item}' has {rows[c.Index].Count()} of {wanted[c.Index]}").ToList();
        if (few.Count > 0)
            throw new UserInputException(
                $"{Title}: the program must make as many images of every class as {CountsFile} says, but made too "
                + $"few: {string.Join(", ", few)}.");
        return images.Select(
            [.. Enumerable.Range(0, real.ClassCount).SelectMany(c => rows[c].Take(wanted[c])).Order()]);
    }
}
