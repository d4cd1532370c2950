using CsCheck;
using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics;

public sealed class ClassMeasuresTests
{
    /// <summary>Labels of 4 classes of very different sizes and predictions of which about 70 % are right.</summary>
    private static readonly Gen<(int[] Labels, int[] Predictions)> Outcomes = Gen.Select(Gen.Frequency((8, Gen.Const(0)), (4, Gen.Const(1)), (2, Gen.Const(2)), (1, Gen.Const(3))), Gen.Int[0, 9])
        .Select((label, other) => (label, predicted: other < 4 ? other : label)).Array[8, 60]
        .Select(pairs => (Array.ConvertAll(pairs, p => p.label), Array.ConvertAll(pairs, p => p.predicted)));

    [Fact]
    public void The_means_are_the_measures_as_a_textbook_computes_them() => Outcomes.Sample(outcomes =>
    {
        var (labels, predictions) = outcomes;
        int[] classes = [.. labels.Distinct()];
        double Recall(int c) => labels.Zip(predictions).Where(p => p.First == c).Average(p => p.Second == c ? 1.0 : 0);
        double F1(int c)
        {
            double right = labels.Zip(predictions).Count(p => p.First == c && p.Second == c);
            if (right == 0) return 0;
            var (precision, recall) = (right / predictions.Count(p => p == c), Recall(c));
            return 2 * precision * recall / (precision + recall);
        }

        Assert.Equal(classes.Average(Recall), Mean(ClassMeasure.BalancedAccuracy), 1e-12);
        Assert.Equal(classes.Average(F1), Mean(ClassMeasure.MacroF1), 1e-12);
        Assert.Equal(labels.Zip(predictions).Average(p => p.First == p.Second ? 1.0 : 0), Mean(ClassMeasure.Accuracy), 1e-12);

        double Mean(ClassMeasure measure) => ClassMeasures.Contributions(measure, labels, predictions, 4).Average();
    });

    /// <summary>Influence is a derivative: what a copy of an image added to n others changes, times n, comes near it as n grows.</summary>
    [Theory]
    [InlineData(ClassMeasure.BalancedAccuracy)]
    [InlineData(ClassMeasure.MacroF1)]
    public void A_contribution_is_the_measure_and_its_derivative_with_respect_to_the_image(ClassMeasure measure)
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2], predictions = [0, 0, 1, 2, 1, 1, 0, 2, 2, 1];
        const int Copies = 2_000;
        int[] many = [.. Enumerable.Repeat(labels, Copies).SelectMany(l => l)], manyPredicted = [.. Enumerable.Repeat(predictions, Copies).SelectMany(p => p)];
        var value = ClassMeasures.Contributions(measure, labels, predictions, 3).Average();
        for (var i = 0; i < labels.Length; i++)
        {
            var more = ClassMeasures.Contributions(measure, [.. many, labels[i]], [.. manyPredicted, predictions[i]], 3).Average();
            var derivative = (more - value) * (many.Length + 1);
            Assert.InRange(ClassMeasures.Contributions(measure, labels, predictions, 3)[i] - value - derivative, -1e-3, 1e-3); // second order: 1 / n
        }
    }

    /// <summary>The true values are known by construction: recalls 0.9 and 0.5, ninety to ten.</summary>
    [Theory]
    [InlineData(ClassMeasure.BalancedAccuracy)]
    [InlineData(ClassMeasure.MacroF1)]
    public void The_variance_of_the_contributions_is_that_of_the_measure_over_test_sets(ClassMeasure measure)
    {
        const int Images = 400, Sets = 4_000;
        var random = SeedTree.FromSeed(5).Random();
        var values = new double[Sets];
        var claimed = 0.0;
        for (var s = 0; s < Sets; s++)
        {
            var labels = Enumerable.Range(0, Images).Select(_ => random.NextDouble() < 0.9 ? 0 : 1).ToArray();
            var predictions = Array.ConvertAll(labels, label => random.NextDouble() < (label == 0 ? 0.9 : 0.5) ? label : 1 - label);
            var contributions = ClassMeasures.Contributions(measure, labels, predictions, 2);
            values[s] = contributions.Average();
            claimed += contributions.Sum(c => (c - values[s]) * (c - values[s])) / (Images - 1) / Images / Sets;
        }
        var actual = values.Sum(v => (v - values.Average()) * (v - values.Average())) / (Sets - 1);
        Assert.InRange(claimed / actual, 0.93, 1.07); // 4,000 sets tell a variance to 2.2 % (one sigma); the delta method adds its 1/n
    }

    [Fact]
    public void Accuracy_by_contributions_has_the_effect_of_counted_outcomes()
    {
        var random = SeedTree.FromSeed(3).Random();
        bool[][] arm = Draw(0.9), against = Draw(0.85);
        var counted = Effects.TwoPart(PairedOutcomes.Of(arm, against));
        var general = Effects.TwoPart([.. arm.Zip(against, (a, b) => a.Zip(b, (x, y) => (x ? 1.0 : 0) - (y ? 1 : 0)).ToArray())]);
        Assert.Equal(counted.Estimate, general.Estimate, 1e-12);
        Assert.Equal(counted.StandardError!.Value, general.StandardError!.Value, 1e-12);
        Assert.Equal(counted.TestVariance!.Value, general.TestVariance!.Value, 1e-12);

        bool[][] Draw(double right) => [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 300).Select(_ => random.NextDouble() < right).ToArray())];
    }

    [Fact]
    public void Classes_without_a_test_image_do_not_count()
    {
        int[] labels = [0, 0, 1, 1], predictions = [0, 2, 1, 1];
        Assert.Equal(0.75, ClassMeasures.Contributions(ClassMeasure.BalancedAccuracy, labels, predictions, 5).Average(), 1e-12);
        Assert.Equal((2.0 / 3 / 2) + 0.5, ClassMeasures.Contributions(ClassMeasure.MacroF1, labels, predictions, 5).Average(), 1e-12);
    }
}
