using System.Diagnostics;
using Mintage.Foreign;
using Mintage.Runtime;
using Mintage.Tests.Data;

namespace Mintage.Tests.Foreign;

/// <summary>Programs are shell scripts here: no other is on every machine.</summary>
public sealed class ProgramRunTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly List<TaskProgress> told = [];

    public ProgramRunTests()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("uses a POSIX shell");
        Directory.CreateDirectory(Work);
    }

    public void Dispose() => folder.Dispose();

    private string Work => folder["work"];

    private string Log => folder["program.log"];

    [Fact]
    public void Runs_in_its_folder_with_its_environment_and_keeps_what_was_said()
    {
        Run("pwd > here; echo $COLOUR $OMP_NUM_THREADS; echo to-stderr >&2; cat", s => s with
        {
            Environment = ["COLOUR=a b=c"],
            Threads = 3,
        });

        Assert.EndsWith("/work", File.ReadAllText(Path.Combine(Work, "here")).Trim(), StringComparison.Ordinal);
        Assert.Equal(["a b=c 3", "to-stderr"], File.ReadAllLines(Log).Order());
    }

    [Fact]
    public void Tells_progress()
    {
        Run("echo progress 0.5 loss 1.2; printf 'progress 0.75\\rprogress 7 end\\n'; echo progress none; echo progress NaN");

        Assert.Equal([new(0.5, "loss 1.2"), new(0.75, ""), new(1, "end")], told);
    }

    [Fact]
    public void Another_exit_code_fails_with_the_last_lines_made_harmless()
    {
        var e = Assert.Throws<UserInputException>(() =>
            Run("for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do echo line-$i-; done; printf '\\033[31mred\\n' >&2; exit 3"));

        Assert.Contains("ended with 3", e.Message, StringComparison.Ordinal);
        Assert.Contains("line-14-", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line-1-", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', e.Message);
        Assert.Contains(Log, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_late_one_is_ended()
    {
        var clock = Stopwatch.StartNew();
        var e = Assert.Throws<UserInputException>(() =>
            Run("echo so far; sleep 60", s => s with { TimeLimit = TimeSpan.FromSeconds(2) }));

        Assert.Contains("did not end within", e.Message, StringComparison.Ordinal);
        Assert.Contains("so far", e.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.9, 50); // far below the 60 s that it asks for
    }

    [Fact]
    public void A_cancelled_one_is_ended()
    {
        using var stop = new CancellationTokenSource(200);

        Assert.Throws<OperationCanceledException>(() => Run("sleep 60", cancellation: stop.Token));
    }

    [Fact]
    public void One_that_holds_too_much_memory_is_ended()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("reads /proc");
        // A shell variable of 64 MB.
        const string grow = "x=0123456789abcdef; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22; "
            + "do x=$x$x; done; sleep 60";

        var e = Assert.Throws<UserInputException>(() => Run(grow, s => s with { MemoryLimit = 20_000_000 }));

        Assert.Contains("GB of memory", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sleep 61 & echo $! > child")]
    [InlineData("setsid sh -c 'echo $$ > child; exec sleep 61' & until [ -s child ]; do sleep 0.05; done")]
    [InlineData("(setsid sh -c 'trap \"\" TERM; echo $$ > child; while true; do sleep 1; done' > /dev/null 2>&1 &) ; until [ -s child ]; do sleep 0.05; done")]
    public void Children_that_were_left_running_end_with_it(string script)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("reads /proc");
        Run(script);

        var child = File.ReadAllText(Path.Combine(Work, "child")).Trim();
        Assert.False(Lives(child), $"process {child} still runs");
        Assert.Contains("left running", File.ReadAllText(Log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_mintage_was_killed_is_ended_by_the_next_in_its_folder()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("reads /proc");
        var orphan = new ProcessStartInfo("sleep", ["62"]);
        orphan.Environment["MINTAGE_WORKING_FOLDER"] = Path.GetFullPath(Work);
        using var left = Process.Start(orphan)!;
        orphan.Environment["MINTAGE_WORKING_FOLDER"] = Path.GetFullPath(Work) + "2";
        using var others = Process.Start(orphan)!;

        File.WriteAllText(Path.Combine(Work, "half"), "");

        ForeignProgram.Prepare(Work);

        Assert.Empty(Directory.GetFileSystemEntries(Work));
        Assert.True(left.WaitForExit(60_000));
        Assert.False(others.HasExited);
        others.Kill();
    }

    [Fact]
    public void The_log_is_bounded_and_keeps_beginning_and_end()
    {
        Run("echo first; i=0; l=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; "
            + "while [ $i -lt 40000 ]; do echo $l; i=$((i+1)); done; echo last");

        var lines = File.ReadAllLines(Log);
        Assert.Equal(("first", "last"), (lines[0], lines[^1]));
        Assert.InRange(new FileInfo(Log).Length, ProgramLog.MostCharacters * 0.9, ProgramLog.MostCharacters * 1.1);
        Assert.Contains(lines, line => line.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void An_endless_line_is_cut()
    {
        Run("head -c 3000000 /dev/zero | tr '\\0' x; echo");

        Assert.InRange(new FileInfo(Log).Length, 1, 10_000);
    }

    private static bool Lives(string id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Run(
        string script, Func<ProgramStart, ProgramStart>? change = null, CancellationToken cancellation = default)
    {
        var start = new ProgramStart
        {
            Owner = "the test",
            Arguments = ["/bin/sh", "-c", script],
            WorkingFolder = Work,
            LogPath = Log,
            TimeLimit = TimeSpan.FromMinutes(1),
        };
        ProgramRun.Run(change is null ? start : change(start), new Told(told), cancellation);
    }

    private sealed class Told(List<TaskProgress> all) : IProgress<TaskProgress>
    {
        public void Report(TaskProgress value) => all.Add(value);
    }
}
