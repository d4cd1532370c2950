using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// Generator after DCGAN (Radford et al. 2016, arXiv:1511.06434): latent and one-hot label to a linear layer of
/// [F, H/4, W/4], two 4x4 stride-2 transposed convolutions, batch norm, ReLU, tanh. With <see cref="ConditionalBatchNorm2d"/>
/// the label enters there instead.
/// </summary>
public sealed class DcganGenerator : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear project;
    private readonly Module norm1;
    private readonly ConvTranspose2d up1;
    private readonly Module norm2;
    private readonly ConvTranspose2d up2;
    private readonly DcganShape shape;
    private readonly bool labelWithLatent;

    /// <summary>Builds the network with weights N(0, 0.02²) from the seed. Build it outside any dispose scope.</summary>
    /// <param name="shape">The shape it shares with the discriminator.</param>
    /// <param name="seed">Where the initial weights come from.</param>
    /// <param name="conditioning">Where the label enters.</param>
    public DcganGenerator(DcganShape shape, SeedTree seed, GeneratorConditioning conditioning = GeneratorConditioning.Concatenated) : base(nameof(DcganGenerator))
    {
        this.shape = shape;
        labelWithLatent = conditioning == GeneratorConditioning.Concatenated;
        project = Linear(shape.LatentDimension + (labelWithLatent ? shape.Classes : 0), shape.Filters * (shape.Height / 4) * (shape.Width / 4), hasBias: false);
        norm1 = Norm();
        up1 = ConvTranspose2d(shape.Filters, shape.Filters, 4, stride: 2, padding: 1, bias: false);
        norm2 = Norm();
        up2 = ConvTranspose2d(shape.Filters, shape.Channels, 4, stride: 2, padding: 1);
        RegisterComponents();
        DcganInit.Draw(this, seed);

        Module Norm() => labelWithLatent ? BatchNorm2d(shape.Filters) : new ConditionalBatchNorm2d(shape.Filters, shape.Classes);
    }

    /// <summary>Images of the asked-for classes.</summary>
    /// <param name="latents">Float32 [B, latent], standard normal.</param>
    /// <param name="labels">Int64 [B].</param>
    /// <returns>Float32 [B, C, H, W] in [-1, 1]; the caller's scope owns it.</returns>
    public override Tensor forward(Tensor latents, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var input = labelWithLatent ? cat([latents, functional.one_hot(labels, shape.Classes).to(ScalarType.Float32)], 1) : latents;
        var x = project.forward(input).view(-1, shape.Filters, shape.Height / 4, shape.Width / 4);
        x = Normalised(norm1, x, labels).relu_();
        x = Normalised(norm2, up1.forward(x), labels).relu_();
        return up2.forward(x).tanh_().MoveToOuterDisposeScope();
    }

    private static Tensor Normalised(Module norm, Tensor x, Tensor labels) =>
        norm is ConditionalBatchNorm2d conditional ? conditional.forward(x, labels) : ((BatchNorm2d)norm).forward(x);
}
