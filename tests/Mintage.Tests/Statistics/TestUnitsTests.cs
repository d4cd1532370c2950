using CsCheck;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Tests.Statistics.Calibration;

namespace Mintage.Tests.Statistics;

public sealed class TestUnitsTests
{
    [Fact]
    public void Images_that_are_all_units_of_their_own_are_none() => Assert.Null(TestUnits.Of([4, 2, 9]));

    [Fact]
    public void Every_image_twice_tells_as_much_as_every_image_once() =>
        Gen.Double[-1, 1].Array[12].Array[3].Sample(rows =>
        {
            var once = Effects.TwoPart(rows);
            var units = TestUnits.Of([.. Enumerable.Range(0, 24).Select(i => i / 2)])!;
            var twice = Effects.TwoPart([.. rows.Select(row => row.SelectMany(v => new[] { v, v }).ToArray())], TestInfluence.Equal(12).OfUnits(units));
            Assert.Equal((12, 24, 12.0), (units.Count, units.Images, units.EffectiveCount));
            Assert.Equal(once.Estimate, twice.Estimate, 1e-12);
            Assert.Equal(once.StandardError!.Value, twice.StandardError!.Value, 1e-12);
            Assert.Equal(11, twice.TestFreedom);
        });

    [Fact]
    public void A_unit_weighs_as_many_images_as_it_has()
    {
        // Units of 3 and 1 images, whose means are 1 and 0: influences 3 (1 - 3/4) and -3/4, weighed by the roots of 1/2 / (1 - 3/4) and
        // 1/2 / (1 - 1/4), less their mean, times 2 units / 4 images.
        var units = TestUnits.Of([7, 7, 7, 1])!;
        var (large, small) = (0.75 * Math.Sqrt(2), -0.75 * Math.Sqrt(2 / 3.0));
        Assert.Equal(0.75 + ((large - small) / 4), units.Values([1, 1, 1, 0])[0], 1e-12);
        Assert.Equal(0.75, units.Values([1, 1, 1, 0]).Average(), 1e-12);
        Assert.Equal(1.6, units.EffectiveCount, 1e-12); // 16 / (9 + 1)
        Assert.Null(units.Within([0, 3]));
        Assert.Equal(2, units.Within([0, 1, 3])!.Count);
    }

    [Fact]
    public void Few_units_of_a_class_leave_few_degrees_of_freedom()
    {
        // 40 images of class 0 in 20 units, 40 of class 1 in 2
        int[] labels = [.. Enumerable.Repeat(0, 40), .. Enumerable.Repeat(1, 40)];
        var units = TestUnits.Of([.. Enumerable.Range(0, 40).Select(i => i / 2), .. Enumerable.Range(0, 40).Select(i => 100 + (i / 20))]);
        var byClass = TestInfluence.In(ClassMeasure.BalancedAccuracy, labels, 2, units);
        Assert.InRange(byClass.Freedom!.Value, 1, 1.3); // 1 of the rare class rules
        Assert.InRange(TestInfluence.In(ClassMeasure.Accuracy, labels, 2, units).Freedom!.Value, 6, 8); // 80^2 / (20 * 4 + 2 * 400) - 1
        Assert.Equal(1 / 80.0, TestInfluence.In(ClassMeasure.Accuracy, labels, 2, units).Largest);
    }

    [Fact]
    public void Units_of_other_images_are_refused() =>
        Assert.Throws<ArgumentException>(() => Effects.TwoPart([[0.0, 1, 0], [1, 0, 0]], TestInfluence.Equal(2).OfUnits(TestUnits.Of([0, 0]))));

    [Fact]
    public void The_interval_of_a_share_is_that_of_independent_images()
    {
        bool[] half = [.. Enumerable.Range(0, 400).Select(i => i % 4 != 0)];
        var (once, all) = (WilsonInterval.Of(half, null, 0.95), WilsonInterval.Of([.. half, .. half], null, 0.95));
        var twice = WilsonInterval.Of([.. half, .. half], TestUnits.Of([.. Enumerable.Range(0, 800).Select(i => i % 400)]), 0.95);
        Assert.InRange(twice.Width() / once.Width(), 1, 1.01);
        Assert.InRange(twice.Width() / all.Width(), 1.35, 1.45); // the root of 2
        var right = WilsonInterval.Of([true, true, true, true], TestUnits.Of([0, 0, 1, 1]), 0.95);
        Assert.Equal(1, right.High);
        Assert.True(right.Low < WilsonInterval.Of([true, true, true, true], null, 0.95).Low);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Intervals_cover_what_they_promise_where_images_come_in_units(int setting)
    {
        const int Studies = 600;
        var (byUnits, byImages) = UnitSurrogate.All[setting].Coverage(Studies, SeedTree.FromSeed(11));
        var error = Math.Sqrt(0.95 * 0.05 / Studies);
        Assert.InRange(byUnits, 0.95 - (3 * error), 0.99 + error);
        Assert.InRange(byImages, 0, 0.9); // what is not done
    }
}
