using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Synthesis;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage gan sample</c>.</summary>
internal static class GanSampleCommand
{
    private static readonly Argument<string[]> Folders = new("DIR") { Description = "Folder of a finished GAN or of several members; of several GANs that learned from the same images, each draws its share", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<int?> PerClass = new("--per-class") { Description = "Images of each class", HelpName = "N" };
    private static readonly Option<int?> Balance = new("--balance") { Description = "Instead: images of the smaller classes alone, as many as they lack to N training images (without N: to the largest class)", HelpName = "N", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> Out = new("--out") { Description = "What to write: NAME.npz, NAME.parquet, an IDX name like x-images-idx3-ubyte, or a folder; provenance (.provenance.json, in a folder provenance.json) and a sheet (.png) come with it", HelpName = "OUT", Required = true };
    private static readonly Option<string?> Train = new("--train") { Description = "Data set with the GAN's training images, to keep copies of them out (default: the one it was trained on)", HelpName = "D" };
    private static readonly Option<bool> AllowMemorised = new("--allow-memorised") { Description = "Do not look for copies of training images" };
    private static readonly Option<bool> Reject = new("--reject") { Description = "Train a classifier on the GAN's training images and draw again what it takes for another class: fewer wrong labels, less variety" };
    private static readonly Option<long> Seed = CommonOptions.Seed();
    private static readonly Option<string> Device = CommonOptions.Device();

    public static Command Create()
    {
        var command = new Command("sample", "Draw labelled images from trained GANs; copies of their training images are drawn again")
        {
            Folders, PerClass, Balance, Out, Train, AllowMemorised, Reject, Seed, Device,
        };
        command.SetAction(Run);
        return command.WithExamples(
            "mintage gan sample my-gan --per-class 1000 --out synthetic.npz",
            "mintage gan sample first-gan second-gan --per-class 1000 --out synthetic.npz",
            "mintage gan sample my-gan --balance --out rare-classes",
            "mintage gan sample my-gan --per-class 1000 --reject --out synthetic.npz",
            "mintage gan sample my-gan --per-class 1000 --out synthetic.parquet --train other-place/scans.npz");
    }

    private static int Run(ParseResult parsed)
    {
        var isBalance = parsed.GetResult(Balance) is not null;
        if (isBalance == parsed.GetValue(PerClass) is not null)
            throw new UserInputException("How many images are to be drawn must be said in one way: --per-class N for N of each class, or --balance for what the smaller classes lack.");
        if (parsed.GetValue(PerClass) is { } perClass) CommonOptions.AtLeast("--per-class", perClass, 1);
        if (parsed.GetValue(Balance) is { } most) CommonOptions.AtLeast("--balance", most, 1);
        var target = DataSetTarget.Parse(parsed.GetValue(Out)!);
        target.RequireFree(overwrite: true);
        var seed = CommonOptions.CheckedSeed(parsed.GetValue(Seed));
        TorchRuntime.Start();
        using var gans = TrainedGans.Load(parsed.GetValue(Folders)!, ComputeDevice.Parse(parsed.GetValue(Device)!).Required());
        var facts = gans[0].Facts;
        var counts = isBalance ? Missing(facts, parsed.GetValue(Balance)) : [.. facts.ClassCounts.Select(n => n == 0 ? 0 : parsed.GetValue(PerClass)!.Value)];
        var labels = counts.SelectMany((count, label) => Enumerable.Repeat(label, count)).ToArray();
        var (copiesAllowed, rejects) = (parsed.GetValue(AllowMemorised), parsed.GetValue(Reject));
        var training = copiesAllowed && !rejects ? null : TrainingImages(parsed, facts);
        using var filter = rejects ? ProgressLine.Show("filter", progress => SampleFilter.Train(gans, training!, seed, progress)) : null;
        var set = copiesAllowed ? SyntheticSet.Draw(gans, labels, seed, filter) : SyntheticSet.DrawWithoutCopies(gans, labels, seed, training!, filter);
        set.Save(target);
        var kept = set.Provenance.Filter is { } f ? $" The filter rejected {f.Drawn - f.Kept:N0} of {f.Drawn:N0} draws." : "";
        var redrawn = set.Provenance.Copies is { Redrawn: > 0 and var again } ? $" {again:N0} were copies of training images and were drawn again." : "";
        var unseen = facts.ClassNames.Where((_, label) => facts.ClassCounts[label] == 0).Select(name => $"'{name}'").ToList();
        if (unseen.Count > 0) Terminal.Say($"No image was drawn of {string.Join(", ", unseen)}: the GAN had no image of it to learn from.");
        var makers = gans.Count > 1 ? $" of {gans.Count} GANs" : "";
        Terminal.Say($"{labels.Length:N0} images{makers} ({string.Join(", ", facts.ClassNames.Zip(counts).Where(c => c.Second > 0).Select(c => $"{c.First}: {c.Second:N0}"))}) in {target.Path}, with their provenance and a sheet.{kept}{redrawn}");
        return ExitCode.Done;
    }

    private static int[] Missing(GanFacts facts, int? target)
    {
        var missing = ClassTopUp.Missing(facts.ClassCounts, target);
        return missing.Any(count => count > 0)
            ? missing
            : throw new UserInputException($"--balance fills up classes with fewer images than {(target is { } most ? $"{most:N0}" : "the largest")}, but every class of '{facts.TrainingSet}' has at least {facts.ClassCounts.Min():N0}. Use --per-class N.");
    }

    private static LabelledImages TrainingImages(ParseResult parsed, GanFacts facts)
    {
        var source = parsed.GetValue(Train) is { } named ? new TrainingSource(named) { Import = facts.Source?.Import ?? new ImageImport() } : facts.Source;
        if (source is null)
            throw new UserInputException($"Copies of training images are kept out, but this GAN does not say where its images ('{facts.TrainingSet}') can be read. Name them with --train, or give --allow-memorised to go without the check.");
        try
        {
            return source.Load(Terminal.Say);
        }
        catch (UserInputException e)
        {
            throw new UserInputException($"{e.Message}{Environment.NewLine}The training images are needed to keep copies of them out. Name them with --train, or give --allow-memorised to go without the check.", e);
        }
    }
}
