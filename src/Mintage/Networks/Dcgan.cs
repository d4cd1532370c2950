using Mintage.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>What the two networks of a DCGAN must agree on.</summary>
/// <param name="Height">Image height, a multiple of 4.</param>
/// <param name="Width">Image width, a multiple of 4.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="LatentDimension">Length of the latent vector.</param>
/// <param name="Filters">Feature maps of the widest-resolution layer; the next one of the discriminator has twice as many.</param>
public sealed record DcganShape(int Height, int Width, int Channels, int Classes, int LatentDimension, int Filters);

/// <summary>
/// Generator after DCGAN (Radford et al. 2016, arXiv:1511.06434): latent and one-hot label to a linear layer of
/// [F, H/4, W/4], two 4x4 stride-2 transposed convolutions, batch norm, ReLU, tanh.
/// </summary>
public sealed class DcganGenerator : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear project;
    private readonly BatchNorm2d norm1;
    private readonly ConvTranspose2d up1;
    private readonly BatchNorm2d norm2;
    private readonly ConvTranspose2d up2;
    private readonly DcganShape shape;

    /// <summary>Builds the network with weights N(0, 0.02²) from the seed. Build it outside any dispose scope.</summary>
    public DcganGenerator(DcganShape shape, SeedTree seed) : base(nameof(DcganGenerator))
    {
        this.shape = shape;
        project = Linear(shape.LatentDimension + shape.Classes, shape.Filters * (shape.Height / 4) * (shape.Width / 4), hasBias: false);
        norm1 = BatchNorm2d(shape.Filters);
        up1 = ConvTranspose2d(shape.Filters, shape.Filters, 4, stride: 2, padding: 1, bias: false);
        norm2 = BatchNorm2d(shape.Filters);
        up2 = ConvTranspose2d(shape.Filters, shape.Channels, 4, stride: 2, padding: 1);
        RegisterComponents();
        DcganInit.Draw(this, seed);
    }

    /// <summary>Images of the asked-for classes.</summary>
    /// <param name="latents">Float32 [B, latent], standard normal.</param>
    /// <param name="labels">Int64 [B].</param>
    /// <returns>Float32 [B, C, H, W] in [-1, 1]; the caller's scope owns it.</returns>
    public override Tensor forward(Tensor latents, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var condition = functional.one_hot(labels, shape.Classes).to(ScalarType.Float32);
        var x = project.forward(cat([latents, condition], 1)).view(-1, shape.Filters, shape.Height / 4, shape.Width / 4);
        x = norm1.forward(x).relu_();
        x = norm2.forward(up1.forward(x)).relu_();
        return up2.forward(x).tanh_().MoveToOuterDisposeScope();
    }
}

/// <summary>
/// Discriminator (critic) after DCGAN: two 4x4 stride-2 convolutions, leaky ReLU 0.2, a linear layer to one logit.
/// The label enters as one-hot maps beside the image's channels, as in conditional DCGANs (Mirza and Osindero 2014).
/// </summary>
/// <remarks>
/// A convolution over constant maps gives the same result for every image of a class, so it is computed once per
/// class and looked up: the same function as concatenating the maps, at a tenth of the cost of that layer.
/// </remarks>
public sealed class DcganDiscriminator : Module<Tensor, Tensor, Tensor>
{
    private readonly Conv2d image;
    private readonly Conv2d label;
    private readonly Conv2d down;
    private readonly BatchNorm2d? norm;
    private readonly Linear output;
    private readonly DcganShape shape;

    /// <summary>Builds the network with weights N(0, 0.02²) from the seed. Build it outside any dispose scope.</summary>
    /// <param name="shape">The shape it shares with the generator.</param>
    /// <param name="batchNorm">False for critics with a gradient penalty, which is a penalty per image.</param>
    /// <param name="seed">Where the initial weights come from.</param>
    public DcganDiscriminator(DcganShape shape, bool batchNorm, SeedTree seed) : base(nameof(DcganDiscriminator))
    {
        this.shape = shape;
        image = Conv2d(shape.Channels, shape.Filters, 4, stride: 2, padding: 1);
        label = Conv2d(1, shape.Filters * shape.Classes, 4, stride: 2, padding: 1, bias: false);
        down = Conv2d(shape.Filters, shape.Filters * 2, 4, stride: 2, padding: 1, bias: !batchNorm);
        norm = batchNorm ? BatchNorm2d(shape.Filters * 2) : null;
        output = Linear(shape.Filters * 2 * (shape.Height / 4) * (shape.Width / 4), 1);
        RegisterComponents();
        DcganInit.Draw(this, seed);
    }

    /// <summary>Fake-or-real logits (critic values): higher means more real.</summary>
    /// <param name="images">Float32 [B, C, H, W] in [-1, 1].</param>
    /// <param name="labels">Int64 [B].</param>
    /// <returns>Float32 [B]; the caller's scope owns it.</returns>
    public override Tensor forward(Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var x = image.forward(images).AddInPlace(LabelMaps(labels)).LeakyReluInPlace(0.2);
        x = down.forward(x);
        if (norm is not null) x = norm.forward(x);
        x = x.LeakyReluInPlace(0.2);
        return output.forward(x.flatten(1)).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>What a convolution over the one-hot maps adds: [B, F, H/2, W/2].</summary>
    private Tensor LabelMaps(Tensor labels)
    {
        var ones = torch.ones(1, 1, shape.Height, shape.Width);
        return label.forward(ones).view(shape.Classes, shape.Filters, shape.Height / 2, shape.Width / 2).index_select(0, labels);
    }
}

/// <summary>Initial weights of the DCGAN paper: N(0, 0.02²); batch norm gains N(1, 0.02²); biases 0.</summary>
internal static class DcganInit
{
    public static void Draw(Module network, SeedTree seed)
    {
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                WeightInit.Constant(parameter, 0);
                continue;
            }
            WeightInit.Normal(parameter, 0.02, seed.Child(name).Random());
            if (!name.StartsWith("norm", StringComparison.Ordinal)) continue;
            using var _ = no_grad();
            parameter.AddInPlace(1);
        }
    }
}
