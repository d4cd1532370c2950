using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>Plans that fit a time.</summary>
public sealed class ShorterPlanTests
{
    private static readonly StudyPlanOfAnHour Hour = new();

    /// <summary>A machine that takes as long as the estimates: no test may depend on the speed of this one.</summary>
    private static readonly Dictionary<string, double> Ordinary = [];

    [Fact]
    public void A_plan_that_fits_stays_as_it_is()
    {
        var found = ShorterPlan.Within(Hour.Plan, Hour.Data, 1e5, 1, Ordinary);
        Assert.Same(Hour.Plan, found.Plan);
        Assert.Empty(found.GivenUp);
        Assert.InRange(found.Seconds, 1, 1e5 * 60);
    }

    [Fact]
    public void Trainings_get_shorter_and_replicates_and_controls_stay()
    {
        var whole = ShorterPlan.Within(Hour.Plan, Hour.Data, 1e5, 1, Ordinary);
        var found = ShorterPlan.Within(Hour.Plan, Hour.Data, whole.Seconds / 60 / 2, 1, Ordinary);
        Assert.InRange(found.Seconds, 0, whole.Seconds / 2);
        Assert.NotEmpty(found.GivenUp);
        Assert.Equal((Hour.Plan.Replicates, Hour.Plan.Sizes[0].Images), (found.Plan.Replicates, found.Plan.Sizes[0].Images));
        Assert.Null(found.Plan.Fair!.RealTuned);
        Assert.InRange(found.Plan.Gans[0].Options!.GeneratorUpdates, 300, Hour.Plan.Gans[0].Options!.GeneratorUpdates - 1);
        Assert.InRange(found.Plan.Sizes[0].Steps!.Value, 150, 10_000);
        Assert.Empty(found.Plan.Faults());
        var written = PlanFile.Parse(PlanFile.Text(found.Plan), "shorter");
        Assert.Equal(PlanFile.Text(found.Plan), PlanFile.Text(written));
        Assert.Equal(found.GivenUp, written.GivenUp!); // for the report
        Assert.Equal(found.GivenUp, PlanFile.Parse(DefaultPlan.Text(found.Plan), "init").GivenUp!);
        Assert.Null(written.Fair!.RealTuned); // what is left out stays out of the file
    }

    [Fact]
    public void A_pretrained_classifier_sees_smaller_images_before_anything_trains_less()
    {
        var tiny = TinyStudy.Plan();
        var plan = tiny with { Article = null, Frechet = null, Sizes = [tiny.Sizes[0] with { Classifier = ClassifierPresets.OnFeatures with { BatchSize = tiny.Sizes[0].Classifier.BatchSize } }] };
        StudyData data = new(plan, TinyStudy.Train, TinyStudy.Test);
        var whole = ShorterPlan.Within(plan, data, 1e5, 1, Ordinary);
        var found = ShorterPlan.Within(plan, data, whole.Seconds / 60 * 0.9, 1, Ordinary);
        Assert.Equal(128, found.Plan.Sizes[0].Classifier.Pretrained!.Side);
        Assert.Equal((plan.Sizes[0].Steps, plan.Gans[0].Options), (found.Plan.Sizes[0].Steps, found.Plan.Gans[0].Options));
        Assert.Contains("128 x 128", found.GivenUp[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Too_short_a_time_is_refused_with_the_shortest() =>
        Assert.Contains("the shortest that makes sense takes about", Assert.Throws<UserInputException>(() => ShorterPlan.Of(Hour.Plan, Hour.Data, 1e-3, workers: 1)).Message, StringComparison.Ordinal);

    private sealed class StudyPlanOfAnHour
    {
        public StudyPlan Plan { get; } = TinyStudy.Plan() with
        {
            Gans = [TinyStudy.Plan().Gans[0] with { Options = TinyStudy.Plan().Gans[0].Options! with { GeneratorUpdates = 100_000 } }],
            Article = null,
            Frechet = null,
            Sizes = [TinyStudy.Plan().Sizes[0] with { Epochs = 2_000 }],
        };

        public StudyData Data => new(Plan, TinyStudy.Train, TinyStudy.Test);
    }
}
