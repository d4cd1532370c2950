using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Networks.Weights;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>The resolved plan as it stands in a study folder.</summary>
/// <param name="FormatVersion">Version of this form.</param>
/// <param name="Plan">The plan with every default filled in.</param>
/// <param name="Tasks">Every task, with everything that decides its result.</param>
internal sealed record ResolvedStudy(int FormatVersion, StudyPlan Plan, IReadOnlyList<ResolvedTask> Tasks)
    : ISealed
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FileSha256 { get; init; }

    /// <summary>Programs of the plan; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProgramSite? Programs { get; init; }

    /// <summary>The images it was begun with; null in folders of earlier builds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StudyImages? Images { get; init; }
}

/// <summary>A task of a resolved plan.</summary>
/// <param name="Node">The queue's view of it.</param>
/// <param name="Task">Its options.</param>
internal sealed record ResolvedTask(Execution.TaskNode Node, StudyTask Task);

/// <summary>A folder that holds one study.</summary>
public static class StudyFolder
{
    internal const string ResultsFile = "results.json";

    private const string ResolvedFile = "resolved.json";
    private const string PlanFileName = "plan.yaml";
    private const int FormatVersion = 4;

    /// <summary>Whether a folder holds a study.</summary>
    public static bool IsStudy(string folder) => File.Exists(Path.Combine(folder, ResolvedFile));

    /// <summary>File of the resolved plan.</summary>
    internal static string ResolvedPath(string folder) => Path.Combine(folder, ResolvedFile);

    /// <summary>The plan of the study in a folder.</summary>
    /// <exception cref="UserInputException">The folder holds no study.</exception>
    public static StudyPlan ReadPlan(string folder)
    {
        var study = Read(folder);
        return study.Plan with { Programs = study.Programs };
    }

    /// <summary>A plan with what the version commands of its programs printed when its study was begun.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="folder">The study's; need not exist.</param>
    public static StudyPlan WithKeptVersions(StudyPlan plan, string folder) =>
        (plan.Programs ?? ProgramSite.Of(plan, null)) is { } site
            && ProgramSite.Programs(plan).Any(program => program.VersionCommand is not null) && IsStudy(folder)
            ? plan with { Programs = site with { Versions = Read(folder).Programs?.Versions ?? [] } }
            : plan;

    /// <summary>A plan up to the next of its looks at a study's results: where it names none, all of it.</summary>
    /// <param name="plan">Must have no faults.</param>
    /// <param name="folder">The study's; need not exist.</param>
    public static StudyPlan AtNextLook(StudyPlan plan, string folder) => LookBook.Read(folder).AtNextLook(plan);

    /// <summary>The resolved study in a folder; reads no image.</summary>
    /// <exception cref="UserInputException">
    /// The folder holds no study, or one that another version of Mintage wrote.
    /// </exception>
    internal static ResolvedStudy Read(string folder)
    {
        var path = ResolvedPath(folder);
        if (!File.Exists(path))
            throw new UserInputException(
                $"'{folder}' must be a study folder with a {ResolvedFile} in it; there is none.");
        try
        {
            var resolved = SealedJson.Read<ResolvedStudy>(path);
            return resolved.FormatVersion == FormatVersion ? resolved : throw OtherVersion(resolved.FormatVersion);
        }
        catch (UserInputException e)
        {
            if (VersionOf(path) is { } version && version != FormatVersion) throw OtherVersion(version);
            throw new UserInputException(
                $"'{path}' must be the resolved plan that this version of Mintage writes, but cannot be read as one. "
                + $"Use the version that wrote it, or name another folder with --out. ({e.Message})", e);
        }

        UserInputException OtherVersion(int version) => new(
            $"The study in '{folder}' must have format version {FormatVersion}, which this version of Mintage reads "
            + $"and writes, but has {version}. Use the version that wrote it, or name another folder with --out.");
    }

    /// <summary>What a file that cannot be read says of its version; null if it says nothing.</summary>
    private static int? VersionOf(string path)
    {
        try
        {
            return (int?)JsonNode.Parse(File.ReadAllBytes(path), documentOptions: Json.Strict)?["format_version"];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The images of the study in a folder.</summary>
    /// <param name="folder">Study folder.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="loading">How they are read, but for the import, which the plan says; null for the defaults.</param>
    /// <exception cref="UserInputException">They are not there, as seen from the current folder, or cannot be read.
    /// </exception>
    public static StudyData LoadData(string folder, StudyPlan plan, DataSetLoading? loading = null)
    {
        foreach (var name in new[] { plan.Data, plan.TestData }.OfType<string>())
        {
            var source = DataSetReference.Parse(name).Source;
            if (!Path.IsPathRooted(source) && DataCatalogue.Find(source) is null && !Path.Exists(source))
                throw new UserInputException(
                    $"The images of the study in '{folder}' are in '{source}', as seen from where it was begun, but "
                    + "there is nothing of that name here. Run the command from there.");
        }
        return StudyData.Load(plan, loading);
    }

    /// <summary>What a study found, from its results.json.</summary>
    /// <param name="folder">Study folder.</param>
    /// <exception cref="UserInputException">It holds no study, or none with results of this version.</exception>
    public static StudyResults ReadResults(string folder)
    {
        ReadPlan(folder);
        var path = Path.Combine(folder, ResultsFile);
        if (!File.Exists(path))
            throw new UserInputException(
                $"'{folder}' must hold results, but has no {ResultsFile}. Write them: mintage study report {folder}");
        try
        {
            return Json.Read<StudyResults>(path);
        }
        catch (UserInputException e)
        {
            throw new UserInputException(
                $"'{path}' must be as this version of Mintage writes it. Write it again: mintage study report {folder} "
                + $"({e.Message})", e);
        }
    }

    /// <summary>What differs between the plans of two studies.</summary>
    /// <param name="a">Folder of the first.</param>
    /// <param name="b">Folder of the second.</param>
    /// <exception cref="UserInputException">One of them holds no study.</exception>
    public static IReadOnlyList<string> PlanDifferences(string a, string b) =>
        [.. PlanComparison.Of("", JsonSerializer.SerializeToNode(WithoutSentences(ReadPlan(a)), Json.File),
            JsonSerializer.SerializeToNode(WithoutSentences(ReadPlan(b)), Json.File),
            (x, y) => $"{x} in {a}, {y} in {b}")];

    /// <summary>What was given up stands in other keys too.</summary>
    private static StudyPlan WithoutSentences(StudyPlan plan) => plan with { GivenUp = null };

    /// <summary>
    /// The Inception weights that the study in a folder was resolved with; null where it measures no FID.
    /// </summary>
    public static CachedWeights? InceptionWeights(string folder) =>
        Read(folder).Tasks.Select(t => t.Task).OfType<ReferenceTask>().FirstOrDefault() is { } reference
            ? new CachedWeights(WeightCache.PathOf(WeightCatalogue.Inception), reference.WeightsSha256)
            : null;

    /// <summary>
    /// Makes the folder this study's own, until disposed: a new folder, or one with the same plan to go on with.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="study">The study.</param>
    /// <param name="planText">The plan as it was given, kept as plan.yaml; null for none.</param>
    /// <param name="acceptChanges">
    /// Whether to go on where the plan was changed; finished tasks that have the same key are kept.
    /// </param>
    /// <exception cref="UserInputException">It holds another study or other files, or is in use.</exception>
    internal static IDisposable Claim(string folder, StudyGraph study, string? planText, bool acceptChanges)
    {
        var claim = FolderLock.Take(folder); // first, or two that start at once would both find the folder empty
        try
        {
            WholeFile.DeleteLeft(folder);
            WholeFile.DeleteLeft(Path.Combine(folder, "tasks"));
            RefuseOther(folder, study, acceptChanges);
            Write(folder, study, planText);
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private static void Write(string folder, StudyGraph study, string? planText)
    {
        var tasks = study.Tasks.Select(t => new ResolvedTask(t.Node, t.Task)).ToList();
        WholeFile.WriteBytes(ResolvedPath(folder), SealedJson.Of(
            new ResolvedStudy(FormatVersion, study.Plan, tasks)
            {
                FileSha256 = SelfDigest.Blank,
                Programs = study.Programs,
                Images = study.Data.Identity,
            }));
        if (planText is not null) WholeFile.WriteText(Path.Combine(folder, PlanFileName), planText);
        Json.Write(Path.Combine(folder, "environment.json"), RunEnvironment.Current(study.Plan.Threads, study.Device));
    }

    /// <summary>Refuses a study of other images or classifiers, or with GANs of other names or sources, than a plan's;
    /// how long it trains, and the side at which a backbone sees the images, may differ.</summary>
    /// <param name="folder">Study folder.</param>
    /// <param name="there">Its plan.</param>
    /// <param name="wanted">The other plan.</param>
    /// <exception cref="UserInputException">They differ; what differs is listed.</exception>
    public static void RequireSameSubject(string folder, StudyPlan there, StudyPlan wanted)
    {
        static JsonNode? Subject(StudyPlan plan) => JsonSerializer.SerializeToNode(
            new
            {
                plan.Data,
                plan.TestData,
                plan.Import,
                plan.TestShare,
                Gans = plan.Gans.Select(gan => new { gan.Name, gan.Images, gan.Onnx }),
                Classifiers = plan.Sizes.Select(size => new { size.Name, size.Classifier.NetworkName }),
            },
            Json.File);
        var differences =
            PlanComparison.Of("", Subject(there), Subject(wanted), (a, b) => $"there {a}, now {b}").ToList();
        if (differences.Count > 0)
            throw UserInputException.FromList(
                $"'{folder}' holds a study of other images or classifiers. Name another folder with --out. What "
                + "differs", differences);
    }

    /// <summary>Refuses a study whose images are no longer those that it was begun with: the name of a folder says
    /// nothing of what is in it.</summary>
    /// <param name="folder">Study folder; one of an earlier build is not checked.</param>
    /// <param name="study">The study with the images that are there now.</param>
    /// <exception cref="UserInputException">They differ.</exception>
    internal static void RequireSameImages(string folder, StudyGraph study)
    {
        if (Read(folder).Images is not { } there || there == study.Data.Identity) return;
        var (then, now) = ($"{there}", $"{study.Data.Identity}");
        throw new UserInputException(
            $"'{folder}' holds a study of other images: '{study.Plan.Data}' had {then} when it was begun, and has "
            + (then == now ? "as many others now, or other labels. " : $"{now} now. ")
            + "Put the images back, run a new study with another --out, or go on there with 'mintage study run ... "
            + "--accept-changes', which keeps the finished tasks that the change does not touch.");
    }

    private static void RefuseOther(string folder, StudyGraph study, bool acceptChanges)
    {
        var wanted = study.Plan;
        if (!IsStudy(folder))
        {
            if (Directory.EnumerateFileSystemEntries(folder)
                .All(e => Path.GetFileName(e).StartsWith(FolderLock.FileName, StringComparison.Ordinal)))
                return;
            throw new UserInputException(
                $"'{folder}' must be empty or hold a Mintage study, but it holds other files. Name another folder with "
                + "--out.");
        }
        if (acceptChanges) return;
        var there = ReadPlan(folder);
        // Between two looks that were planned, only the number of replicates differs.
        if (wanted.Looks.Count > 0) there = there with { Replicates = wanted.Replicates };
        var differences =
            PlanComparison.Of("", JsonSerializer.SerializeToNode(there, Json.File),
            JsonSerializer.SerializeToNode(wanted, Json.File), (a, b) => $"there {a}, now {b}").ToList();
        if (differences.Count == 0)
        {
            RequireSameImages(folder, study);
            return;
        }
        throw UserInputException.FromList(
            $"'{folder}' holds a study with another plan. Name another folder with --out, or go on there with "
                + "--accept-changes, which keeps the finished tasks that the change does not touch. What differs",
            differences);
    }
}
