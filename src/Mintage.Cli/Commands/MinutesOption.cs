using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary><c>--minutes</c>: a default plan that fits a time on this machine.</summary>
internal sealed class MinutesOption
{
    private readonly Option<double?> minutes =
        new("--minutes")
        {
            Description = "Shorten the default study until it takes about so long here, and say what is given up",
            HelpName = "N"
        };

    /// <summary>What the trial found that the plan was shortened by; null where there was none.</summary>
    public IReadOnlyDictionary<string, double>? Pace { get; private set; }

    public void AddTo(Command command) => command.Options.Add(minutes);

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(minutes) is not null;

    /// <summary>The default plan of a data set, shortened where that is asked for; says on stderr what is given
    /// up.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The data set.</param>
    /// <param name="options">What is asked of the plan.</param>
    /// <param name="loading">How the data are read.</param>
    /// <param name="workers">Tasks that will run at once.</param>
    /// <param name="folder">The folder of a plan's study: one that is there goes on with the plan that it has.</param>
    public StudyPlan Plan(ParseResult parsed, string data, DefaultPlanOptions options, DataSetLoading loading,
        int workers, Func<StudyPlan, string>? folder = null)
    {
        var plan = DefaultPlan.Load(data, options, loading);
        if (parsed.GetValue(minutes) is not { } wanted) return plan;
        if (folder?.Invoke(plan) is { } there && StudyFolder.IsStudy(there))
        {
            var begun = StudyFolder.ReadPlan(there);
            StudyFolder.RequireSameSubject(there, begun, plan);
            Terminal.Say($"The study in '{there}' goes on as it was begun; --minutes counts only when one begins.");
            return begun;
        }
        if (wanted is not (> 0 and < 1e6))
            throw new UserInputException($"--minutes must be a number above 0, but is {wanted}.");
        TorchRuntime.Start();
        var images = StudyData.Load(plan, loading);
        var found = ProgressLine.Show("trial of each kind of training", _ => ShorterPlan.Of(
            plan, images, wanted, workers, WeightCache.Find(WeightCatalogue.Inception),
            loading.Cancellation));
        Pace = found.Pace;
        Terminal.Say(
            $"{Terminal.About(found.Seconds, begins: true)} with {workers} worker{(workers == 1 ? "" : "s")} on this "
            + "machine"
            + (found.GivenUp.Count == 0 ? "; nothing had to be left out." : ". To fit:"));
        foreach (var words in found.GivenUp) Terminal.Say($"- {words}");
        return found.Plan;
    }
}
