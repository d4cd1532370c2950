namespace Mintage.Metrics;

/// <summary>What limits the metrics that compare balls around images.</summary>
internal static class ManifoldWarnings
{
    public static IReadOnlyList<string> Of(int real, int synthetic) => real == synthetic
        ? []
        : [$"There are {real} real and {synthetic} synthetic images: radii shrink as a set grows, so compare this value only with others at the same two numbers."];
}
