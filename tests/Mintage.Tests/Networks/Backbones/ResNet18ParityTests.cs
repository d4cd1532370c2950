using System.Runtime.InteropServices;
using Mintage.Data;
using Mintage.Data.Pictures;
using Mintage.Networks.Backbones;
using Mintage.Networks.Onnx;
using Mintage.Runtime;
using Mintage.Tests.Networks.Inception;
using Mintage.Tests.Networks.Onnx;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Backbones;

/// <summary>Our network and preparation against the package's, which ONNX Runtime runs.</summary>
public sealed class ResNet18ParityTests
{
    private const float Tolerance = 1e-5f; // of the largest feature, which is 14; measured: 6e-7

    [Fact]
    public void Features_equal_those_of_the_package_s_network()
    {
        using var scope = NewDisposeScope();
        var input = cat([.. Pictures().Select(picture => BackboneInput.Prepare(picture, BackboneInput.TrainedSide))], 0);
        var expected = Runtime(PackageModels.Network, "Input247", input);
        var actual = Ours(input);
        Assert.Equal([4, ResNet18Design.Features], actual.shape);
        var scale = expected.max().item<float>();
        Assert.InRange(scale, 3, 60);
        var difference = (actual - expected.reshape(4, -1)).abs().max().item<float>() / scale;
        TestContext.Current.SendDiagnosticMessage($"ResNet-18: largest feature {scale}, largest difference {difference} of it");
        Assert.InRange(difference, 0, Tolerance);
    }

    [Fact]
    public void Pixels_are_prepared_as_the_package_prepares_them()
    {
        using var scope = NewDisposeScope();
        var pixels = Noise(1, 224, 3);
        var expected = Runtime(PackageModels.Preparation, "OriginalInput", pixels.to(ScalarType.Float32));
        var difference = (BackboneInput.Prepare(pixels, 224) - expected).abs();
        Assert.InRange(difference.max().item<float>(), 0, 0.6f); // our mean picture is coarser: see BackboneInput
        Assert.InRange(difference.pow(2).mean().sqrt().item<float>(), 0, 0.06f);
    }

    [Fact]
    public void Our_mean_picture_is_the_package_s_averaged_over_8_x_8_pixels()
    {
        using var scope = NewDisposeScope();
        var mean = OnnxModel.Parse(File.ReadAllBytes(PackageModels.Preparation)).Tensors["MeanImage"];
        var coarse = nn.functional.avg_pool2d(tensor(MemoryMarshal.Cast<byte, float>(mean.Bytes.Span).ToArray(), mean.Shape), 8);
        using var stream = typeof(BackboneInput).Assembly.GetManifestResourceStream("Mintage.Networks.Backbones.resnet18-mean.npy")!;
        Assert.InRange((coarse.flatten() - tensor(NpyArray.Read(stream).Values<float>())).abs().max().item<float>(), 0, 1e-4f);
    }

    [Fact]
    public void The_coarser_mean_picture_hardly_moves_the_features()
    {
        using var scope = NewDisposeScope();
        var resized = Pictures().Select(picture => BackboneInput.Resize(picture.to(ScalarType.Float32).expand(-1, 3, -1, -1), 224));
        var expected = Ours(cat([.. resized.Select(picture => Runtime(PackageModels.Preparation, "OriginalInput", picture))], 0));
        var actual = Ours(cat([.. Pictures().Select(picture => BackboneInput.Prepare(picture, 224))], 0));
        var relative = (actual - expected).pow(2).sum().sqrt().item<float>() / expected.pow(2).sum().sqrt().item<float>();
        TestContext.Current.SendDiagnosticMessage($"ResNet-18: features move by {relative} of their length");
        Assert.InRange(relative, 0, 0.01f);
    }

    /// <summary>Four real pictures: two digits of MNIST, which are enlarged, and two colour sheets, which shrink.</summary>
    private static IEnumerable<Tensor> Pictures()
    {
        var digits = InceptionGolden.Images("a");
        yield return digits[0..1];
        yield return digits[1..2];
        foreach (var name in new[] { "gan-cifar-2000.png", "glyphs.png" })
        {
            var picture = PictureDecoder.Decode(File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "images", name)));
            yield return tensor(picture.Pixels, [1, picture.Height, picture.Width, picture.Channels], ScalarType.Byte).permute(0, 3, 1, 2);
        }
    }

    private static Tensor Noise(int count, int side, int channels)
    {
        var random = SeedTree.FromSeed(7).Random();
        return tensor([.. Enumerable.Range(0, count * side * side * channels).Select(_ => (byte)random.NextInt32(256))], [count, channels, side, side], ScalarType.Byte);
    }

    private static Tensor Ours(Tensor input)
    {
        using var _ = no_grad();
        return PackageModels.Backbone.Network.forward(input);
    }

    /// <summary>The graphs take one image at a time.</summary>
    private static Tensor Runtime(string model, string name, Tensor input)
    {
        using var session = new OnnxSession(model);
        return cat([.. Enumerable.Range(0, (int)input.shape[0]).Select(i => session.Run((name, input[i..(i + 1)].contiguous())).Values.Single())], 0);
    }
}
