using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage reproduce</c>: runs the article's study, which is a study with a shipped plan.</summary>
internal static class ReproduceCommand
{
    public static Command Create()
    {
        var profile = new Option<string>("--profile")
        {
            Description =
                "smoke (seconds, only tests the plumbing), reduced (ten minutes on two cores), evidence (the full "
                + "presets and leaky GANs; hours), full (both data set sizes, 100 epochs; a day)",
            HelpName = string.Join('|', Profiles.Names),
            DefaultValueFactory = _ => "reduced",
        };
        var seed = CommonOptions.Seed();
        var launch = new StudyLaunch();
        var command =
            new Command(
                "reproduce",
                "Run the article's study on MNIST: every row, and what remains under a fair protocol") { profile,
                seed };
        launch.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var name = parsed.GetValue(profile)!;
            var (shipped, wanted) = (Profiles.Get(name), CommonOptions.CheckedSeed(parsed.GetValue(seed)));
            var plan = shipped with { Seed = wanted };
            return launch.RunAsync(
                parsed, plan, shipped.Seed == wanted ? Profiles.Text(name) : PlanFile.Text(plan), cancellation);
        });
        return command.WithExamples(
            "mintage reproduce",
            "mintage reproduce --profile smoke --out smoke",
            "mintage reproduce --profile evidence --dry-run");
    }
}
