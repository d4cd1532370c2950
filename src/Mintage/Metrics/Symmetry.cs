namespace Mintage.Metrics;

/// <summary>A change that may leave an image's meaning as it is.</summary>
public enum SymmetryKind
{
    /// <summary>Mirrored left to right.</summary>
    Mirror,

    /// <summary>Mirrored top to bottom.</summary>
    MirrorVertical,

    /// <summary>Turned by 90 degrees; square images only.</summary>
    QuarterTurn,
}

/// <summary>Tells if changed images still look like images of their class: how much farther from the class they lie
/// than before. Immutable.</summary>
/// <param name="Kind">The change.</param>
/// <param name="Farther">Mean over classes of how much farther the nearest image of the class is, as a share: 0.1 is 10
/// % farther.</param>
/// <param name="WorstClass">The class with the largest increase.</param>
/// <param name="WorstFarther">The increase in that class.</param>
public sealed record SymmetryFinding(SymmetryKind Kind, double Farther, string WorstClass, double WorstFarther)
{
    /// <summary>
    /// Changed images count as alike up to these values, in the mean and in every class. CIFAR-10 mirrored is at 0.01
    /// and upside down at 0.045, mirrored MNIST at 0.69, and chance moves a class of 400 images by some 0.03.
    /// </summary>
    public const double MostFarther = 0.03, MostFartherInClass = 0.1;

    /// <summary>True if changed images lie as near to their class as before, in every class.</summary>
    public bool Alike => Farther <= MostFarther && WorstFarther <= MostFartherInClass;
}
