using Mintage.Classification;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Tests.Data;

namespace Mintage.Tests.Studies;

/// <summary>Classifiers taken out of a study.</summary>
public sealed class ArmModelTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_arm_of_the_decision_is_trained_again_on_all_images_or_taken_as_it_was()
    {
        var plan = TinyStudy.Plan() with { Replicates = 1, Article = null, Frechet = null };
        var graph = TinyStudy.Graph(plan);
        var outcome = await TinyStudy.RunAsync(folder["s"], plan);
        var decisions = outcome.Results.Decisions;

        var again = ArmModel.Of(graph, folder["s"], decisions, arm: "classical");
        using (again.Classifier)
        {
            Assert.Equal(("classical", true, graph.Data.Everything().Count), (again.Arm, again.IsRefitted, again.Images));
            Assert.Equal(graph.Data.Everything().Count, ClassifierFile.SeenOf(again.Classifier.Facts, graph.Data.Everything()));
        }
        // One with synthetic images stays as it was: its predictions are those of the study.
        var minted = ArmModel.Of(graph, folder["s"], decisions, arm: "classical+cgan");
        using (minted.Classifier)
        {
            Assert.False(minted.IsRefitted);
            Assert.Equal(plan.Sizes[0].Images, minted.Images);
            Assert.Equal(0, ClassifierFile.SeenOf(minted.Classifier.Facts, graph.Data.Images(graph.Data.Test(0))));
            using var test = new ImageTensors(graph.Data.Images(graph.Data.Test(0)));
            var row = outcome.Results.FairArms.Single(a => a.Arm == "classical+cgan");
            Assert.Equal(row.Measures.Single(m => m.Measure == "accuracy").Percent, 100 * Evaluation.Of(minted.Classifier.Network, test).Accuracy, 1e-9);
        }
        Assert.Contains("--arm must be one of real, classical", Assert.Throws<UserInputException>(() => ArmModel.Of(graph, folder["s"], decisions, arm: "best")).Message, StringComparison.Ordinal);
        Assert.Contains("--size must be one of", Assert.Throws<UserInputException>(() => ArmModel.Of(graph, folder["s"], decisions, size: "9")).Message, StringComparison.Ordinal);
    }
}
