using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Benchmarks.Peers;

/// <summary>Input and one-hot label maps go through first layers of their own and are then joined as channels.</summary>
internal sealed class TwoBranchNetwork : Module<Tensor, Tensor, Tensor>
{
    private readonly Sequential input, label, joined;
    private readonly int classes, labelSide;

    /// <summary>Convolutions start from N(0, 0.02²) and biases 0, batch norms as they are. Build it outside any dispose scope.</summary>
    public TwoBranchNetwork(int classes, int labelSide, Module<Tensor, Tensor>[] input, Module<Tensor, Tensor>[] label, Module<Tensor, Tensor>[] joined)
        : base(nameof(TwoBranchNetwork))
    {
        (this.classes, this.labelSide) = (classes, labelSide);
        (this.input, this.label, this.joined) = (Sequential(input), Sequential(label), Sequential(joined));
        RegisterComponents();
        foreach (var (name, parameter) in named_parameters())
        {
            if (parameter.dim() > 1) init.normal_(parameter, 0, 0.02);
            else if (name.EndsWith("bias", StringComparison.Ordinal)) init.zeros_(parameter);
        }
    }

    /// <summary>Label maps are labelSide x labelSide.</summary>
    public override Tensor forward(Tensor x, Tensor labels)
    {
        var maps = functional.one_hot(labels, classes).to(ScalarType.Float32).view(-1, classes, 1, 1).expand(-1, -1, labelSide, labelSide);
        return joined.forward(cat([input.forward(x), label.forward(maps)], 1));
    }
}
