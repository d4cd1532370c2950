using Mintage.Classification;
using Mintage.Data;
using Mintage.Networks;
using Mintage.Statistics;

namespace Mintage.Tests.Classification;

public sealed class SliceStoppingTests
{
    [Fact]
    public void All_of_the_large_class_is_best_by_accuracy_and_worst_by_balanced_accuracy()
    {
        // Nine cats and one dog: "all cats" is right about 90 %, and half by balanced accuracy.
        using var slice = new ImageTensors(new LabelledImages("slice", new byte[160], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 4, 4, 1, ["cat", "dog"]));
        var (allCats, finder) = (new Evaluation(0.9, 1, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), new Evaluation(0.8, 1, [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]));
        var (accuracy, balanced) = (new SliceStopping(slice, 1, 1), new SliceStopping(slice, 1, 1) { Measure = ClassMeasure.BalancedAccuracy });
        Assert.Equal((0.9, 0.8), (accuracy.Of(allCats), accuracy.Of(finder)));
        Assert.Equal(0.5, balanced.Of(allCats), 1e-12);
        Assert.Equal(((7.0 / 9) + 1) / 2, balanced.Of(finder), 1e-12);
    }
}
