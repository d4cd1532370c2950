using Microsoft.Extensions.Logging;
using Mintage.Execution;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Studies;

namespace Mintage.Tests.Studies;

public sealed class StudyLogTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Tasks_are_logged_as_they_begin_end_and_fail_and_the_observer_is_told_too()
    {
        var (record, observer) = (new LogRecord(), new Count());
        var log = new StudyLog(new StudyRun { Folder = root, Logger = record, Observer = observer }, new TaskStore(root));
        var task = new TaskNode("fit", new string('a', 64), "classifier real", [], 1);
        log.Begun([task]);
        log.Started(task);
        log.Progressed(task, new TaskProgress(0.5, ""));
        log.Ended(task, null, 1.5);
        log.Ended(task, new TaskFailure(task, "no space", true), 2);
        log.Reported(1);

        Assert.Equal(["StudyStarted", "TaskStarted", "TaskEnded", "TaskFailed", "StudyEnded"], record.Events);
        Assert.Equal((1, 0), (record.Entries[0].Values["Tasks"], record.Entries[0].Values["Done"]));
        Assert.Equal(("fit", "classifier real", 1.5), (record.Entries[2].Values["Kind"], record.Entries[2].Values["Title"], record.Entries[2].Values["Seconds"]));
        Assert.Equal((LogLevel.Error, "no space"), (record.Entries[3].Level, record.Entries[3].Values["Reason"]));
        Assert.Equal(4, observer.Calls);
    }

    [Fact]
    public void What_a_GAN_says_against_itself_is_logged_wherever_its_task_ran()
    {
        var record = new LogRecord();
        var store = new TaskStore(root);
        var task = new TaskNode("train-gan", new string('b', 64), "train wgan", [], 1);
        var options = GanPresets.Get("wgan") with { GeneratorUpdates = 3, BatchSize = 8, LatentDimension = 6, Filters = 4, ClipValue = 1e-30 };
        var facts = new GanTraining(options, Shapes.Make(60), 5, store.Folder(task)).Run();
        new StudyLog(new StudyRun { Folder = root, Logger = record }, store).Ended(task, null, 1);
        Assert.Equal(["TaskEnded", "GanWarning"], record.Events);
        Assert.Equal(Assert.Single(facts.Warnings), record.Entries[1].Values["Warning"]);
    }

    [Fact]
    public async Task A_study_logs_that_it_begins_goes_on_and_is_reported()
    {
        var (first, again) = (new LogRecord(), new LogRecord());
        await TinyStudy.RunAsync(Path.Combine(root, "a"), logger: first);
        await TinyStudy.RunAsync(Path.Combine(root, "a"), logger: again);
        Assert.Equal(("StudyStarted", "StudyEnded"), (first.Events.First(), first.Events.Last()));
        var tasks = first.Entries[0].Values["Tasks"];
        Assert.Equal(tasks, first.Events.Count(e => e == "TaskStarted"));
        Assert.Equal(tasks, first.Events.Count(e => e == "TaskEnded"));
        Assert.Equal(["StudyStarted", "StudyEnded"], again.Events);
        Assert.Equal(tasks, again.Entries[0].Values["Done"]);
    }

    private sealed class Count : IQueueObserver
    {
        public int Calls { get; private set; }

        public void Started(TaskNode task) => Calls++;

        public void Progressed(TaskNode task, TaskProgress progress) => Calls++;

        public void Ended(TaskNode task, TaskFailure? failure, double seconds) => Calls++;
    }
}
