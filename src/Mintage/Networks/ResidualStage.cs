using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// A stage of a <see cref="ResidualClassifier"/>: 3x3 convolution, 2x2 max pool and ReLU, then the basic block of a ResNet (He et al.
/// 2016, arXiv:1512.03385) without batch norm: two 3x3 convolutions, added to their input.
/// </summary>
internal sealed class ResidualStage : Module<Tensor, Tensor>
{
    private readonly Conv2d conv;
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;

    /// <summary>Takes the numbers of input and output maps. Build it outside any dispose scope.</summary>
    public ResidualStage(int inputs, int outputs) : base(nameof(ResidualStage))
    {
        conv = Conv2d(inputs, outputs, 3, padding: 1);
        conv1 = Conv2d(outputs, outputs, 3, padding: 1);
        conv2 = Conv2d(outputs, outputs, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Maps float32 [B, inputs, H, W] in channels-last layout to [B, outputs, H / 2, W / 2], not negative; the
    /// caller's scope owns it.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = functional.max_pool2d(conv.forward(input), 2).relu_(); // pooled first: a quarter of the ReLUs
        var change = conv2.forward(conv1.forward(x).relu_());
        return change.add_(x).relu_().MoveToOuterDisposeScope();
    }
}
