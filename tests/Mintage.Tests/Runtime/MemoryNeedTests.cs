using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

public sealed class MemoryNeedTests
{
    [Fact]
    public void What_no_machine_can_hold_is_refused_with_both_numbers()
    {
        MemoryNeed.Require(0, "'x.npz' has no image");
        var refusal = Assert.Throws<UserInputException>(() => MemoryNeed.Require(1e18, "'x.npz' has 9 images")).Message;
        Assert.StartsWith("'x.npz' has 9 images: 1,000,000,000,000 MB of memory, but this process may use ", refusal, StringComparison.Ordinal);
    }
}
