using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// Generator after DCGAN (Radford et al. 2016, arXiv:1511.06434): latent and one-hot label to a linear layer of the
/// lowest resolution, then batch norm, ReLU and a 4x4 stride-2 transposed convolution per level, and tanh. With
/// <see cref="ConditionalBatchNorm2d"/> the label enters there instead. An optional hidden layer before the first, with
/// batch norm and ReLU, is that of InfoGAN's network for MNIST (Chen et al. 2016, arXiv:1606.03657, appendix C.1).
/// </summary>
internal sealed class DcganGenerator : GeneratorNetwork
{
    private readonly Linear? hidden;
    private readonly Module? norm0;
    private readonly Linear project;
    private readonly Module[] norms;
    private readonly ConvTranspose2d[] ups;

    /// <summary>
    /// Builds the network with weights N(0, 0.02²) from the seed. Build it outside any dispose scope.
    /// </summary>
    /// <param name="shape">The shape it shares with the discriminator.</param>
    /// <param name="seed">Source of the initial weights.</param>
    /// <param name="design">Its layers; null for the plain ones.</param>
    public DcganGenerator(DcganShape shape, SeedTree seed, GeneratorDesign? design = null)
        : base(nameof(DcganGenerator), shape.LatentDimension, shape.Height, shape.Width, shape.Channels)
    {
        (Shape, Design) = (shape, design ?? new GeneratorDesign());
        var inputs = shape.LatentDimension + (LabelWithLatent ? shape.Classes : 0);
        hidden = Design.Hidden > 0 ? Linear(inputs, Design.Hidden, hasBias: false) : null;
        norm0 = hidden is null ? null : Norm(Design.Hidden);
        project =
            Linear(hidden is null ? inputs : Design.Hidden, shape.GeneratorMaps(shape.Levels) * shape.LowestPixels,
            hasBias: false);
        norms = new Module[shape.Levels];
        ups = new ConvTranspose2d[shape.Levels];
        RegisterComponents();
        for (var i = 0; i < shape.Levels; i++)
        {
            var (maps, last) = (shape.GeneratorMaps(shape.Levels - i), i == shape.Levels - 1);
            norms[i] = Norm(maps);
            ups[i] =
                ConvTranspose2d(maps, last ? shape.Channels : shape.GeneratorMaps(shape.Levels - i - 1), 4, stride: 2,
                padding: 1, bias: last);
            register_module($"norm{i + 1}", norms[i]);
            register_module($"up{i + 1}", ups[i]);
        }
        DcganInit.Draw(this, seed);

        Module Norm(int maps) => LabelWithLatent ? BatchNorm2d(maps) : new ConditionalBatchNorm2d(maps, shape.Classes);
    }

    /// <summary>
    /// Refuses weights of another network before one is built: a damaged shape may ask for terabytes.
    /// </summary>
    /// <exception cref="UserInputException">They are of another network, or the shape is none of images.</exception>
    internal static void RequireFit(
        DcganShape shape, GeneratorDesign design, IReadOnlyDictionary<string, SafeTensor> tensors, string source)
    {
        var isOfImages = shape is { Height: > 0, Width: > 0, Channels: 1 or 3, Classes: > 0, LatentDimension: > 0 }
            && shape.Filters > 0 && DcganShape.SizeFault(shape.Height, shape.Width) is null;
        var maps = (long)shape.Filters << Math.Max(0, shape.Levels - 2);
        var inputs = design.Conditioning == GeneratorConditioning.Concatenated
            ? (long)shape.LatentDimension + shape.Classes
            : shape.LatentDimension;
        if (isOfImages && (design.Hidden == 0 || Has("hidden.weight", design.Hidden, inputs))
            && Has("project.weight", maps * shape.LowestPixels, design.Hidden > 0 ? design.Hidden : inputs))
            return;
        throw new UserInputException(
            $"'{source}' must hold the weights of a generator of {shape.Height} x {shape.Width} x {shape.Channels} "
            + $"pixels, {shape.Classes} classes, {shape.LatentDimension} latents and {shape.Filters} filters, but "
            + "holds others: its facts or its weights were changed.");

        bool Has(string name, params ReadOnlySpan<long> sizes) =>
            tensors.TryGetValue(name, out var found) && found.Shape.AsSpan().SequenceEqual(sizes);
    }

    internal DcganShape Shape { get; }

    internal GeneratorDesign Design { get; }

    private bool LabelWithLatent => Design.Conditioning == GeneratorConditioning.Concatenated;

    /// <inheritdoc/>
    public override Tensor forward(Tensor latents, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var input = LabelWithLatent
            ? cat([latents, functional.one_hot(labels, Shape.Classes).to(ScalarType.Float32)], 1)
            : latents;
        var x = LayerPrecision.Of(input, Design.BFloat16);
        var weights = CastWeights.Of([hidden, project, .. ups], Design.BFloat16, latents);
        if (hidden is not null)
            x = Normalised(
                norm0!, hidden.ForwardAs(x, weights).view(-1, Design.Hidden, 1, 1), labels).relu_().flatten(1);
        x = project.ForwardAs(x, weights).view(
            -1, Shape.GeneratorMaps(Shape.Levels), Shape.Height >> Shape.Levels, Shape.Width >> Shape.Levels);
        x = ChannelsLast.Of(x);
        for (var i = 0; i < ups.Length; i++)
        {
            x = ups[i].ForwardAs(Normalised(norms[i], x, labels).relu_(), weights);
        }
        return x.to(ScalarType.Float32).tanh_().MoveToOuterDisposeScope();
    }

    private static Tensor Normalised(Module norm, Tensor x, Tensor labels) =>
        norm is ConditionalBatchNorm2d conditional ? conditional.forward(x, labels) : ((BatchNorm2d)norm).forward(x);
}

/// <summary>
/// Batch norm with a gain and a bias per class, gain[y] * (x - mean) / deviation + bias[y]; mean and deviation are over
/// all classes together. De Vries et al. 2017, arXiv:1707.00683; Dumoulin et al. 2017, arXiv:1610.07629.
/// </summary>
internal sealed class ConditionalBatchNorm2d : Module<Tensor, Tensor, Tensor>
{
    private readonly BatchNorm2d norm;
    private readonly Parameter gain;
    private readonly Parameter bias;

    /// <summary>Starts with gains 1 and biases 0, both [classes, features]. Build it outside any dispose
    /// scope.</summary>
    public ConditionalBatchNorm2d(int features, int classes) : base(nameof(ConditionalBatchNorm2d))
    {
        norm = BatchNorm2d(features, affine: false);
        gain = new Parameter(ones(classes, features));
        bias = new Parameter(zeros(classes, features));
        RegisterComponents();
    }

    /// <param name="x">Float32 [B, features, H, W].</param>
    /// <param name="labels">Int64 [B].</param>
    /// <returns>The normalised features in the shape of x; the caller's scope owns it.</returns>
    public override Tensor forward(Tensor x, Tensor labels)
    {
        using var scope = NewDisposeScope();
        return (norm.forward(x) * Of(gain)).AddInPlace(Of(bias)).MoveToOuterDisposeScope();

        Tensor Of(Tensor perClass) => perClass.index_select(0, labels).view(x.shape[0], x.shape[1], 1, 1);
    }
}
