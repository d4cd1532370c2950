using Mintage.Data;
using Mintage.Reports;
using Mintage.Results;
using Mintage.Statistics;
using Mintage.Studies;
using Mintage.Studies.Analysis;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>Which arm a study says to use, from outcomes that are made up.</summary>
public sealed class DecisionTests : IDisposable
{
    private static readonly LabelledImages Train = Shapes.Make(600, seed: 1), Test = Shapes.Make(300, seed: 2);

    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Images_that_improve_are_used()
    {
        var results = Analyse(Fair(), arm => arm is "cgan" or "classical+cgan" ? 0.9 : 0.7);
        Assert.All(results.Contrasts.Where(c => c.InFamily), c => Assert.Equal("improves", c.Verdict));
        var decision = Assert.Single(results.Decisions);
        Assert.Equal(("cgan", true), (decision.Arm, decision.UsesSynthetic));
        Assert.Empty(decision.ClearlyBetter); // no arm outside the family comes near
    }

    [Fact]
    public void Without_a_gain_they_are_left_out_and_the_best_arm_that_is_clearly_better_is_used()
    {
        var decision = Analyse(Fair(), arm => arm == "classical" ? 0.8 : 0.7).Decisions[0];
        Assert.Equal(("classical", false), (decision.Arm, decision.UsesSynthetic));
        Assert.True(File.Exists(Path.Combine(root, Path.GetDirectoryName(decision.ModelFile!)!, "fit.json")));
    }

    [Fact]
    public void Of_several_classifiers_the_better_one_is_named_first()
    {
        var size = Fair().Sizes[0];
        var wide = size with { Name = "two", Draw = "d", Classifier = size.Classifier with { Width = new(9, 9, 9) } };
        var calls = new Dictionary<(string, int), int>(); // the sizes come in the order of the plan
        var decisions = MadeUpFits.Analyse(root, Fair() with { Sizes = [size with { Name = "one", Draw = "d" }, wide] }, (arm, replicate) =>
        {
            calls[(arm, replicate)] = calls.GetValueOrDefault((arm, replicate)) + 1;
            return calls[(arm, replicate)] == 1 ? 0.6 : 0.9;
        }, Train, Test).Decisions;
        Assert.Equal([("one", "real", 60), ("two", "real", 90)], decisions.Select(d => (d.Size, d.Arm, (int)Math.Round(d.Percent!.Value))));
        Assert.StartsWith("Another classifier, 'two'", decisions[0].Lines[0].Answer, StringComparison.Ordinal);
        Assert.Contains("train with 'real'", decisions[0].Lines[0].Answer, StringComparison.Ordinal);
        Assert.StartsWith("Train with 'real'", decisions[1].Lines[0].Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_that_may_be_chance_leaves_plain_real_images() =>
        Assert.Equal("real", MadeUpFits.Analyse(
            root, Fair(), (arm, replicate) => arm == "classical" ? 0.6 + (0.1 * replicate) : 0.7, Train, Test)
            .Decisions[0].Arm);

    [Fact]
    public void An_exploratory_arm_that_is_clearly_better_than_the_family_is_named()
    {
        // It has its own steps, so that no comparison has it.
        var decision = Analyse(Fair(), arm => arm == "real-tuned" ? 0.9 : arm == "classical" ? 0.75 : 0.7).Decisions[0];
        Assert.Equal("real-tuned", decision.Arm);
        var named = Assert.Single(decision.ClearlyBetter);
        Assert.Equal(("real-tuned", "classical"), (named.Arm, named.Against));
        Assert.Equal(15, named.EstimatePoints, 1e-9);
        Assert.Contains(decision.Lines, l => l.Answer.Contains("'real-tuned' has 15 points", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dose_of_synthetic_images_is_named_and_not_advised()
    {
        var decision = Analyse(Fair(), arm => arm == "cgan x2" ? 0.9 : 0.7).Decisions[0];
        Assert.Equal("real", decision.Arm);
        Assert.Equal("cgan x2", Assert.Single(decision.ClearlyBetter).Arm);
    }

    [Fact]
    public void One_replicate_decides_nothing_that_chance_could_have_done()
    {
        var decision = Analyse(MadeUpFits.Plan(replicates: 1), arm => arm == "classical" ? 0.9 : 0.7).Decisions[0];
        Assert.Equal("real", decision.Arm);
        Assert.Empty(decision.ClearlyBetter);
    }

    [Fact]
    public void What_only_undoes_the_harm_of_its_control_is_no_gain_to_use()
    {
        var results = Analyse(Fair(), arm => arm == "classical" ? 0.5 : arm == "classical+cgan" ? 0.65 : 0.7);
        Assert.Equal("improves", results.Contrasts.Single(c => c is { InFamily: true, Arm: "classical+cgan" }).Verdict);
        Assert.Equal(("real", false), (results.Decisions[0].Arm, results.Decisions[0].UsesSynthetic));
        Assert.Contains("no gain that you can use", Answer.Of(results, results.Sizes[0]), StringComparison.Ordinal);
        Assert.Contains(results.Conclusions[0].Limits, l => l.StartsWith("'classical' is worse than 'real', by \u221220.00", StringComparison.Ordinal));
    }

    [Fact]
    public void A_study_that_was_shortened_and_classifiers_that_still_learn_are_named()
    {
        var row = new FairArmRow[] { Analyse(Fair(), _ => 0.7).FairArms.Single(a => a.Arm == "real") };
        var size = Fair().Sizes[0];
        Assert.Null(TooShort.Classifiers(size, [row[0] with { TrainAccuracy = 0.95 }]));
        Assert.Null(TooShort.Classifiers(size, [row[0] with { TrainAccuracy = null }])); // trained elsewhere
        Assert.Contains("70.7 %", TooShort.Classifiers(size, [row[0] with { TrainAccuracy = 0.7069 }]), StringComparison.Ordinal);
        var limits = Analyse(Fair() with { GivenUp = ["GANs train for 9 of 90 updates."] }, _ => 0.7, "short").Conclusions[0].Limits;
        Assert.Contains(limits, l => l.EndsWith("GANs train for 9 of 90 updates.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_study_whose_replicates_scatter_wildly_finds_nothing_and_says_so()
    {
        var results = MadeUpFits.Analyse(root, Fair(), (arm, replicate) => arm == "real" ? 0.5 : replicate % 2, Train, Test);
        Assert.All(results.Contrasts.Where(c => c.InFamily && c.Against == "real"), c => Assert.InRange(c.SmallestDetectablePoints!.Value, 100, 400));
        var words = results.Conclusions[0].Limits[^1];
        Assert.DoesNotMatch(@"\d{3}", words); // no points beyond the scale
        Assert.Contains("any size", words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_better_of_two_classifiers_on_the_same_images_is_named()
    {
        var size = Fair().Sizes[0] with { Draw = "same" };
        var plan = Fair() with { Sizes = [size with { Name = "one" }, size with { Name = "two", Steps = 40 }] };
        var results = MadeUpFits.Analyse(root, plan, Train, Test, (_, _, labels) => labels); // all alike
        Assert.All(results.Decisions, d => Assert.Contains(d.Lines, l => l.Answer.StartsWith("No: on the same images", StringComparison.Ordinal)));
        Assert.DoesNotContain(Analyse(Fair(), _ => 0.7, "alone").Decisions[0].Lines, l => l.Question.Contains("another", StringComparison.Ordinal));
    }

    [Fact]
    public void A_classifier_that_is_no_better_than_a_guess_is_not_recommended()
    {
        var guessing = Analyse(Fair(), _ => 0.34).Decisions[0];
        Assert.Equal(((string?)null, (string?)null), (guessing.Arm, guessing.ModelFile));
        Assert.Equal(100.0 / 3, guessing.GuessPercent!.Value, 1e-9);
        Assert.StartsWith("No classifier yet", guessing.Lines[0].Answer, StringComparison.Ordinal);
        Assert.StartsWith("Train with 'real'", Analyse(Fair(), _ => 0.7, "better").Decisions[0].Lines[0].Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClassMeasure.Accuracy, 60)]
    [InlineData(ClassMeasure.BalancedAccuracy, 100 / 3.0)]
    [InlineData(ClassMeasure.MacroF1, 25)] // 2 * 0.6 / 1.6, and nothing for the two other classes
    public void A_guess_is_worth_what_always_naming_the_largest_class_is_worth(ClassMeasure measure, double percent) =>
        Assert.Equal(percent, Guess.Of(measure, Skewed(1)).Percent, 1e-9);

    [Theory]
    [InlineData("fit-classical-*", true)]
    [InlineData("fit-only-cgan-*", false)] // the choice is not between such arms
    public void Nothing_is_advised_before_every_arm_to_choose_from_is_trained(string unfinished, bool waits)
    {
        var plan = Fair();
        Analyse(plan, _ => 0.7);
        Directory.Delete(Directory.GetDirectories(Path.Combine(root, "tasks"), unfinished)[0], recursive: true);
        var decision = StudyRunner.Report(StudyPlanner.Resolve(plan, new StudyData(plan, Train, Test)), root).Decisions[0];
        Assert.Equal(waits ? null : "real", decision.Arm);
        Assert.Equal(waits, decision.Lines[0].Answer.StartsWith("Nothing yet: 1 of the classifiers to choose between is not trained", StringComparison.Ordinal));
    }

    [Fact]
    public void Plumbing_decides_nothing() =>
        Assert.Null(Analyse(Fair() with { PlumbingOnly = true }, _ => 0.7).Decisions[0].Arm);

    [Fact]
    public void The_measure_of_the_plan_decides_and_everything_shows_it()
    {
        // Of 6 : 3 : 1, "classical" gives up on the rare class and gains elsewhere: more accurate, less balanced.
        var plan = Fair(f => f with { Balance = true, Measure = ClassMeasure.BalancedAccuracy });
        var results = MadeUpFits.Analyse(root, plan, Skewed(1), Skewed(2), (arm, _, labels) => Predict(labels, (label, nth) =>
            arm == "classical" ? label < 2 : nth % (arm == "class-weights" ? 5 : 2) != 0));
        FairArmRow Row(string arm) => results.FairArms.Single(a => a.Arm == arm);
        Assert.True(Row("classical").Accuracy > Row("class-weights").Accuracy);
        Assert.Equal("class-weights", results.Decisions[0].Arm);
        Assert.Equal(["class-weights"], results.Decisions[0].ClearlyBetter.Select(d => d.Arm));
        Assert.Equal("balanced accuracy", results.Measure);
        Assert.All(results.FairArms.Where(a => a.Gain is not null), a => Assert.Equal(
            Balanced(a) - Balanced(Row(a.Gain!.Against)), a.Gain!.EstimatePoints, 1e-9));
        Assert.All(results.Fits, f => Assert.Equal(3, f.Measures.Count));

        double Balanced(FairArmRow arm) => arm.Measures.Single(m => m.Measure == "balanced accuracy").Percent;
    }

    [Fact]
    public void What_the_arm_confuses_is_counted()
    {
        // Every image of class 1 is taken for class 2, and every other one of class 0 for class 1.
        var decision = MadeUpFits.Analyse(root, Fair(), Train, Test, (_, _, labels) => [.. labels.Select((label, i) =>
            label == 1 ? 2 : label == 0 && i % 2 == 0 ? 1 : label)]).Decisions[0];
        Assert.Equal(
            [new ConfusionRecord("columns", "diagonal", 100, 100), new ConfusionRecord("rows", "columns", 50, 50)],
            decision.Confusions);
    }

    [Fact]
    public void Repeated_splits_count_their_images_once_and_have_a_test_part_each()
    {
        var plan = Fair() with { TestShare = 0.25, RepeatedSplits = true, Sizes = [Fair().Sizes[0] with { Images = null }] };
        var results = MadeUpFits.Analyse(root, plan, (_, _) => 0.7, Train, null);
        Assert.True(results.Data.RepeatedSplits);
        Assert.Equal((600, 150, 450), (results.Data.TrainCount, results.Data.TestCount, results.Sizes[0].Images));
        Assert.Equal(plan.Replicates, results.Data.TestFingerprints.Distinct().Count());
        Assert.Single(Analyse(Fair(), _ => 0.7, "held out").Data.TestFingerprints);
    }

    private StudyResults Analyse(StudyPlan plan, Func<string, double> right, string folder = "study") =>
        MadeUpFits.Analyse(Path.Combine(root, folder == "study" ? "" : folder), plan, (arm, _) => right(arm), Train, Test);

    private static StudyPlan Fair(Func<FairPlan, FairPlan>? change = null)
    {
        var plan = MadeUpFits.Plan();
        return change is null ? plan : plan with { Fair = change(plan.Fair!) };
    }

    /// <summary>Takes an image for the next class unless it is recognised; images of a class are counted from 0.</summary>
    private static int[] Predict(int[] labels, Func<int, int, bool> isRecognised)
    {
        var nth = new int[3];
        return [.. labels.Select(label => isRecognised(label, nth[label]++) ? label : (label + 1) % 3)];
    }

    /// <summary>Six, three and one of ten images are of the classes.</summary>
    private static LabelledImages Skewed(long seed)
    {
        var images = Shapes.Make(900, seed: seed);
        var taken = new int[3];
        return images.Select([.. Enumerable.Range(0, images.Count).Where(i => taken[images.Labels[i]]++ < new[] { 300, 150, 50 }[images.Labels[i]])]);
    }
}
