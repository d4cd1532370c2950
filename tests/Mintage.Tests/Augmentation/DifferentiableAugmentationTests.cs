using Mintage.Augmentation;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Augmentation;

public sealed class DifferentiableAugmentationTests
{
    private static readonly DifferentiableTransform[] Everything = [DifferentiableTransform.Colour, DifferentiableTransform.Translation, DifferentiableTransform.Cutout];

    [Theory]
    [InlineData(2, 0)]
    [InlineData(-1, 3)]
    [InlineData(5, -4)]
    [InlineData(7, 9)]
    public void A_translation_is_an_exact_shift_and_zeros_enter(int right, int down)
    {
        using var scope = NewDisposeScope();
        var images = Gradients.Normal(1, 2, 3, 9, 7);
        var result = DifferentiableAugmentation.Translation(images, [(right, down), (0, 0)]);
        for (var (c, i) = (0, 0); i < 3 * 9 * 7; i++)
        {
            (c, var y, var x) = (i / 63, i / 7 % 9, i % 7);
            var inside = y - down is >= 0 and < 9 && x - right is >= 0 and < 7;
            Assert.Equal(inside ? images[0, c, y - down, x - right].item<float>() : 0, result[0, c, y, x].item<float>());
        }
        Assert.Equal(Values(images[1]), Values(result[1]));
    }

    [Fact]
    public void Cutout_makes_a_rectangle_zero_as_far_as_it_is_inside()
    {
        using var scope = NewDisposeScope();
        var images = ones(3, 2, 6, 8);
        var result = DifferentiableAugmentation.Cutout(images, [(1, 2), (-2, -1), (6, 5)], 4, 3);
        AssertZero(0, (y, x) => y is >= 2 and < 5 && x is >= 1 and < 5);
        AssertZero(1, (y, x) => y < 2 && x < 2);
        AssertZero(2, (y, x) => y == 5 && x >= 6);

        void AssertZero(int image, Func<int, int, bool> cut) => Assert.Equal(
            Enumerable.Range(0, 2 * 48).Select(i => cut(i % 48 / 8, i % 8) ? 0f : 1f), Values(result[image]));
    }

    [Fact]
    public void Colour_follows_the_formulas()
    {
        using var scope = NewDisposeScope();
        var images = Gradients.Normal(1, 2, 3, 2, 2);
        var brighter = DifferentiableAugmentation.Brightness(images, [0.25, -0.5]);
        Assert.Equal(Values(images[0]).Select(x => x + 0.25f).Concat(Values(images[1]).Select(x => x - 0.5f)), Values(brighter));

        // Saturation 0 leaves the mean of the channels, contrast 0 that of the image; 1 leaves all, 2 doubles the distance.
        var grey = DifferentiableAugmentation.Saturation(images, [0, 2]);
        AssertClose(images[0].mean([0], keepdim: true).expand(3, 2, 2), grey[0]);
        AssertClose(images[1] + (images[1] - images[1].mean([0], keepdim: true)), grey[1]);
        var flat = DifferentiableAugmentation.Contrast(images, [0, 2]);
        AssertClose(images[0].mean().expand(3, 2, 2), flat[0]);
        AssertClose(images[1] + (images[1] - images[1].mean()), flat[1]);
        AssertClose(images, DifferentiableAugmentation.Contrast(DifferentiableAugmentation.Saturation(images, [1, 1]), [1, 1]));

        var one = Gradients.Normal(1, 2, 1, 2, 2);
        Assert.Equal(Values(one), Values(DifferentiableAugmentation.Saturation(one, [0, 2])));
    }

    public static TheoryData<string> Transforms => ["brightness", "saturation", "contrast", "translation", "cutout", "all", "each with a probability"];

    [Theory]
    [MemberData(nameof(Transforms))]
    public void Gradients_through_each_transform_agree_with_finite_differences(string name)
    {
        using var outer = NewDisposeScope();
        var weights = Gradients.Normal(2, 2, 3, 4, 5).to(ScalarType.Float64);
        Gradients.AssertAgree(x => (Transformed(x) * weights).tanh().sum(), [2, 3, 4, 5]);

        Tensor Transformed(Tensor x) => name switch
        {
            "brightness" => DifferentiableAugmentation.Brightness(x, [0.3, -0.2]),
            "saturation" => DifferentiableAugmentation.Saturation(x, [0.4, 1.8]),
            "contrast" => DifferentiableAugmentation.Contrast(x, [0.6, 1.4]),
            "translation" => DifferentiableAugmentation.Translation(x, [(1, -2), (-3, 0)]),
            "cutout" => DifferentiableAugmentation.Cutout(x, [(1, -1), (3, 2)], 2, 3),
            "all" => new DifferentiableAugmentation(Everything).Apply(x, SeedTree.FromSeed(3).Random()),
            _ => new DifferentiableAugmentation(Everything).Apply(x, SeedTree.FromSeed(3).Random(), 0.5),
        };
    }

    [Fact]
    public void Draws_use_the_whole_range_of_the_paper_and_no_more()
    {
        using var scope = NewDisposeScope();
        var colour = Values(Apply([DifferentiableTransform.Colour], zeros(2000, 1, 1, 1)));
        Assert.InRange(colour.Min(), -0.5f, -0.495f); // contrast leaves a single pixel; 2000 draws miss a half percent with p = 5e-5
        Assert.InRange(colour.Max(), 0.495f, 0.5f);

        var dot = zeros(2000, 1, 24, 40);
        dot[TensorIndex.Colon, 0, 12, 20] = 1;
        var places = Values(Apply([DifferentiableTransform.Translation], dot).flatten(1).argmax(1).to(ScalarType.Float32)).Select(p => (X: (int)p % 40 - 20, Y: (int)p / 40 - 12)).ToList();
        Assert.Equal(Enumerable.Range(-5, 11), places.Select(p => p.X).Distinct().Order());
        Assert.Equal(Enumerable.Range(-3, 7), places.Select(p => p.Y).Distinct().Order());

        var kept = Apply([DifferentiableTransform.Cutout], ones(2000, 1, 8, 6));
        var cut = Values(48 - kept.sum([1, 2, 3]));
        Assert.Equal(12, cut.Max()); // 4 x 3
        Assert.Equal(4, cut.Min()); // half of each side outside
        var where = Values(kept.mean([0]));
        Assert.InRange(where.Max(), 0.85f, 0.92f); // a corner is cut by 3 of 9 heights and 2 of 6 widths: kept in 8 of 9
        Assert.InRange(where.Min(), 0.73f, 0.82f); // the centre by 4 of 9 and 3 of 6: kept in 7 of 9; the standard error is 0.9 %
    }

    [Fact]
    public void One_transform_leaves_the_draws_of_the_others_as_they_were()
    {
        using var scope = NewDisposeScope();
        var images = Gradients.Normal(1, 6, 3, 8, 8);
        var stepwise = Everything.Aggregate(images, (x, transform) => Apply([transform], x));
        Assert.Equal(Values(stepwise), Values(Apply(Everything, images)));
        Assert.Equal(Values(stepwise), Values(Apply([.. Everything.Reverse()], images)));
    }

    [Theory]
    [InlineData(DifferentiableTransform.Colour, 1)]
    [InlineData(DifferentiableTransform.Translation, 8 / 9.0)] // nine shifts, one of them by nothing
    [InlineData(DifferentiableTransform.Cutout, 1)]
    public void With_a_probability_a_transform_changes_so_many_images_and_no_bit_of_the_others(DifferentiableTransform transform, double changing)
    {
        using var scope = NewDisposeScope();
        var images = Gradients.Normal(1, 2000, 1, 8, 8);
        foreach (var probability in new[] { 0, 0.3, 1 })
        {
            var changed = Apply([transform], images, probability: probability).ne(images).flatten(1).any(1);
            // 4 standard errors of 2000 draws
            Assert.InRange(Values(changed.to(ScalarType.Float32)).Average(), (probability * changing) - 0.045, (probability * changing) + 0.045);
            if (probability == 0) Assert.Equal(0, changed.sum().item<long>());
        }
    }

    [Fact]
    public void With_a_probability_every_transform_is_drawn_for_itself()
    {
        using var scope = NewDisposeScope();
        var images = Gradients.Normal(1, 40, 3, 8, 8);
        var stepwise = Everything.Aggregate(images, (x, transform) => Apply([transform], x, probability: 0.5));
        Assert.Equal(Values(stepwise), Values(Apply(Everything, images, probability: 0.5)));
        var kinds = Everything.Select(t => Apply([t], images, probability: 0.5).ne(images).flatten(1).any(1).data<bool>().ToArray()).ToList();
        Assert.Equal(8, Enumerable.Range(0, 40).Select(i => (kinds[0][i], kinds[1][i], kinds[2][i])).Distinct().Count());
    }

    [Fact]
    public void One_seed_gives_one_result_in_one_call_or_two_and_the_input_is_left_alone()
    {
        using var scope = NewDisposeScope();
        var images = Gradients.Normal(1, 6, 1, 8, 8);
        var before = Values(images);
        var whole = Values(Apply(Everything, images));
        Assert.Equal(whole, Values(Apply(Everything, images)));
        Assert.NotEqual(whole, Values(Apply(Everything, images, seed: 2)));
        var random = SeedTree.FromSeed(1).Random();
        var augmentation = new DifferentiableAugmentation(Everything);
        Assert.Equal(whole, Values(augmentation.Apply(images.narrow(0, 0, 2), random)).Concat(Values(augmentation.Apply(images.narrow(0, 2, 4), random))));
        Assert.Equal(before, Values(images));
        Assert.Equal(before, Values(Apply([], images)));
    }

    private static Tensor Apply(IReadOnlyList<DifferentiableTransform> policy, Tensor images, long seed = 1, double? probability = null) =>
        new DifferentiableAugmentation(policy).Apply(images, SeedTree.FromSeed(seed).Random(), probability);

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-6f);
}
