using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Benchmarks.Peers;

/// <summary>Layers over an input that the one-hot label is joined to; and initial weights that several designs want.</summary>
internal sealed class LabelledNetwork : Module<Tensor, Tensor, Tensor>
{
    private readonly Sequential layers;
    private readonly int classes;

    /// <summary>Build it outside any dispose scope.</summary>
    public LabelledNetwork(int classes, params Module<Tensor, Tensor>[] layers) : base(nameof(LabelledNetwork))
    {
        (this.classes, this.layers) = (classes, Sequential(layers));
        RegisterComponents();
    }

    /// <summary>The one-hot label beside a vector [B, D], or as constant maps beside the channels of an image [B, C, H, W].</summary>
    public override Tensor forward(Tensor input, Tensor labels)
    {
        var oneHot = functional.one_hot(labels, classes).to(ScalarType.Float32);
        var beside = input.dim() == 2 ? oneHot : oneHot.view(-1, classes, 1, 1).expand(-1, -1, input.shape[2], input.shape[3]);
        return layers.forward(cat([input, beside], 1));
    }

    /// <summary>Keras' initial weights: Glorot uniform, biases zero.</summary>
    public LabelledNetwork WithKerasWeights()
    {
        foreach (var parameter in parameters())
        {
            if (parameter.dim() > 1) init.xavier_uniform_(parameter);
            else init.zeros_(parameter);
        }
        return this;
    }

    /// <summary>The DCGAN paper's: N(0, 0.02²), gains of batch norm N(1, 0.02²), biases zero.</summary>
    public LabelledNetwork WithDcganWeights()
    {
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal)) init.zeros_(parameter);
            else init.normal_(parameter, parameter.dim() > 1 ? 0 : 1, 0.02);
        }
        return this;
    }
}
