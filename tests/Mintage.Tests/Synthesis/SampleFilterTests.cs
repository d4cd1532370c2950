using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Synthesis;
using static TorchSharp.torch;

namespace Mintage.Tests.Synthesis;

public sealed class SampleFilterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_image_kept_has_the_label_it_was_drawn_for_and_the_filters_images_join_the_lineage()
    {
        using var gan = Gan();
        using var filter = new SampleFilter(new SumModulo(), "abc", ["another image"]) { MaxDraws = 100 };
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        var set = SyntheticSet.Draw([gan], labels, 1, filter);
        Assert.Equal(labels, set.Images.Labels);
        Assert.Equal(labels, Enumerable.Range(0, 60).Select(i => SumModulo.Of(set.Images.Image(i))));
        Assert.Equal(60, set.Provenance.Filter!.Kept);
        Assert.InRange(set.Provenance.Filter.Drawn, 100, 400); // a label in three is accepted: 180 draws on average, standard deviation 19
        Assert.Equal([.. gan.Facts.Lineage, "another image"], set.Provenance.Lineage);
        var again = SyntheticSet.Draw([gan], labels, 1, filter);
        Assert.Equal(set.Images.Fingerprint, again.Images.Fingerprint);
    }

    [Fact]
    public void A_class_that_is_never_accepted_ends_in_an_error_that_names_it()
    {
        using var gan = Gan();
        using var filter = new SampleFilter(new SumModulo(), "abc", []) { MinConfidence = 0.99999, MaxDraws = 3 };
        var refusal = Assert.Throws<UserInputException>(() =>
            filter.Sample(new GanMixture([gan]), [.. Enumerable.Repeat(1, 20)], SeedTree.FromSeed(1)));
        Assert.Contains("'columns' still lacks 20 of 20", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_that_accept_nothing_or_never_end_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleFilter(new SumModulo(), "abc", []) { MinConfidence = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleFilter(new SumModulo(), "abc", []) { MinConfidence = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleFilter(new SumModulo(), "abc", []) { MaxDraws = 0 });
    }

    private TrainedGan Gan()
    {
        var options = GanPresets.Get("cgan") with { GeneratorUpdates = 5, BatchSize = 8, LatentDimension = 6, Filters = 4 };
        new GanTraining(options, Shapes.Make(30), 1, folder).Run();
        return TrainedGan.Load(folder);
    }

    /// <summary>Calls an image after the sum of its pixels: a stand-in that accepts one label in three.</summary>
    private sealed class SumModulo() : nn.Module<Tensor, Tensor>(nameof(SumModulo))
    {
        public static int Of(ReadOnlySpan<byte> image)
        {
            var sum = 0;
            foreach (var pixel in image) sum += pixel;
            return sum % 3;
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var sums = input.mul(255).round().sum([1, 2, 3]).to(ScalarType.Int64);
            return nn.functional.one_hot(sums.remainder(3), 3).to(ScalarType.Float32).mul(5).MoveToOuterDisposeScope();
        }
    }
}
