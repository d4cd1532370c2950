using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

/// <summary>
/// Batch norm with a gain and a bias per class, gain[y] * (x - mean) / deviation + bias[y]; mean and deviation are over
/// all
/// classes together. De Vries et al. 2017, arXiv:1707.00683; Dumoulin et al. 2017, arXiv:1610.07629.
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
