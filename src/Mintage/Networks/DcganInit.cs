using Mintage.Runtime;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Networks;

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
        foreach (var (name, module) in network.named_modules())
        {
            if (module is SpectralLayer layer) layer.Start(seed.Child($"{name}.u").Random());
        }
    }
}
