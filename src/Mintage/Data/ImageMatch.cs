namespace Mintage.Data;

/// <summary>Two images that are equal or nearly equal. Immutable.</summary>
/// <param name="First">Index in the first set.</param>
/// <param name="Second">Index in the second set. If only one set is searched: index in that set, above <paramref
/// name="First"/>.</param>
/// <param name="FirstClass">Class name of the first image.</param>
/// <param name="SecondClass">Class name of the second image.</param>
/// <param name="Correlation">Correlation of their pixels, -1 to 1; 1 for identical images.</param>
public sealed record ImageMatch(int First, int Second, string FirstClass, string SecondClass, double Correlation)
{
    /// <summary>True if both images have the same class.</summary>
    public bool SameClass => FirstClass == SecondClass;

    /// <summary>Makes a pair with the names of its classes.</summary>
    internal static ImageMatch Of(
        LabelledImages firsts, int first, LabelledImages seconds, int second, double correlation) =>
        new(first, second, firsts.ClassNames[firsts.Labels[first]], seconds.ClassNames[seconds.Labels[second]],
            correlation);
}
