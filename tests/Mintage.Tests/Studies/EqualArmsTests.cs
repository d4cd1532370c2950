using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>
/// A/A on real images: arms that differ in their random draws alone go through the whole engine, from the plan to the
/// p value. Differences must be found about as often as the level says. Takes some minutes.
/// </summary>
public sealed class EqualArmsTests : IDisposable
{
    private const int Pairs = 8;
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact(Explicit = true)]
    public async Task Equal_arms_on_MNIST_are_rarely_told_apart()
    {
        var (train, test) = (DataSetReference.Parse("mnist:train").Load(), DataSetReference.Parse("mnist:test").Load());
        var outcome = await TinyStudy.RunAsync(Path.Combine(root, "study"), Plan(), train, test);
        Assert.Empty(outcome.Failures);
        var found = outcome.Results.Contrasts.Where(c => c.Arm.StartsWith("draw", StringComparison.Ordinal)).ToList();
        Assert.Equal(Pairs, found.Count);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, found.Select(c => $"{c.EstimatePoints:+0.00;-0.00} points, SE {c.StandardErrorPoints:0.00}, df {c.DegreesOfFreedom:0.0}, p {c.PValue:0.000}")));

        // Binomial(8, 0.05): four or more happen in one run of two thousand.
        Assert.InRange(found.Count(c => c.PValue <= 0.05), 0, 3);
        Assert.DoesNotContain(Holm.Adjust([.. found.Select(c => c.PValue!.Value)]), p => p <= 0.001);
        // And not never: the p values must not crowd at 1, as they would if the standard error were too large.
        Assert.InRange(found.Average(c => c.PValue!.Value), 0.2, 0.8); // mean of 8 uniform values: 0.5, standard deviation 0.1
    }

    private static StudyPlan Plan() => new()
    {
        Name = "equal-arms",
        Data = "mnist",
        Sizes = [new SizePlan { Name = "reduced", Images = 3_000, Classifier = new ClassifierOptions { Width = new ClassifierWidth(8, 16, 32) }, Steps = 230 }],
        Gans = [],
        Article = null,
        Fair = new FairPlan
        {
            RealTuned = new TunedPlan { MaxEpochs = 1 },
            Arms = [.. Enumerable.Range(1, 2 * Pairs).Select(i => new ArmPlan { Name = $"draw {i}", Redraw = i })],
            Contrasts = [.. Enumerable.Range(1, Pairs).Select(i => new ContrastPlan($"draw {(2 * i) - 1}", $"draw {2 * i}"))],
        },
    };
}
