using Mintage.Foreign;
using Mintage.Runtime;
using Mintage.Tests.Data;

namespace Mintage.Tests.Foreign;

public sealed class ForeignProgramTests : IDisposable
{
    private readonly TestFolder folder = new();

    public ForeignProgramTests()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("uses a POSIX shell");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_beside_the_plan_are_found_from_the_working_folder()
    {
        File.WriteAllText(folder["fit.sh"], "echo \"$@\" > said");

        Run(new ProgramOptions { Command = "sh fit.sh {seed} seed {plan_folder}/x" });

        Assert.Equal($"7 seed {folder}/x\n", File.ReadAllText(folder["work/said"]));
    }

    [Fact]
    public void A_program_that_is_not_there_is_refused()
    {
        File.WriteAllText(folder["plain.sh"], "");

        Assert.Contains("installed", Missing("no-such-program-here {seed}"), StringComparison.Ordinal);
        Assert.Contains("beside the plan", Missing("bin/none {seed}"), StringComparison.Ordinal);
        Assert.Contains("chmod +x", Missing("plain.sh {seed}"), StringComparison.Ordinal);
        new ForeignProgram(new ProgramOptions { Command = "sh {seed}" }, folder.ToString()).RequireFound();
    }

    [Fact]
    public void Its_files_are_the_arguments_beside_the_plan_or_those_it_names()
    {
        File.WriteAllText(folder["fit.py"], "1");
        Directory.CreateDirectory(folder["lib/__pycache__"]);
        File.WriteAllText(folder["lib/a.py"], "1");
        var own = new ProgramOptions { Command = "python fit.py --train {train}" };
        var named = own with { Files = ["fit.py", "lib"] };

        Assert.Equal(["fit.py"], ProgramFiles.Hash(own, folder.ToString()).Select(f => f.Name));
        var before = ProgramFiles.Hash(named, folder.ToString());
        Assert.Equal(["fit.py", "lib"], before.Select(f => f.Name));
        File.WriteAllText(folder["lib/__pycache__/a.pyc"], "left by Python");
        Assert.Equal(before, ProgramFiles.Hash(named, folder.ToString()));
        ProgramFiles.RequireUnchanged(before, folder.ToString());

        File.WriteAllText(folder["lib/a.py"], "2");
        Assert.NotEqual(before, ProgramFiles.Hash(named, folder.ToString()));
        Assert.Throws<UserInputException>(() => ProgramFiles.RequireUnchanged(before, folder.ToString()));
        Assert.Throws<UserInputException>(
            () => ProgramFiles.Hash(own with { Files = ["gone.py"] }, folder.ToString()));
    }

    [Fact]
    public void Options_name_all_their_faults()
    {
        var options = new ProgramOptions
        {
            Command = "p {x}",
            Files = ["../up.py", "/etc/passwd"],
            TimeLimitMinutes = 0,
            MemoryLimitGb = double.NaN,
            Environment = ["=x"],
        };

        Assert.Equal(7, options.Faults(["train"], ["train"]).Count());
        Assert.Empty(new ProgramOptions { Command = "p {train}" }.Faults(["train"], ["train"]));
    }

    private string Missing(string command) => Assert.Throws<UserInputException>(
        () => new ForeignProgram(new ProgramOptions { Command = command }, folder.ToString()).RequireFound()).Message;

    private void Run(ProgramOptions options)
    {
        var work = Directory.CreateDirectory(folder["work"]).FullName;
        new ForeignProgram(options, folder.ToString()).Run(
            "the test", work, folder[ForeignProgram.LogFile],
            new Dictionary<string, string> { ["seed"] = "7" }, 1, new Progress<TaskProgress>(), default);
    }
}
