using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Samples;

/// <summary>
/// A small network of depthwise separable convolutions, as in MobileNet, for images of any size. As a <see cref="Classifier"/> it can
/// also be judge (<c>LabelAgreement.Of</c>) and feature extractor (<c>CnnFeatures.Of</c>).
/// </summary>
internal sealed class SeparableClassifier : Classifier
{
    private readonly Conv2d stem;
    private readonly ModuleList<Conv2d> spatial = new(), pointwise = new();
    private readonly Linear output;

    /// <summary>Builds the network; call outside any dispose scope.</summary>
    public SeparableClassifier(int channels, int filters, int classes, SeedTree seed) : base(nameof(SeparableClassifier))
    {
        stem = Conv2d(channels, filters, 3, padding: 1);
        for (var stage = 0; stage < 2; stage++)
        {
            spatial.Add(Conv2d(filters << stage, filters << stage, 3, padding: 1, groups: filters << stage));
            pointwise.Add(Conv2d(filters << stage, filters << (stage + 1), 1));
        }
        output = Linear(filters << 2, classes);
        RegisterComponents();
        // TorchSharp draws initial weights from a global generator; these depend on the seed alone.
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal)) WeightInit.Constant(parameter, 0);
            else if (parameter.shape.Length == 4) WeightInit.HeNormal(parameter, seed.Child(name).Random());
            else WeightInit.GlorotUniform(parameter, seed.Child(name).Random());
        }
    }

    /// <summary>Class logits, float32 [B, classes], of images, float32 [B, C, H, W] in [0, 1].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return output.forward(Features(input)).MoveToOuterDisposeScope();
    }

    /// <summary>The means of the last maps, float32 [B, 4 x filters].</summary>
    public override Tensor Features(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = stem.forward(input).relu();
        for (var stage = 0; stage < spatial.Count; stage++)
            x = functional.max_pool2d(pointwise[stage].forward(spatial[stage].forward(x)).relu(), 2);
        return x.mean([2, 3]).MoveToOuterDisposeScope();
    }
}
