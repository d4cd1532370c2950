using System.CommandLine;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Cli.Commands;

/// <summary><c>--classifier</c>: the classifiers of a default plan.</summary>
internal sealed class StudyClassifierOption
{
    private readonly Option<string[]> classifiers =
        new("--classifier")
        {
            Description = $"Classifier of every arm: {string.Join(", ", DefaultPlanOptions.ClassifierNames)} (default: "
                + "small, quick to train). residual: for photographs, trained from scratch; slower and better. "
                + "pretrained: for photographs, above all few of them: a layer on ResNet-18, which knows ImageNet. "
                + "Several show whether the answer depends on it",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
        };

    public void AddTo(Command command) => command.Options.Add(classifiers);

    public IReadOnlyList<string> Value(ParseResult parsed) => parsed.GetValue(classifiers)!;

    public bool IsGiven(ParseResult parsed) => Value(parsed).Count > 0;

    /// <summary>Refuses it beside a plan.</summary>
    public void RefuseWith(ParseResult parsed, string plan)
    {
        if (IsGiven(parsed))
            throw new UserInputException(
                $"--classifier is for the default plan of --data, but a plan ('{plan}') was given. Write it into the "
                + $"plan, under its size: classifier: {Value(parsed)[0]}");
    }
}
