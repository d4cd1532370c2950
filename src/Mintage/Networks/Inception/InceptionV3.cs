using Mintage.Networks.Weights;
using Mintage.Runtime;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks.Inception;

/// <summary>
/// The network of the FID: Inception V3 of 2015-12-05 with 1008 classes and no auxiliary head, for inference only.
/// Batch norms are folded into the convolutions when the weights are loaded, and activations are channels-last.
/// </summary>
/// <remarks>
/// Heusel et al. 2017, arXiv:1706.08500; layers as in pytorch-fid 0.3.0. No gradients flow through it. Forward passes
/// may run on several threads at once. Disposed by the caller.
/// </remarks>
internal sealed class InceptionV3 : Module<Tensor, Tensor>
{
    /// <summary>Height and width of its input images.</summary>
    public const int InputSize = 299;

    /// <summary>Number of logits.</summary>
    public const int ClassCount = 1008;

    private static readonly InceptionTap[] Taps =
        [InceptionTap.FirstPool, InceptionTap.SecondPool, InceptionTap.Mixed6e, InceptionTap.FinalPool];

    private readonly TorchSharp.Modules.ModuleList<Module<Tensor, Tensor>> stages;
    private readonly Tensor classWeight;
    private readonly Tensor classBias;
    private readonly InceptionBuild build;

    private InceptionV3(WeightFile file, InceptionBuild build) : base(nameof(InceptionV3))
    {
        (this.build, WeightsSha256, WeightsWarning) = (build, file.Sha256, file.Warning);
        var layers = new InceptionLayers(NamedWeights.Of(file, "Conv2d_1a_3x3.conv.weight"), build);
        stages = ModuleList(InceptionArchitecture.Stages(layers));
        classWeight = layers.Plain("fc.weight", ClassCount, (long)InceptionTap.FinalPool);
        classBias = layers.Plain("fc.bias", ClassCount);
        RegisterComponents();
        eval();
    }

    /// <summary>SHA-256 of the weight file, lower-case hexadecimal; part of every result.</summary>
    public string WeightsSha256 { get; }

    /// <summary>The note about the weights that every result must carry ("unofficial weights ..."); null for the
    /// official ones.</summary>
    public string? WeightsWarning { get; }

    /// <summary>Float32, or bfloat16 for speed at the cost of parity. Part of every result.</summary>
    public ScalarType Precision => build.Precision;

    /// <summary>Builds the network by PyTorch's names. Other content of the file is ignored, and batch counters may be
    /// missing.</summary>
    /// <param name="file">The weights, not needed afterwards.</param>
    /// <param name="precision">
    /// Float32 (parity with the original programs), or bfloat16 (about twice as fast; see docs/metrics.md for what it
    /// does to the FID).
    /// </param>
    /// <exception cref="UserInputException">A tensor is missing, does not fit or is not finite. The message names the
    /// first one.</exception>
    public static InceptionV3 Load(WeightFile file, ScalarType precision = ScalarType.Float32)
    {
        if (precision is not (ScalarType.Float32 or ScalarType.BFloat16))
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "float32 or bfloat16");
        return Load(file, new InceptionBuild(Precision: precision));
    }

    internal static InceptionV3 Load(WeightFile file, InceptionBuild build) => new(file, build);

    /// <summary>The features of the FID; <see cref="Features"/> at <see cref="InceptionTap.FinalPool"/>.</summary>
    public override Tensor forward(Tensor input) => Features(input, InceptionTap.FinalPool);

    /// <summary>Features of prepared images, averaged over all positions as pytorch-fid does for every tap.</summary>
    /// <param name="preparedImages">
    /// Float32 [N, 3, 299, 299], about [-1, 1] (from Metrics/InceptionInput), any layout; not disposed.
    /// </param>
    /// <param name="tap">The place that gives the features. The network runs no further than that.</param>
    /// <returns>Float32 [N, 64 | 192 | 768 | 2048], not negative; the caller's scope owns it.</returns>
    /// <exception cref="ArgumentException">The images have another shape: the network would run, but its output would
    /// mean nothing.</exception>
    public Tensor Features(Tensor preparedImages, InceptionTap tap)
    {
        if (preparedImages.shape is not [_, 3, InputSize, InputSize])
            throw new ArgumentException(
                $"images must be [N, 3, {InputSize}, {InputSize}], but are [{string.Join(", ", preparedImages.shape)}]",
                nameof(preparedImages));
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var x = preparedImages.to(build.Precision);
        x = build.ChannelsLast ? ChannelsLast.Of(x) : x.contiguous();
        for (var stage = 0; stage <= Array.IndexOf(Taps, tap); stage++)
        {
            var next = stages[stage].call(x);
            x.Dispose();
            x = next;
        }
        return x.to(ScalarType.Float32).mean([2, 3]).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the 1008 logits that belong to final features.</summary>
    /// <param name="features">Float32 [N, 2048], on any device; not disposed.</param>
    /// <param name="withBias">The Inception Score of the original programs uses the logits without bias.</param>
    /// <returns>Float32 [N, 1008], CPU; the caller's scope owns it.</returns>
    public Tensor Logits(Tensor features, bool withBias)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return functional.linear(features.to(classWeight.device), classWeight, withBias ? classBias : null).cpu()
            .MoveToOuterDisposeScope();
    }
}

/// <summary>The place in <see cref="InceptionV3"/> that gives the features. The value is their number per
/// image.</summary>
internal enum InceptionTap
{
    /// <summary>After the first max pool.</summary>
    FirstPool = 64,

    /// <summary>After the second max pool.</summary>
    SecondPool = 192,

    /// <summary>After block Mixed_6e, where the training network had its auxiliary head.</summary>
    Mixed6e = 768,

    /// <summary>After the global average pool: the features of the FID.</summary>
    FinalPool = 2048,
}
