using Mintage.Augmentation;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Augmentation;

public sealed class ClassicalAugmentationTests
{
    private static readonly ClassicalOptions Everything = new() { ElasticPixels = 1.4, Mirror = true, MirrorVertical = true, QuarterTurns = true, Brightness = 0.3, Contrast = 0.3 };

    [Fact]
    public void Options_that_change_nothing_return_a_copy_bit_for_bit()
    {
        using var images = Noise(5, 3, 8, 6);
        using var result = Apply(ClassicalOptions.None, images);
        Assert.Equal(Values(images), Values(result));
        result.zero_();
        Assert.NotEqual(0, images.sum().item<float>());
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(-1, 3)]
    [InlineData(5, -4)]
    public void A_shift_by_whole_pixels_moves_them_and_repeats_the_border(int right, int down)
    {
        using var images = Noise(2, 3, 9, 7);
        using var result = ClassicalAugmentation.Warp(images, [Shift(right, down), AffineMap.Identity]);
        AssertPixels(result[0], (c, y, x) => Pixel(images[0], c, Math.Clamp(y - down, 0, 8), Math.Clamp(x - right, 0, 6)));
        AssertPixels(result[1], (c, y, x) => Pixel(images[1], c, y, x));
    }

    [Fact]
    public void A_quarter_turn_and_a_mirror_move_pixels_to_pixels()
    {
        using var images = Noise(3, 1, 6, 6);
        using var result = ClassicalAugmentation.Warp(images, [AffineMap.Identity with { Degrees = 90 }, AffineMap.Identity with { Mirror = true }, AffineMap.Identity with { Mirror = true, Degrees = 90 }]);
        AssertPixels(result[0], (c, y, x) => Pixel(images[0], c, x, 5 - y)); // counter-clockwise: the right column becomes the top row
        AssertPixels(result[1], (c, y, x) => Pixel(images[1], c, y, 5 - x));
        AssertPixels(result[2], (c, y, x) => Pixel(images[2], c, x, y)); // mirrored first, then turned
    }

    [Fact]
    public void Scaling_is_about_the_centre()
    {
        using var ramp = arange(0, 8).to(ScalarType.Float32).div(8).expand(1, 1, 4, 8).contiguous();
        using var result = ClassicalAugmentation.Warp(ramp, [AffineMap.Identity with { Scale = 2 }]);
        AssertPixels(result[0], (_, _, x) => (float)((3.5 + ((x - 3.5) / 2)) / 8)); // linear interpolation is exact on a ramp
    }

    [Fact]
    public void A_turn_of_a_wide_image_does_not_shear_it()
    {
        // A disc stays a disc: as many bright pixels, at the same distance from the centre.
        using var disc = Blob(1, 40, 60, (19.5, 29.5));
        using var result = ClassicalAugmentation.Warp(disc, [AffineMap.Identity with { Degrees = 37 }]);
        Assert.InRange((result - disc).abs().max().item<float>(), 0, 0.03f); // blur of the interpolation
    }

    [Fact]
    public void The_brightness_of_what_is_shown_hardly_changes()
    {
        using var images = Blob(400, 28, 28, (13.5, 13.5));
        using var result = Apply(new ClassicalOptions { ElasticPixels = 1 }, images);
        // The mean of the squared scale is 1.0033; its deviation over 400 draws is 0.6 %.
        Assert.InRange(result.mean().item<float>() / images.mean().item<float>(), 0.975, 1.03);
        Assert.InRange(result.max().item<float>(), 0.9f, 1);
        Assert.InRange(result.min().item<float>(), 0, 0.01f);
    }

    [Fact]
    public void Draws_stay_within_the_options_and_use_their_range()
    {
        var random = SeedTree.FromSeed(1).Random();
        AffineMap[] maps = [.. Enumerable.Range(0, 2000).Select(_ => ImageChange.Draw(new ClassicalOptions { MaxShift = 0.1, Mirror = true }, 20, 40, random).Map)];
        AssertUses(maps.Select(map => map.ShiftX), -4, 4);
        AssertUses(maps.Select(map => map.ShiftY), -2, 2);
        AssertUses(maps.Select(map => map.Degrees), -10, 10);
        AssertUses(maps.Select(map => map.Scale), 0.9, 1.1);
        Assert.InRange(maps.Count(map => map.Mirror), 900, 1100); // 1000, 4.5 standard deviations
    }

    [Fact]
    public void The_draws_of_a_seed_stay_what_they_were_before_there_were_more_options()
    {
        // As drawn by the version before vertical mirrors, quarter turns, brightness and contrast.
        var (random, reference) = (SeedTree.FromSeed(3).Random(), SeedTree.FromSeed(3).Random());
        var mirrored = 0;
        for (var i = 0; i < 50; i++)
        {
            double[] draws = [.. Enumerable.Range(0, 5).Select(_ => reference.NextDouble())];
            var options = new ClassicalOptions { Mirror = true, Brightness = i % 2 * 0.4 };
            var expected = new AffineMap(((2 * draws[0]) - 1) * 0.08 * 28, ((2 * draws[1]) - 1) * 0.08 * 28, ((2 * draws[2]) - 1) * 10, 1 + (((2 * draws[3]) - 1) * 0.1), draws[4] < 0.5);
            var drawn = ImageChange.Draw(options, 28, 28, random).Map;
            Assert.Equal(expected, drawn);
            if (drawn.Mirror) mirrored++;
        }
        Assert.InRange(mirrored, 12, 38);
    }

    [Fact]
    public void Mirrors_and_quarter_turns_are_all_drawn_alike_and_move_pixels_to_pixels()
    {
        using var one = Noise(1, 1, 6, 6);
        using var images = one.expand(800, 1, 6, 6).contiguous();
        var free = ClassicalOptions.None with { Mirror = true, MirrorVertical = true, QuarterTurns = true };
        AssertKinds(Apply(free, images), 8); // the symmetries of a square
        AssertKinds(Apply(ClassicalOptions.None with { QuarterTurns = true }, images), 4);
        using var flipped = Apply(ClassicalOptions.None with { MirrorVertical = true }, images);
        AssertKinds(flipped, 2);
        var other = Enumerable.Range(0, 800).First(i => Pixel(flipped[i], 0, 0, 0) != Pixel(one[0], 0, 0, 0));
        AssertPixels(flipped[other], (c, y, x) => Pixel(one[0], c, 5 - y, x));
    }

    [Fact]
    public void Images_that_are_not_square_are_turned_by_halves_only()
    {
        using var one = Noise(1, 1, 4, 6);
        using var images = one.expand(200, 1, 4, 6).contiguous();
        AssertKinds(Apply(ClassicalOptions.None with { QuarterTurns = true }, images), 2);
    }

    [Fact]
    public void Brightness_and_contrast_change_tones_within_their_ranges_and_nothing_else()
    {
        using var images = Noise(2_000, 1, 2, 2).mul(0.2f).add(0.4f);
        using var means = images.mean([1, 2, 3]);
        using var brighter = Apply(ClassicalOptions.None with { Brightness = 0.2 }, images);
        AssertUses((brighter.mean([1, 2, 3]) / means).data<float>().ToArray().Select(f => (double)f), 0.8, 1.2, 1e-5);
        using var harder = Apply(ClassicalOptions.None with { Contrast = 0.2 }, images);
        Assert.InRange((harder.mean([1, 2, 3]) - means).abs().max().item<float>(), 0, 1e-6f);
        AssertUses(((harder - means.view(-1, 1, 1, 1)).abs().sum([1, 2, 3]) / (images - means.view(-1, 1, 1, 1)).abs().sum([1, 2, 3])).data<float>().ToArray().Select(f => (double)f), 0.8, 1.2, 1e-4);
        using var strong = Apply(ClassicalOptions.None with { Brightness = 0.9, Contrast = 0.9 }, images);
        Assert.InRange(strong.min().item<float>(), 0, 0.1f);
        Assert.Equal(1, strong.max().item<float>());
    }

    [Fact]
    public void One_seed_gives_one_result_in_one_call_or_two()
    {
        using var images = Noise(6, 1, 28, 28);
        var whole = Values(Apply(Everything, images));
        Assert.Equal(whole, Values(Apply(Everything, images)));
        Assert.NotEqual(whole, Values(Apply(Everything, images, seed: 2)));
        var random = SeedTree.FromSeed(1).Random();
        var augmentation = new ClassicalAugmentation(Everything);
        using var first = augmentation.Apply(images.slice(0, 0, 2, 1), random);
        using var rest = augmentation.Apply(images.slice(0, 2, 6, 1), random);
        Assert.Equal(whole, Values(first).Concat(Values(rest)));
    }

    [Fact]
    public void One_option_leaves_the_other_draws_as_they_were()
    {
        var (plain, other) = (SeedTree.FromSeed(1).Random(), SeedTree.FromSeed(1).Random());
        for (var i = 0; i < 10; i++)
        {
            var map = ImageChange.Draw(new ClassicalOptions(), 28, 28, plain).Map;
            Assert.Equal(map with { Degrees = 0 }, ImageChange.Draw(new ClassicalOptions { MaxRotationDegrees = 0, Brightness = 0.5 }, 28, 28, other).Map with { Mirror = false });
        }
    }

    [Fact]
    public void The_layout_in_memory_does_not_matter_and_the_input_is_left_alone()
    {
        using var images = Noise(4, 3, 10, 12);
        using var channelsLast = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        var before = Values(images);
        using var result = Apply(Everything, channelsLast);
        Assert.True(result.is_contiguous());
        Assert.Equal(Values(Apply(Everything, images)), Values(result));
        Assert.Equal(before, Values(images));
        Assert.Equal(before, Values(channelsLast));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var images = Noise(4, 1, 28, 28);
        var before = LiveTensors.Settled();
        for (var i = 0; i < 20; i++)
        {
            using var scope = NewDisposeScope();
            _ = Apply(Everything, images);
            Assert.Equal(before + 1, LiveTensors.Now);
        }
        Assert.Equal(before, LiveTensors.Now);
    }

    [Fact]
    public void Other_tensors_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Apply(Everything, zeros(2, 1, 4, 4, dtype: ScalarType.Byte)));
        Assert.Throws<ArgumentException>(() => Apply(Everything, zeros(2, 4, 4)));
    }

    [Fact]
    public void No_images_give_no_images() => Assert.Equal([0, 1, 4, 4], Apply(Everything, zeros(0, 1, 4, 4)).shape);

    private static Tensor Apply(ClassicalOptions options, Tensor images, long seed = 1) =>
        new ClassicalAugmentation(options).Apply(images, SeedTree.FromSeed(seed).Random());

    private static AffineMap Shift(double right, double down) => AffineMap.Identity with { ShiftX = right, ShiftY = down };

    private static Tensor Noise(int count, int channels, int height, int width)
    {
        var values = new float[count * channels * height * width];
        SeedTree.FromSeed(1).Child("noise").Random().FillUniform(values);
        return tensor(values, [count, channels, height, width]);
    }

    /// <summary>A bright spot of 4 pixels standard deviation on black.</summary>
    private static Tensor Blob(int count, int height, int width, (double Y, double X) centre) => tensor(
        [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select (float)Math.Exp(-(Math.Pow(y - centre.Y, 2) + Math.Pow(x - centre.X, 2)) / 32)],
        [1, 1, height, width]).expand(count, 1, height, width).contiguous();

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static float Pixel(Tensor image, int c, int y, int x) => image[c, y, x].item<float>();

    /// <summary>Coordinates run through float32 in -1 to 1, which costs some 3e-6 of a pixel.</summary>
    private static void AssertPixels(Tensor image, Func<int, int, int, float> expected)
    {
        for (var c = 0; c < image.shape[0]; c++)
        {
            for (var y = 0; y < image.shape[1]; y++)
            {
                for (var x = 0; x < image.shape[2]; x++) Assert.Equal(expected(c, y, x), Pixel(image, c, y, x), 1e-5f);
            }
        }
    }

    private static void AssertUses(IEnumerable<double> draws, double lowest, double highest, double rounding = 0)
    {
        var reach = 0.01 * (highest - lowest); // 2,000 uniform draws leave 1 % of the range free with probability e^-20
        Assert.InRange(draws.Min(), lowest - rounding, lowest + reach);
        Assert.InRange(draws.Max(), highest - reach, highest + rounding);
    }

    /// <summary>The images are of so many kinds, to a thousandth of a grey level, none much rarer than the others.</summary>
    private static void AssertKinds(Tensor images, int kinds)
    {
        var counts = Values(images).Chunk((int)(images.numel() / images.shape[0])).CountBy(image => string.Join(" ", image.Select(v => Math.Round(v, 3)))).ToList();
        Assert.Equal(kinds, counts.Count);
        Assert.All(counts, count => Assert.InRange(count.Value * kinds / (double)images.shape[0], 0.6, 1.4)); // 100 of 800 vary by a tenth
    }
}
