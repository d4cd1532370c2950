using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

public sealed class ProfilesTests
{
    public static TheoryData<string> Names => [.. Profiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shipped_profile_has_no_faults_and_trains_both_GANs_of_the_article(string name)
    {
        var plan = Profiles.Get(name);
        Assert.Empty(plan.Faults());
        Assert.Equal(name, plan.Name);
        Assert.Equal(["cgan", "wgan"], plan.Gans.Take(2).Select(g => g.Options!.Preset));
        Assert.Equal(name == "smoke", plan.PlumbingOnly);
    }

    [Fact]
    public void Evidence_has_ten_replicates_and_leaky_GANs_and_full_has_both_sizes_and_a_hundred_epochs()
    {
        var (evidence, full) = (Profiles.Get("evidence"), Profiles.Get("full"));
        Assert.Equal(10, evidence.Replicates);
        Assert.Equal(2, evidence.Gans.Count(g => g.Scope == GanScope.WholeTrainingSet));
        Assert.Equal(["reduced", "original"], full.Sizes.Select(s => s.Name));
        var cgan = full.Gans.Single(g => g.Name == "cgan-all").Options!;
        Assert.InRange(cgan.GeneratorUpdates * cgan.BatchSize / 60_000.0, 99.5, 100.5);
    }

    [Fact]
    public void A_GAN_that_sees_the_whole_training_set_needs_a_test_set_outside_of_it()
    {
        var plan = Profiles.Get("evidence") with { TestData = null, TestShare = 0.2, RepeatedSplits = true };
        Assert.Contains(plan.Faults(), f => f.StartsWith("GAN 'cgan-all' must not see the whole training set", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_of_a_plan_is_reported()
    {
        var plan = Profiles.Get("reduced") with { Replicates = 0, Article = new ArticlePlan { Folds = 1 }, SyntheticImages = 10, Threads = 0 };
        Assert.Equal(4, plan.Faults().Count);
        Assert.Contains("Use one of: smoke", Assert.Throws<UserInputException>(() => Profiles.Get("big")).Message, StringComparison.Ordinal);
    }
}
