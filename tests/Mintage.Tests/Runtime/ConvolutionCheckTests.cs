using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Runtime;

public sealed class ConvolutionCheckTests
{
    [Fact]
    public void Convolutions_and_their_gradients_are_those_of_float64_on_this_machine()
    {
        Assert.InRange(ConvolutionCheck.WorstError(ScalarType.Float32), 0, 1e-4);
        if (Processor.HasBFloat16) Assert.InRange(ConvolutionCheck.WorstError(ScalarType.BFloat16), 0, 0.2);
    }

    [Fact]
    public void The_check_sees_rounding_and_is_no_constant() =>
        Assert.InRange(ConvolutionCheck.WorstError(ScalarType.Float32), 1e-9, 1e-4);
}
