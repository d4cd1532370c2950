using System.Text.Json;
using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Tests.Data;
using Mintage.Tests.Networks.Inception;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class InceptionInputTests
{
    private const double PixelTolerance = 1e-3; // on 0...255; the reference is rounded to 5 decimals

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)] // the one image that gets smaller
    public void Resized_pixels_equal_those_of_the_original_programs(int image)
    {
        using var scope = NewDisposeScope();
        var reference = GoldenFile.Json("resize.json");
        var pixels = image switch { 0 => InceptionGolden.Images("a"), 1 => InceptionGolden.Images("rgb"), _ => BigImage() };
        var methods = reference.GetProperty("cases")[image].GetProperty("methods");
        AssertSamples(reference, methods.GetProperty("pytorch_fid_bilinear"), Resize(ImagePreparation.PytorchFid));
        AssertSamples(reference, methods.GetProperty("clean_fid_pil_bicubic"), Resize(ImagePreparation.Clean));
        AssertSamples(reference, methods.GetProperty("torch_fidelity_tf1_bilinear"), Resize(ImagePreparation.Tf1));

        Tensor Resize(ImagePreparation preparation) => InceptionInput.Resize(pixels.slice(0, 0, 1, 1), preparation)[0].to(ScalarType.Float64);
    }

    [Theory]
    [InlineData(ImagePreparation.PytorchFid, 127.5, 127.5)]
    [InlineData(ImagePreparation.Clean, 128, 128)]
    [InlineData(ImagePreparation.Tf1, 128, 128)]
    public void Inputs_have_three_equal_channels_of_grey_and_the_scale_of_their_preparation(ImagePreparation preparation, double middle, double scale)
    {
        using var scope = NewDisposeScope();
        var input = InceptionInput.Prepare(InceptionGolden.Images("a").slice(0, 0, 2, 1), preparation);
        Assert.Equal([2, 3, 299, 299], input.shape);
        Assert.Equal(ScalarType.Float32, input.dtype);
        Assert.True(input[.., 0].equal(input[.., 2]).all().item<bool>());
        var pixels = InceptionInput.Resize(InceptionGolden.Images("a").slice(0, 1, 2, 1), preparation)[0, 0].to(ScalarType.Float64);
        Assert.InRange((((input[1, 1].to(ScalarType.Float64) * scale) + middle) - pixels).abs().max().item<double>(), 0, 1e-4);
    }

    [Fact]
    public void Names_are_read_back_and_others_refused()
    {
        Assert.Equal(["pytorch-fid", "clean", "tf1"], ImagePreparations.Names);
        foreach (var preparation in Enum.GetValues<ImagePreparation>())
        {
            Assert.Equal(preparation, ImagePreparations.Parse(preparation.Name()));
            Assert.Equal($"\"{preparation.Name()}\"", JsonSerializer.Serialize(preparation, Json.Line));
        }
        TestImages.Refused(() => ImagePreparations.Parse("bicubic"), "pytorch-fid, clean, tf1", "'bicubic'");
    }

    [Fact]
    public void Other_tensors_than_images_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => InceptionInput.Prepare(zeros(1, 1, 8, 8), ImagePreparation.Clean));
        Assert.Throws<ArgumentException>(() => InceptionInput.Prepare(zeros(1, 2, 8, 8).to(ScalarType.Byte), ImagePreparation.Clean));
        Assert.Throws<ArgumentException>(() => FormulaWeights.Network.call(zeros(1, 3, 256, 256)));
    }

    private static Tensor BigImage() =>
        tensor([.. FormulaWeights.Stream("images.big").Take(3 * 330 * 350).Select(output => (byte)(output >> 56))], [1, 3, 330, 350], ScalarType.Byte);

    private static void AssertSamples(JsonElement reference, JsonElement method, Tensor resized)
    {
        var rows = reference.GetProperty("sample_rows").EnumerateArray().Select(r => r.GetInt64()).ToArray();
        var columns = reference.GetProperty("sample_columns").EnumerateArray().Select(c => c.GetInt64()).ToArray();
        var channels = method.GetProperty("samples").EnumerateArray().ToArray();
        for (var c = 0; c < channels.Length; c++)
        {
            for (var y = 0; y < rows.Length; y++)
            {
                for (var x = 0; x < columns.Length; x++)
                    Assert.Equal(channels[c][y][x].GetDouble(), resized[c, rows[y], columns[x]].item<double>(), PixelTolerance);
            }
        }
        Assert.Equal(method.GetProperty("mean").GetDouble(), resized.mean().item<double>(), PixelTolerance);
        Assert.Equal(method.GetProperty("min").GetDouble(), resized.min().item<double>(), PixelTolerance);
        Assert.Equal(method.GetProperty("max").GetDouble(), resized.max().item<double>(), PixelTolerance);
    }
}
