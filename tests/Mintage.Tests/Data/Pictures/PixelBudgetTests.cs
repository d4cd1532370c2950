using Mintage.Data.Pictures;

namespace Mintage.Tests.Data.Pictures;

public sealed class PixelBudgetTests
{
    [Fact]
    public void What_is_spent_at_once_stays_within_the_budget_and_what_is_larger_goes_alone()
    {
        var budget = new PixelBudget(10);
        long now = 0, most = 0;
        var together = new Lock();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var pixels = i % 7 == 0 ? 25 : 1 + (i % 4);
            budget.Spend(pixels, () =>
            {
                lock (together) most = Math.Max(most, now += Math.Min(pixels, 10));
                Thread.Yield();
                lock (together) now -= Math.Min(pixels, 10);
            });
        });
        Assert.InRange(most, 1, 10);
        Assert.Throws<InvalidOperationException>(() => budget.Spend(10, () => throw new InvalidOperationException()));
        var isFree = false;
        budget.Spend(10, () => isFree = true); // what failed gave its share back
        Assert.True(isFree);
    }
}
