using Mintage.Tests.Data;

namespace Mintage.Tests.Studies;

public sealed class DivergedGanTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_study_goes_on_after_a_GAN_that_diverged_and_limits_what_it_says()
    {
        var plan = TinyStudy.Plan() with { Article = null, Frechet = null };
        var gan = plan.Gans[0];
        var wild = gan.Options! with { LearningRate = 0.9, Beta1 = 0.99, Beta2 = 0, DiscriminatorBatchNorm = false, GeneratorUpdates = 4000 };
        var outcome = await TinyStudy.RunAsync(folder["study"], plan with { Gans = [gan, gan with { Name = "wild", Options = wild }] });

        Assert.Empty(outcome.Failures);
        var diverged = outcome.Results.Gans.Where(g => g.Figures.Divergence is not null).ToList();
        Assert.NotEmpty(diverged);
        Assert.All(diverged, g => Assert.Equal("wild", g.Name));
        var limit = Assert.Single(outcome.Results.Conclusions[0].Limits, l => l.StartsWith("'wild' diverged in ", StringComparison.Ordinal));
        Assert.Contains($" in {diverged.Count} of {plan.Replicates} trainings", limit, StringComparison.Ordinal);
        Assert.Contains(outcome.Results.Fits, f => f.Arm == "classical+wild");
    }
}
