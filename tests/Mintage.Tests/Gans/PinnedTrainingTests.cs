using System.Security.Cryptography;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Gans;

/// <summary>The presets of the article's study must go on giving the bits that its published numbers came from.</summary>
public sealed class PinnedTrainingTests
{
    /// <summary>Recorded on an AMD EPYC with AVX-512, one thread; libtorch's sums come in another order elsewhere.</summary>
    private const string Processor = "521b2b3f3b1a27d67f219295fc9357509efd94c7e987b686e2ed5e7068556953";

    [Theory]
    [InlineData("cgan", "c1c15a6c1624f3480dfc46c5e60619543e381b6593bdcc8bc40a208d6d8f1590")]
    [InlineData("cgan-minimax", "2a080f5f127b2eb55ac71ffecc43bd4082fad30928cb953f36dad49635efd8f9")]
    [InlineData("wgan", "95e9c8181eea934b175a8c2ac00ff14ad5629dfb890c5543569813e854b99264")]
    [InlineData("wgan-gp", "b601f1878e7b2d15ce9226b8ae4b56a244229dce34b1e69a772397672b1d17b3")]
    public void Ten_updates_of_a_preset_end_with_the_recorded_generator(string preset, string recorded)
    {
        Assert.SkipUnless(Probe() == Processor, "the hashes were recorded on another kind of processor");
        var options = GanPresets.Get(preset) with { BatchSize = 8, LatentDimension = 6, Filters = 4 };
        using var tensors = new ImageTensors(Shapes.Make(60));
        using var trainer = new GanTrainer(options, new DcganShape(8, 8, 1, 3, 6, 4), tensors, SeedTree.FromSeed(1));
        for (var i = 0; i < 10; i++) trainer.Step();
        Assert.Equal(recorded, Hash(ModuleState.Save(trainer.Generator).SelectMany(t => t.Bytes.ToArray())));
    }

    /// <summary>Bits of the operations that a DCGAN is made of, without any of its code: tells processors apart.</summary>
    private static string Probe()
    {
        using var scope = NewDisposeScope();
        var (images, weight, back) = (Normal(1, 8, 4, 8, 8).requires_grad_(), Normal(2, 8, 4, 4, 4).requires_grad_(), Normal(3, 8, 4, 4, 4).requires_grad_());
        var x = nn.functional.conv2d(images, weight, strides: [2, 2], padding: [1, 1]);
        x = nn.functional.batch_norm(x, zeros(8), ones(8), training: true).tanh();
        x = nn.functional.conv_transpose2d(x, back, strides: [2, 2], padding: [1, 1]);
        var value = nn.functional.softplus(x.flatten(1).matmul(Normal(4, 256, 5))).mean();
        value.backward();
        return Hash(new[] { value, images.grad!, weight.grad!, back.grad! }.SelectMany(t => t.contiguous().bytes.ToArray()));
    }

    private static Tensor Normal(long seed, params long[] shape)
    {
        var values = new float[shape.Aggregate((a, b) => a * b)];
        SeedTree.FromSeed(seed).Random().FillNormal(values);
        return tensor(values, shape);
    }

    private static string Hash(IEnumerable<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData([.. bytes]));
}
