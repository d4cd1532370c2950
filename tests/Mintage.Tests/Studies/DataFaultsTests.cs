using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Analysis;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>Plans that their data set cannot serve.</summary>
public sealed class DataFaultsTests
{
    [Fact]
    public void A_class_too_small_for_the_folds_or_the_size_is_refused_by_name()
    {
        var rows = Enumerable.Range(0, TinyStudy.Train.Count).Where(i => TinyStudy.Train.Labels[i] != 2).Append(2).ToArray();
        var scarce = TinyStudy.Train.Select(rows);
        var plan = TinyStudy.Plan() with { Frechet = null };
        var refusal = Assert.Throws<UserInputException>(() => new StudyData(plan, scarce, TinyStudy.Test));
        Assert.Contains("class 'diagonal'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_is_none_to_tell_apart()
    {
        var one = TinyStudy.Train.Select([.. Enumerable.Range(0, TinyStudy.Train.Count).Where(i => TinyStudy.Train.Labels[i] == 1)]);
        Assert.Contains("at least 2 classes", Assert.Throws<UserInputException>(() => new StudyData(TinyStudy.Plan(), one, TinyStudy.Test)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_no_classifier_can_tell_limit_what_a_study_says()
    {
        var (train, test) = (TinyStudy.Train, TinyStudy.Test);
        var one = train.Select([.. Enumerable.Range(0, 8)]);
        var other = new LabelledImages("other", one.Pixels, [.. one.Labels.Select(label => (label + 1) % 3)], one.Height, one.Width, one.Channels, [.. one.ClassNames]);
        var blank = new LabelledImages("blank", new byte[2 * test.PixelsPerImage], [0, 0], test.Height, test.Width, test.Channels, [.. test.ClassNames]);
        Assert.DoesNotContain(Limits(train, test), IsOfLabels);
        var limits = Limits(LabelledImages.Concat("train", [train, other]), LabelledImages.Concat("test", [test, blank])).Where(IsOfLabels).ToList();
        Assert.Contains("8 images are identical to an image of another class", limits[0], StringComparison.Ordinal);
        Assert.Contains("2 images are of one colour", limits[1], StringComparison.Ordinal);
        Assert.Equal(2, limits.Count);
        var twice = Limits(LabelledImages.Concat("train", [train, one]), test);
        Assert.Contains(twice, limit => limit.Contains($"8 of the {train.Count + 8} images repeat an earlier one, so {train.Count} are different", StringComparison.Ordinal));
        var brighter = new LabelledImages("brighter", [.. one.Pixels.Select(p => (byte)(p * 9 / 10))], [.. one.Labels], one.Height, one.Width, one.Channels, [.. one.ClassNames]);
        Assert.Contains(Limits(train, LabelledImages.Concat("test", [test, brighter])), limit => limit.StartsWith($"8 of the {test.Count + 8} test images have a near copy", StringComparison.Ordinal));

        static bool IsOfLabels(string limit) => limit.Contains("labels is wrong", StringComparison.Ordinal) || limit.Contains("one colour", StringComparison.Ordinal);
        static IReadOnlyList<string> Limits(LabelledImages train, LabelledImages test)
        {
            var graph = TinyStudy.Graph(TinyStudy.Plan(), train, test);
            return Conclusions.Of(graph, graph.Plan.Sizes[0], [], [], [], []).Limits;
        }
    }

    [Fact]
    public void Synthetic_images_must_fill_their_part_of_a_batch()
    {
        var plan = TinyStudy.Plan();
        var batch = plan.Sizes[0].Classifier.BatchSize;
        StudyPlan With(int images) => plan with { SyntheticImages = images };
        StudyData Data(int images) => new(With(images), TinyStudy.Train, TinyStudy.Test);

        Assert.Contains($"takes {batch / 2} synthetic images into every batch of {batch}, but has {batch / 2 - 1}",
            Assert.Throws<UserInputException>(() => Data(batch / 2 - 1)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Arms(batch - 1), arm => arm.StartsWith("synthetic-only:", StringComparison.Ordinal));
        Assert.Contains("synthetic-only:cgan", Arms(batch));

        IEnumerable<string> Arms(int images) => StudyPlanner.Resolve(With(images), Data(images)).Runs.Select(run => run.Arm);
    }

    [Fact]
    public void A_slice_that_is_too_small_for_a_class_or_leaves_no_batch_is_refused_before_anything_runs()
    {
        Assert.Contains("a share of 0.05 leaves it 1 of class", Refusal(0.05), StringComparison.Ordinal); // of 20 images of each class
        Assert.Contains("GAN 'cgan' (size 'reduced') needs at least one batch of training images (8), but has 6", Refusal(0.9), StringComparison.Ordinal);
        _ = new StudyData(Plan(0.1), TinyStudy.Train, TinyStudy.Test);

        static string Refusal(double share) => Assert.Throws<UserInputException>(() => new StudyData(Plan(share), TinyStudy.Train, TinyStudy.Test)).Message;
        static StudyPlan Plan(double share) =>
            TinyStudy.Plan() with { Gans = [new GanPlan { Name = "cgan", Options = GanPresets.Get("cgan") with { BatchSize = 8, SliceShare = share } }] };
    }
}
