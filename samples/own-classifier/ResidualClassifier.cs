using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Samples;

/// <summary>A small residual network for images of any size: a convolution, two residual blocks, the mean over places, class logits.</summary>
internal sealed class ResidualClassifier : Module<Tensor, Tensor>
{
    private readonly Conv2d stem;
    private readonly ModuleList<Conv2d> first = new(), second = new();
    private readonly Linear output;

    /// <summary>Builds the network; call outside any dispose scope.</summary>
    public ResidualClassifier(int channels, int filters, int classes, SeedTree seed) : base(nameof(ResidualClassifier))
    {
        stem = Conv2d(channels, filters, 3, padding: 1);
        for (var block = 0; block < 2; block++)
        {
            first.Add(Conv2d(filters, filters, 3, padding: 1));
            second.Add(Conv2d(filters, filters, 3, padding: 1));
        }
        output = Linear(filters, classes);
        RegisterComponents();
        // TorchSharp draws initial weights from a global generator; these depend on the seed alone.
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal)) WeightInit.Constant(parameter, 0);
            else WeightInit.GlorotUniform(parameter, seed.Child(name).Random());
        }
    }

    /// <summary>Class logits, float32 [B, classes], of images, float32 [B, C, H, W] in [0, 1].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = stem.forward(input).relu();
        for (var block = 0; block < first.Count; block++)
            x = functional.max_pool2d((x + second[block].forward(first[block].forward(x).relu())).relu(), 2);
        return output.forward(x.mean([2, 3])).MoveToOuterDisposeScope();
    }
}
