using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Runtime;

/// <summary>
/// That a collection during the call does no harm cannot be tested quickly: provoking one often enough took 12 s on an
/// idle machine and a minute on a busy one. See the class for what was measured.
/// </summary>
public sealed class ScalarArithmeticTests
{
    [Fact]
    public void Works_in_place_and_in_the_tensors_own_type()
    {
        using var x = ones(3, dtype: ScalarType.Float64);
        using var y = ones(3, dtype: ScalarType.Float64);
        Assert.Same(x, x.MultiplyInPlace(3).AddInPlace(5).DivideInPlace(2).AddInPlace(y, -0.1).AddInPlace(y));
        Assert.Equal(4.9, x[1].item<double>(), 1e-15);
        Assert.Equal(ScalarType.Float32, ones(2).DivideInPlace(3).dtype);
    }
}
