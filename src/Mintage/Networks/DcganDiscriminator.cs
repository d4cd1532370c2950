using Mintage.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// Discriminator (critic) after DCGAN: a 4x4 stride-2 convolution and leaky ReLU 0.2 per level, then a linear layer to
/// one logit, with or without a hidden layer before it (as in InfoGAN, Chen et al. 2016, arXiv:1606.03657, appendix
/// C.1). The label enters as <see cref="DiscriminatorConditioning"/> says. Features and heads are separate: every head
/// sees the same features.
/// </summary>
/// <remarks>
/// Label maps: a convolution over constant maps gives the same result for every image of a class, so it is computed
/// once per class and looked up. This equals concatenating the maps, at a tenth of the cost of that layer.
/// </remarks>
internal sealed class DcganDiscriminator : DiscriminatorNetwork
{
    private readonly Module<Tensor, Tensor> image;
    private readonly Module<Tensor, Tensor>? label;
    private readonly Module<Tensor, Tensor>[] downs;
    private readonly BatchNorm2d?[] norms;
    private readonly Module<Tensor, Tensor>? hidden;
    private readonly BatchNorm2d? hiddenNorm;
    private readonly Module<Tensor, Tensor> output;
    private readonly Module<Tensor, Tensor>? projection;
    private readonly Module<Tensor, Tensor>? classes;
    private readonly DcganShape shape;
    private readonly DiscriminatorDesign design;

    /// <summary>
    /// Builds the network with weights N(0, 0.02²) from the seed. Build it outside any dispose scope.
    /// </summary>
    /// <param name="shape">The shape it shares with the generator.</param>
    /// <param name="design">Its layers.</param>
    /// <param name="seed">Source of the initial weights.</param>
    public DcganDiscriminator(DcganShape shape, DiscriminatorDesign design, SeedTree seed)
        : base(nameof(DcganDiscriminator))
    {
        (this.shape, this.design) = (shape, design);
        var (maps, pixels) = (shape.DiscriminatorMaps(shape.Levels), shape.LowestPixels);
        image = Halving(shape.Channels, shape.Filters);
        label = design.Conditioning == DiscriminatorConditioning.LabelMaps
            ? Halving(1, shape.Filters * shape.Classes, hasBias: false)
            : null;
        downs = new Module<Tensor, Tensor>[shape.Levels - 1];
        norms = new BatchNorm2d?[downs.Length];
        var features = (maps + (design.MinibatchDeviation > 0 ? 1 : 0)) * pixels;
        hidden = design.Hidden > 0 ? Dense(features, design.Hidden, hasBias: !design.BatchNorm) : null;
        output = Dense(hidden is null ? features : design.Hidden, 1);
        projection = design.Conditioning == DiscriminatorConditioning.Projection
            ? Dense(maps, shape.Classes, hasBias: false)
            : null;
        classes = design.Conditioning == DiscriminatorConditioning.AuxiliaryClassifier
            ? Dense(maps * pixels, shape.Classes)
            : null;
        RegisterComponents();
        if (hidden is not null && design.BatchNorm)
            register_module("normHidden", hiddenNorm = BatchNorm2d(design.Hidden));
        for (var i = 0; i < downs.Length; i++)
        {
            var name = i == 0 ? "" : $"{i + 1}";
            downs[i] =
                Halving(shape.DiscriminatorMaps(i + 1), shape.DiscriminatorMaps(i + 2), hasBias: !design.BatchNorm);
            register_module($"down{name}", downs[i]);
            if (!design.BatchNorm) continue;
            var norm = norms[i] = BatchNorm2d(shape.DiscriminatorMaps(i + 2));
            register_module($"norm{name}", norm);
        }
        DcganInit.Draw(this, seed);

        Module<Tensor, Tensor> Halving(long inputs, long outputs, bool hasBias = true) => design.SpectralNorm
            ? new SpectralConv2d(inputs, outputs, 4, stride: 2, padding: 1, hasBias)
            : Conv2d(inputs, outputs, 4, stride: 2, padding: 1, bias: hasBias);
        Module<Tensor, Tensor> Dense(long inputs, long outputs, bool hasBias = true) =>
            design.SpectralNorm ? new SpectralLinear(inputs, outputs, hasBias) : Linear(inputs, outputs, hasBias);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var weights = Cast(images);
        return Logits(Features(images, labels, weights), labels, weights).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Judgement Judge(Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var weights = Cast(images);
        var features = Features(images, labels, weights);
        return new Judgement(
            Logits(features, labels, weights).MoveToOuterDisposeScope(),
            (classes is null ? null : Flat(classes, features, weights))?.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Runs in one pass with bfloat16, which is faster. Runs in two passes in float32, so that earlier results keep
    /// their bits, and where a pass changes something (spectral norm) or looks across images (minibatch deviation).
    /// </remarks>
    public override (Judgement Real, Judgement Fake) JudgeBoth(Tensor real, Tensor fake, Tensor labels)
    {
        if (!design.BFloat16 || design.SpectralNorm || design.MinibatchDeviation > 0)
            return base.JudgeBoth(real, fake, labels);
        using var scope = NewDisposeScope();
        var twice = cat([labels, labels]);
        var weights = Cast(real);
        var features = Features(cat([real, fake]), twice, weights, parts: 2);
        var logits = Logits(features, twice, weights, parts: 2).chunk(2);
        var named = classes is null ? null : Flat(classes, features, weights).chunk(2);
        return (Part(0), Part(1));

        Judgement Part(int i) => new(logits[i].MoveToOuterDisposeScope(), named?[i].MoveToOuterDisposeScope());
    }

    private CastWeights Cast(Tensor images) =>
        CastWeights.Of([image, label, .. downs, hidden, output, classes], design.BFloat16, images);

    /// <summary>
    /// Features of the lowest resolution, in the type it computes in. They depend on the label only with label maps.
    /// Batch norm takes equal parts one by one.
    /// </summary>
    private Tensor Features(Tensor images, Tensor labels, CastWeights weights, int parts = 1)
    {
        var x = ChannelsLast.Of(LayerPrecision.Of(images, design.BFloat16));
        x = image.ForwardAs(x, weights);
        if (label is not null) x = x.AddInPlace(LabelMaps(label, labels, x.dtype, weights));
        x = x.LeakyReluInPlace(0.2);
        for (var i = 0; i < downs.Length; i++)
        {
            x = downs[i].ForwardAs(x, weights);
            if (norms[i] is { } norm) x = Normalised(norm, x, parts);
            x = x.LeakyReluInPlace(0.2);
        }
        return x;
    }

    /// <summary>output(features) + embedding[label] · sum of the features over the image's places.</summary>
    private Tensor Logits(Tensor features, Tensor labels, CastWeights weights, int parts = 1)
    {
        var x = design.MinibatchDeviation > 0
            ? MinibatchDeviation.Append(features, design.MinibatchDeviation)
            : features;
        var logits =
            (hidden is null
                ? Flat(output, x, weights)
                : output.ForwardAs(Hidden(x, weights, parts), weights).to(ScalarType.Float32)).squeeze(1);
        if (projection is null) return logits;
        return logits.Plus(
            projection.forward(features.to(ScalarType.Float32).sum([2, 3])).gather(1, labels.unsqueeze(1)).squeeze(1));
    }

    /// <summary>Gives [B, hidden] of all features, pixel by pixel as in the channels-last layout.</summary>
    private Tensor Hidden(Tensor features, CastWeights weights, int parts)
    {
        var x = hidden!.ForwardAs(features.permute(0, 2, 3, 1).flatten(1), weights);
        if (hiddenNorm is null) return x.LeakyReluInPlace(0.2);
        // Before it becomes a view: what changes a view in place is copied on the way back.
        return Normalised(hiddenNorm, x.view(-1, design.Hidden, 1, 1), parts).LeakyReluInPlace(0.2).flatten(1);
    }

    private static Tensor Normalised(BatchNorm2d norm, Tensor x, int parts) =>
        parts == 1 ? norm.forward(x) : cat([.. x.chunk(parts).Select(norm.forward)]);

    /// <summary>Applies a linear layer to all features, in float32. In channels-last the weight is rearranged, not
    /// features and gradients.</summary>
    private static Tensor Flat(Module<Tensor, Tensor> layer, Tensor features, CastWeights weights)
    {
        if (layer is not Linear linear) return layer.ForwardAs(features.flatten(1), weights).to(ScalarType.Float32);
        var weight = weights.In(features.dtype, linear.weight)!
            .view(-1, features.shape[1], features.shape[2], features.shape[3]).permute(0, 2, 3, 1).flatten(1);
        return functional.linear(
            features.permute(0, 2, 3, 1).flatten(1), weight, weights.In(features.dtype, linear.bias)!)
            .to(ScalarType.Float32);
    }

    /// <summary>Gives what a convolution over the one-hot maps adds: [B, F, H/2, W/2], in the type and layout it
    /// computes in.</summary>
    private Tensor LabelMaps(
        Module<Tensor, Tensor> convolution, Tensor labels, ScalarType type, CastWeights weights)
    {
        var ones = torch.ones(1, 1, shape.Height, shape.Width, dtype: type, device: labels.device);
        var maps = convolution.ForwardAs(ones, weights)
            .view(shape.Classes, shape.Filters, shape.Height / 2, shape.Width / 2);
        // Selects whole rows of the channels-last layout, because selecting keeps no layout of more dimensions.
        var (f, h, w) = (maps.shape[1], maps.shape[2], maps.shape[3]);
        return maps.permute(
            0, 2, 3, 1).reshape(-1, h * w * f).index_select(0, labels).view(-1, h, w, f).permute(0, 3, 1, 2);
    }
}
