using Mintage.Execution.Clusters;
using Mintage.Runtime;

namespace Mintage.Tests.Execution.Clusters;

/// <summary>Slurm's commands; what they print was recorded from Slurm 22.05.8.</summary>
public sealed class SlurmTests
{
    [Theory]
    [InlineData("36\n", "36")]
    [InlineData("36;cluster\n", "36")]
    [InlineData("some site's greeting\n36\n", "36")]
    public void The_number_of_a_job_is_read(string printed, string job)
    {
        var fake = new FakeSlurm { ["sbatch"] = _ => new CommandResult(0, printed, "") };
        Assert.Equal(job, new Slurm(fake.Run).Submit("a.sh", ["--dependency=afterok:1"]));
        Assert.Equal(["sbatch --parsable --dependency=afterok:1 a.sh"], fake.Commands);
    }

    [Fact]
    public void What_is_no_number_is_refused()
    {
        var fake = new FakeSlurm { ["sbatch"] = _ => new CommandResult(0, "Submitted", "") };
        Assert.Contains("must print the job's number", Assert.Throws<UserInputException>(() => new Slurm(fake.Run).Submit("a.sh", [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slurms_own_words_are_passed_on()
    {
        var fake = new FakeSlurm
        {
            ["sbatch"] = _ => new CommandResult(1, "", "sbatch: error: invalid partition specified: nothing\nsbatch: error: Batch job submission failed: Invalid partition name specified\n"),
        };
        var refusal = Assert.Throws<UserInputException>(() => new Slurm(fake.Run).Submit("a.sh", [])).Message;
        Assert.Contains("invalid partition specified: nothing", refusal, StringComparison.Ordinal);
        Assert.Contains("sbatch --parsable a.sh", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void The_queue_is_read_element_by_element_and_other_jobs_are_left_out()
    {
        const string Printed = "4_1|PENDING||BeginTime\n9|PENDING||Dependency\n35|PENDING||None\n37_0|PENDING||JobHeldUser\n4_7|RUNNING|m2|None\n4_8|COMPLETING|m[1-2]|None\n";
        var fake = new FakeSlurm { ["squeue"] = _ => new CommandResult(0, Printed, "") };
        var queue = new Slurm(fake.Run).Queue(["4", "9"]);
        Assert.Equal(["4_1", "9_", "4_7", "4_8"], queue.Select(e => $"{e.Job}_{e.Element}"));
        Assert.Equal([true, true, false, false], queue.Select(e => e.IsWaiting));
        Assert.Equal(new QueuedElement("4", 7, "RUNNING", "m2", "None"), queue[2]);
    }

    [Theory]
    [InlineData("MaxArraySize            = 1001\nMaxDBDMsgs              = 20012\n", 1000)]
    [InlineData("MaxDBDMsgs              = 20012\n", 1000)]
    [InlineData("MaxArraySize            = 40001\n", 40000)]
    public void The_largest_array_is_what_the_cluster_says(string printed, int size)
    {
        var fake = new FakeSlurm { ["scontrol"] = _ => new CommandResult(0, printed, "") };
        Assert.Equal(size, new Slurm(fake.Run).MaxArraySize());
    }

    [Fact]
    public void A_machine_without_slurm_is_told_what_is_missing()
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable("PATH", "/nowhere");
            Assert.Contains("'scontrol' must be on the path", Assert.Throws<UserInputException>(() => Slurm.Here.MaxArraySize()).Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }
}

/// <summary>Answers in the place of Slurm's commands and remembers what it was asked.</summary>
internal sealed class FakeSlurm
{
    private readonly Dictionary<string, Func<IReadOnlyList<string>, CommandResult>> answers = new()
    {
        ["scontrol"] = _ => new CommandResult(0, "MaxArraySize            = 1001\n", ""),
        ["squeue"] = _ => new CommandResult(0, "", ""),
        ["scancel"] = _ => new CommandResult(0, "", ""),
    };

    public FakeSlurm()
    {
        var job = 100;
        this["sbatch"] = _ => new CommandResult(0, $"{++job}\n", "");
    }

    public List<string> Commands { get; } = [];

    public Func<IReadOnlyList<string>, CommandResult> this[string program]
    {
        set => answers[program] = value;
    }

    public CommandResult Run(string program, IReadOnlyList<string> arguments)
    {
        Commands.Add($"{program} {string.Join(' ', arguments)}");
        return answers[program](arguments);
    }
}
