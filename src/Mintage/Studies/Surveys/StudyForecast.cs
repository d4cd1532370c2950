using System.Text.Json.Serialization;
using Mintage.Classification;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Surveys;

/// <summary>What a study would do, before it does it.</summary>
public sealed class StudyForecast
{
    /// <summary>Looks at a resolved plan.</summary>
    internal StudyForecast(StudyGraph graph)
    {
        (Graph, Plan, Cost) = (graph, graph.Plan, StudyCost.Of(graph));
        Detectable = DetectableEffect.Of(graph);
        TrainingImages = graph.Data.Training(graph.Plan.Sizes[0], 0).Count;
        TestImages = graph.Data.Test(0).Count;
        LeftOut = graph.Data.LeftOut;
        var train = graph.Data.Train;
        AreColourAndLarge = train.Channels == 3 && ClassifierOptions.AreLarge(train.Height, train.Width);
        var arms = FairArms.All(graph.Plan).ToDictionary(arm => arm.Name);
        var fair = graph.Runs.Where(run => run.Protocol == ArmRun.Fair && arms.ContainsKey(run.Arm)).ToList();
        Steps = fair.Where(run => arms[run.Arm].HasEqualSteps)
            .Max(run => ((FitTask)graph.Task(run.Key)).Length is FixedSteps { Steps: var steps } ? steps : 0);
        Arms = [.. fair.Select(run => run.Arm).Distinct()];
    }

    /// <summary>Whether the images may be photographs: of colour, and at least 32 pixels high and wide.</summary>
    public bool AreColourAndLarge { get; }

    /// <summary>The plan.</summary>
    public StudyPlan Plan { get; }

    /// <summary>Training images of the first replicate at the first size.</summary>
    public int TrainingImages { get; }

    /// <summary>Test images of the first replicate.</summary>
    public int TestImages { get; }

    /// <summary>
    /// Training images left out because the same image, or one of the same group, is in the test set.
    /// </summary>
    public int LeftOut { get; }

    /// <summary>Optimiser steps of every fair arm.</summary>
    public int Steps { get; }

    /// <summary>Arms of the fair protocol.</summary>
    public IReadOnlyList<string> Arms { get; }

    /// <summary>What it would cost.</summary>
    public StudyCost Cost { get; }

    /// <summary>Smallest effect that it can find; null where it gives no verdict.</summary>
    public DetectableEffect? Detectable { get; }

    /// <summary>The resolved plan.</summary>
    [JsonIgnore]
    internal StudyGraph Graph { get; }
}
