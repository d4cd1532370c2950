using Mintage.Results;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Tests.Docs;
using Mintage.Tests.Statistics.Calibration;
using Mintage.Tests.Studies;

namespace Mintage.Tests.Statistics;

public sealed class VerdictsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-verdicts-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(ClassMeasure.Accuracy)]
    [InlineData(ClassMeasure.BalancedAccuracy)]
    [InlineData(ClassMeasure.MacroF1)]
    public void They_are_those_of_a_study_with_the_same_predictions(ClassMeasure measure)
    {
        var plan = MadeUpFits.Plan();
        plan = plan with { Fair = plan.Fair! with { Measure = measure } };
        var said = new Dictionary<(string Arm, int Replicate), int[]>();
        var results = MadeUpFits.Analyse(folder, plan, TinyStudy.Train, TinyStudy.Test, (arm, replicate, labels) =>
        {
            var random = SeedTree.FromSeed(3).Child(arm, replicate).Random();
            var share = arm.Contains("cgan", StringComparison.Ordinal) ? 0.9 : 0.6;
            return said[(arm, replicate)] =
                [.. labels.Select(l => random.NextDouble() < share ? l : random.NextInt32(TinyStudy.Train.ClassCount))];
        });
        var family = results.Contrasts.Where(c => c.InFamily).ToList();
        var arms = family.SelectMany(c => new[] { c.Arm, c.Against }).Distinct().ToList();
        var verdicts = Verdicts.FromPredictions(new PredictedFamily
        {
            TestLabels = TinyStudy.Test.Labels,
            ClassCount = TinyStudy.Test.ClassCount,
            Arms = [.. arms.Select(a => PredictedArm.OfClasses(a, [.. Enumerable.Range(0, plan.Replicates).Select(r => said[(a, r)])]))],
            Comparisons = [.. family.Select(c => (c.Arm, c.Against))],
            Measure = measure,
        });
        Assert.NotEmpty(family);
        foreach (var (ours, theirs) in verdicts.Zip(family)) Equal(theirs, ours);
        Assert.Contains(verdicts, v => v.Verdict == Verdict.Improves);
        Assert.Equal(results.Sizes[0].MarginPoints / 100, verdicts[0].Margin, 1e-14);
    }

    private static void Equal(ContrastRecord theirs, ArmVerdict ours)
    {
        Assert.Equal((theirs.Arm, theirs.Against), (ours.Arm, ours.Control));
        Assert.Equal(theirs.DifferencesPoints, ours.Differences.Select(d => 100 * d), (a, b) => Math.Abs(a - b) < 1e-10);
        Assert.Equal(theirs.EstimatePoints!.Value, 100 * ours.Judged.Effect.Estimate, 1e-10);
        Assert.Equal(theirs.StandardErrorPoints!.Value, 100 * ours.Judged.Effect.StandardError!.Value, 1e-10);
        Assert.Equal(theirs.SimultaneousPoints!.Low, 100 * ours.Judged.Simultaneous!.Value.Low, 1e-10);
        Assert.Equal(theirs.SimultaneousPoints.High, 100 * ours.Judged.Simultaneous.Value.High, 1e-10);
        Assert.Equal(theirs.AdjustedPValue!.Value, ours.Judged.AdjustedPValue!.Value, 1e-12);
        Assert.Equal(theirs.Verdict, ours.Verdict switch
        {
            Verdict.Improves => "improves",
            Verdict.Harms => "harms",
            Verdict.NoRelevantEffect => "no relevant effect",
            _ => "not enough evidence",
        });
    }

    [Fact]
    public void Without_an_effect_few_families_claim_one()
    {
        const int Studies = 400, Replicates = 5;
        var study = new SurrogateStudy(
            new SurrogateSetting("300 images", 300, 1.5, 1.5, 0.3, 0.15, 0.1, 0.15), new double[SurrogateStudy.Arms], Replicates);
        var claims = 0;
        for (var s = 0; s < Studies; s++)
        {
            var right = study.Draw(SeedTree.FromSeed(11).Child("study", s).Random());
            // True class 0 throughout, so that right is 0 and wrong is 1.
            var verdicts = Verdicts.FromPredictions(new PredictedFamily
            {
                TestLabels = new int[300],
                ClassCount = 2,
                Arms = [.. right.Select((rows, a) => PredictedArm.OfClasses($"{a}", [.. rows.Select(row => Array.ConvertAll(row, r => r ? 0 : 1))]))],
                Comparisons = [.. SurrogateStudy.Contrasts.Select(c => ($"{c.Arm}", $"{c.Baseline}"))],
            });
            if (verdicts.Any(v => v.Verdict is Verdict.Improves or Verdict.Harms)) claims++;
        }
        // 5 % with four standard errors; and not so careful that nothing is ever claimed.
        Assert.InRange((double)claims / Studies, 0.001, 0.05 + (4 * Math.Sqrt(0.05 * 0.95 / Studies)));
    }

    [Fact]
    public void Probabilities_count_by_their_largest_as_the_guide_shows()
    {
        int[] labels = [0, 1, 1, 0];
        float[,] half = { { 0.5f, 0.5f }, { 0.5f, 0.5f }, { 0.2f, 0.8f }, { 0.9995f, 0 } };
        float[,] right = { { 1, 0 }, { 0.4f, 0.6f }, { 0, 1 }, { 0.7f, 0.3f } };
        var verdict = Assert.Single(JudgedPredictions.Print(labels, 2, [half, half], [right, right]));
        Assert.Equal([0.25, 0.25], verdict.Differences); // the second image alone: the first of equal ones is class 0
        Assert.Equal(Verdict.NotEnoughEvidence, verdict.Verdict);
    }

    public static TheoryData<string, Func<PredictedFamily, PredictedFamily>> Faults => new()
    {
        { "at least one comparison", f => f with { Comparisons = [] } },
        { "names 'none'", f => f with { Comparisons = [("none", "real")] } },
        { "'real' is there 2 times", f => f with { Arms = [.. f.Arms, f.Arms[0]] } },
        { "true label of image 2", f => f with { TestLabels = [0, 1, 2] } },
        { "each of the 2 test labels; arm 'real' has 3", f => f with { TestLabels = [0, 1] } },
        { "prediction of image 0", f => f with { Arms = [f.Arms[0], PredictedArm.OfClasses("gan", [[-1, 0, 0]])] } },
        { "same replicates; they have 1 ('real'), 2 ('gan')", f => f with { Arms = [f.Arms[0], PredictedArm.OfClasses("gan", [[1, 0, 0], [1, 0, 0]])] } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_does_not_fit_is_named(string words, Func<PredictedFamily, PredictedFamily> change)
    {
        var fitting = new PredictedFamily
        {
            TestLabels = [0, 1, 0],
            ClassCount = 2,
            Arms = [PredictedArm.OfClasses("real", [[0, 1, 1]]), PredictedArm.OfClasses("gan", [[0, 1, 0]])],
            Comparisons = [("gan", "real")],
        };
        Assert.Single(Verdicts.FromPredictions(fitting));
        var refused = Assert.ThrowsAny<ArgumentException>(() => Verdicts.FromPredictions(change(fitting)));
        Assert.Contains(words, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(float.NaN, 1f, "image 1, class 0")]
    [InlineData(-0.5f, 1.5f, "image 1, class 0")]
    [InlineData(0.4f, 0.5f, "add up to 0.9")]
    [InlineData(float.PositiveInfinity, 0f, "image 1, class 0")]
    public void What_is_no_probability_is_refused(float first, float second, string words)
    {
        var refused = Assert.Throws<ArgumentException>(() =>
            PredictedArm.OfProbabilities("real", [new[,] { { 1f, 0f }, { first, second } }]));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replicates_of_other_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PredictedArm.OfClasses("real", []));
        Assert.Throws<ArgumentException>(() => PredictedArm.OfClasses("real", [[0, 1], [0]]));
        Assert.Throws<ArgumentException>(() => PredictedArm.OfProbabilities("real", [new float[2, 2], new float[2, 3]]));
    }
}
