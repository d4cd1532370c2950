namespace Mintage.Statistics;

/// <summary>Differences that do not matter, where nobody says which.</summary>
internal static class UsualMargin
{
    /// <summary>Never more than this: half a point.</summary>
    public const double Most = 0.005;

    /// <summary>Part of a control's errors that matters, whatever it is in points.</summary>
    public const double ShareOfErrors = 0.25;

    /// <summary>
    /// <see cref="Most"/> or a quarter of the errors of the family's best control, whichever is less: half a point is
    /// nothing at 80 % accuracy, and all there is to gain at 99.5 %.
    /// </summary>
    /// <param name="errors">Mean error of each control, a fraction; empty where none is known.</param>
    /// <param name="testImages">A control without errors still has a margin: one of them counts as an error.</param>
    public static double Of(IReadOnlyCollection<double> errors, int testImages) => errors.Count == 0
        ? Most
        : Math.Min(Most, ShareOfErrors * Math.Max(1.0 / testImages, errors.Min()));
}
