using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Studies;
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
