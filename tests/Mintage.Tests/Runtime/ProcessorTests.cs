using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

public sealed class ProcessorTests
{
    [Theory]
    [InlineData("processor\t: 0\nflags\t\t: fpu avx512f avx512_bf16 sse\n", true)]
    [InlineData("processor\t: 0\nflags\t\t: fpu avx512f sse\n", false)]
    [InlineData("processor\t: 0\nFeatures\t: fp asimd bf16\n", true)]
    [InlineData("processor\t: 0\nFeatures\t: fp asimd notbf16\n", false)]
    [InlineData("", false)]
    public void Bfloat16_is_read_off_the_flags(string cpuInfo, bool has) => Assert.Equal(has, Processor.HasFlag(cpuInfo));
}
