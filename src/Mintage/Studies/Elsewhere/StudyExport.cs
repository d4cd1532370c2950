using Mintage.Execution;
using Mintage.Runtime;

namespace Mintage.Studies.Elsewhere;

/// <summary>How exported images are written.</summary>
public enum ExportFormat
{
    /// <summary>train.npz and test.npz.</summary>
    Npz,

    /// <summary>Folders of PNG files.</summary>
    Folder,
}

/// <summary>
/// Hands a study's training images out as files, so that the classifiers can be trained elsewhere;
/// <see cref="StudyJudge"/> takes the predictions back. GANs are trained and sampled here, first. Not thread-safe.
/// </summary>
public sealed class StudyExport
{
    internal const string FitsFolder = "fits", TestsFolder = "tests", IndexFile = "index.csv";

    private const int BlockBytes = 4096; // a file takes at least one
    private readonly StudyGraph whole, handedOut;

    /// <summary>Prepares the export of a study; writes nothing.</summary>
    /// <param name="study">The resolved plan.</param>
    /// <exception cref="UserInputException">The plan has no fair protocol.</exception>
    public StudyExport(StudyGraph study)
    {
        (whole, handedOut) = (study, ExportedStudy.Graph(study.Plan, study.Data));
        var needed = handedOut.Runs.SelectMany(r => handedOut.Node(r.Key).Needs).ToHashSet();
        foreach (var node in handedOut.Nodes.Reverse().Where(n => needed.Contains(n.Key))) needed.UnionWith(node.Needs);
        Needed = [.. handedOut.Nodes.Where(n => needed.Contains(n.Key))];
    }

    /// <summary>What must be run first, each task after those it needs: GANs and their images.</summary>
    public IReadOnlyList<TaskNode> Needed { get; }

    /// <summary>Number of classifiers to train elsewhere.</summary>
    public int Fits => ExportedStudy.Fits(handedOut).Count();

    /// <summary>About how many bytes the files take.</summary>
    public long Bytes(ExportFormat format)
    {
        long pixels = whole.Data.Train.PixelsPerImage;
        var perImage = format == ExportFormat.Npz
            ? pixels + sizeof(long) + sizeof(float) + 1
            : (pixels + BlockBytes - 1) / BlockBytes * BlockBytes;
        var fits = ExportedStudy.Fits(handedOut).ToList();
        return perImage * (fits.Sum(f => FitHandout.CountOf((FitTask)handedOut.Task(f.Run.Key), handedOut.Data))
            + fits.DistinctBy(f => ExportedStudy.TestName(handedOut, f.Run))
                .Sum(f => (long)((FitTask)handedOut.Task(f.Run.Key)).Evaluation.Count));
    }

    /// <summary>Refuses a folder that holds something, or a disk that the files do not fit on.</summary>
    /// <exception cref="UserInputException">The location cannot be used.</exception>
    public void RequireRoom(string folder, ExportFormat format)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new UserInputException(
                $"The export must go to a new or empty folder, but '{folder}' exists. Choose another with --out, or "
                + "delete it yourself.");
        WholeFile.RequireWritable(folder);
        var (needed, free) = (Bytes(format), FreeBytes(folder));
        if (needed > free)
            throw new UserInputException(
                $"The export needs about {Megabytes(needed)} for {Fits} classifiers, but the disk of '{folder}' has "
                + $"{Megabytes(free)} left. Free some space, choose another disk with --out, or plan fewer arms, "
                + "replicates or images.");
    }

    /// <summary>
    /// Trains and samples the GANs in the study folder; finished tasks are kept, so that a second call goes on.
    /// </summary>
    /// <param name="run">How; its folder is the study's.</param>
    /// <param name="cancellation">Stops between two steps; nothing finished is lost.</param>
    /// <returns>What failed; the fits that need it are not handed out.</returns>
    /// <exception cref="UserInputException">The folder belongs to something else, or is in use.</exception>
    public async Task<IReadOnlyList<TaskFailure>> PrepareAsync(StudyRun run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var failures = await StudyRunner.RunTasksAsync(whole, run, Needed, cancellation).ConfigureAwait(false);
        LookBook.Read(Looks(run.Folder), whole.Data.Identity).Plan(handedOut.Plan);
        return failures;
    }

    /// <summary>
    /// Writes a folder per fit, the test images without labels, index.csv and README.md; whole or not at all.
    /// </summary>
    /// <param name="folder">New or empty.</param>
    /// <param name="studyFolder">Where <see cref="PrepareAsync"/> ran.</param>
    /// <param name="format">How images are written.</param>
    /// <param name="progress">Told after every fit.</param>
    /// <param name="cancellation">Stops between two fits; nothing is left then.</param>
    /// <returns>Titles of fits that are not handed out, since their synthetic images are missing.</returns>
    /// <exception cref="UserInputException">The location cannot be used, or something leaked.</exception>
    public IReadOnlyList<string> Write(string folder, string studyFolder, ExportFormat format,
        IProgress<TaskProgress>? progress = null, CancellationToken cancellation = default)
    {
        RequireRoom(folder, format);
        TorchRuntime.Start(whole.Plan.Threads);
        var store = new TaskStore(studyFolder);
        store.RequireUnchanged(Needed);
        var fits = ExportedStudy.Fits(handedOut).ToLookup(
            f => handedOut.Node(f.Run.Key).Needs.All(need => store.IsDone(handedOut.Node(need))));
        WholeFile.ReplaceFolder(folder, into =>
        {
            var writer = new ExportWriter(handedOut, store, into, format);
            foreach (var (done, (name, run)) in fits[true].Index())
            {
                cancellation.ThrowIfCancellationRequested();
                writer.Add(name, run);
                progress?.Report(new TaskProgress((done + 1.0) / fits[true].Count(), name));
            }
            writer.Finish(Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(studyFolder)));
        });
        return [.. fits[false].Select(f => handedOut.Node(f.Run.Key).Title)];
    }

    internal static string Looks(string studyFolder) => Path.Combine(studyFolder, ExportedStudy.LooksFolder);

    private static long FreeBytes(string folder)
    {
        var at = Path.GetFullPath(folder);
        while (!Directory.Exists(at)) at = Path.GetDirectoryName(at)!;
        return new DriveInfo(at).AvailableFreeSpace;
    }

    private static string Megabytes(long bytes) => FormattableString.Invariant($"{bytes / 1e6:N0} MB");
}
