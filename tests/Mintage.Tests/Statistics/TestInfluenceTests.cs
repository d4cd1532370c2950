using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics;

public sealed class TestInfluenceTests
{
    [Fact]
    public void Classes_of_one_size_have_the_influence_and_about_the_freedom_of_all_images()
    {
        var influence = TestInfluence.ByClass([50, 50, 0, 50, 50]);
        Assert.Equal(1 / 200.0, influence.Largest, 1e-12); // as in accuracy over 200 images
        Assert.Equal(4 * 49, influence.Freedom!.Value, 1e-9); // of four variances of 50 images each
    }

    [Fact]
    public void A_class_of_few_images_moves_the_measure_more_and_leaves_few_degrees_of_freedom()
    {
        var influence = TestInfluence.ByClass([4, 400]);
        Assert.Equal(1 / 8.0, influence.Largest, 1e-12);
        Assert.InRange(influence.Freedom!.Value, 3, 3.1); // about those of the four images alone
        Assert.Equal(1, TestInfluence.ByClass([1]).Freedom);
    }

    [Fact]
    public void The_standard_error_is_never_less_than_what_one_image_can_change()
    {
        var same = Enumerable.Range(0, 5).Select(_ => new double[100]).ToList();
        Assert.Equal(1 / 8.0, Effects.TwoPart(same, TestInfluence.ByClass([4, 96])).StandardError!.Value, 1e-12);
        Assert.Equal(1 / 100.0, Effects.TwoPart(same).StandardError!.Value, 1e-12);
    }

    [Fact]
    public void Fewer_degrees_of_freedom_make_wider_intervals_that_still_have_their_tails()
    {
        var random = SeedTree.FromSeed(3).Child("noise").Random();
        var noise = new float[100];
        List<double[]> differences = [.. Enumerable.Range(0, 5).Select(_ =>
        {
            random.FillNormal(noise);
            return Array.ConvertAll(noise, v => (double)v);
        })];
        var (many, few) = (Effects.TwoPart(differences), Effects.TwoPart(differences, new TestInfluence(0.01, 3)));
        Assert.Equal(many.StandardError, few.StandardError);
        Assert.True(few.Interval(0.95)!.Value.High >= many.Interval(0.95)!.Value.High);
        var half = (few.Interval(0.95)!.Value.High - few.Estimate) / few.StandardError!.Value;
        Assert.Equal(0.05, few.Reference(5).TwoSidedTail(half), 1e-9);
    }
}
