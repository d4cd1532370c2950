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

    [Theory]
    [InlineData("class-weights")]
    [InlineData("oversample")]
    public async Task Arms_that_weigh_or_repeat_real_images_are_trained_again_in_their_way(string arm)
    {
        var tiny = TinyStudy.Plan();
        var plan = tiny with { Replicates = 1, Article = null, Frechet = null, Fair = tiny.Fair! with { Balance = true } };
        var train = Shapes.Make(150, seed: 3);
        train = train.Select([.. Enumerable.Range(0, train.Count).Where(i => train.Labels[i] != 2 || i % 4 == 0)]);
        var graph = TinyStudy.Graph(plan, train, TinyStudy.Test);
        var outcome = await StudyRunner.RunAsync(graph, new StudyRun { Folder = folder["s"] }, TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Failures);

        var again = ArmModel.Of(graph, folder["s"], outcome.Results.Decisions, arm: arm);
        using (again.Classifier)
        {
            var all = graph.Data.Everything();
            Assert.Equal((arm, true, all.Count), (again.Arm, again.IsRefitted, again.Images));
            Assert.Equal(all.Count, ClassifierFile.SeenOf(again.Classifier.Facts, all));
        }
    }
}
