using Microsoft.Extensions.Logging;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Tests.Gans;

public sealed class GanLogTests : IDisposable
{
    private static readonly GanOptions Options = GanPresets.Get("cgan") with { GeneratorUpdates = 20, BatchSize = 8, LatentDimension = 6, Filters = 4 };

    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_training_logs_where_it_begins_goes_on_and_ends_and_every_epoch()
    {
        using var stop = new CancellationTokenSource();
        var (broken, resumed) = (new LogRecord(), new LogRecord());
        var cancel = new Cancel(stop);
        Assert.Throws<OperationCanceledException>(() => new GanTraining(Options, Shapes.Make(60), 5, folder) { Logger = broken, CheckpointEvery = TimeSpan.Zero }.Run(cancel, stop.Token));
        new GanTraining(Options, Shapes.Make(60), 5, folder) { Logger = resumed }.Run();

        Assert.Equal(["GanStarted", "GanEpochEnded"], broken.Events);
        Assert.Equal((60, 20), (broken.Entries[0].Values["Images"], broken.Entries[0].Values["Updates"]));
        Assert.Equal("GanResumed", resumed.Events.First());
        Assert.Equal(7, resumed.Entries[0].Values["Update"]); // an epoch is 7 updates
        Assert.Equal([2, 3], resumed.Entries.Where(entry => entry.Event == "GanEpochEnded").Select(entry => entry.Values["Epoch"]));
        Assert.Equal("GanEnded", resumed.Events.Last());
    }

    [Fact]
    public void Collapse_and_divergence_are_warnings_in_the_log()
    {
        var (collapsed, diverged) = (new LogRecord(), new LogRecord());
        var facts = new GanTraining(GanPresets.Get("wgan") with { GeneratorUpdates = 10, BatchSize = 8, LatentDimension = 6, Filters = 4, ClipValue = 1e-30 }, Shapes.Make(60), 5, Path.Combine(folder, "a")) { Logger = collapsed }.Run();
        var warning = Assert.Single(collapsed.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Equal(("GanWarning", Assert.Single(facts.Warnings)), (warning.Event, warning.Values["Warning"]));

        var wild = Options with { LearningRate = 0.9, Beta1 = 0.99, Beta2 = 0, DiscriminatorBatchNorm = false, GeneratorUpdates = 4000 };
        facts = new GanTraining(wild, Shapes.Make(60), 5, Path.Combine(folder, "b")) { Logger = diverged, CheckpointEvery = TimeSpan.Zero }.Run();
        Assert.Equal(facts.Divergence, Assert.Single(diverged.Entries, entry => entry.Event == "GanDiverged").Values["Reason"]);
    }

    /// <summary>Cancels at the first report, after an epoch.</summary>
    private sealed class Cancel(CancellationTokenSource stop) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value) => stop.Cancel();
    }
}
