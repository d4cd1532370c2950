using MathNet.Numerics;

namespace Mintage.Statistics;

/// <summary>
/// McNemar's test of two fixed classifiers on one test set. It says nothing about other training runs, so it describes one
/// replicate and never decides.
/// </summary>
/// <param name="Gained">Images that only the first classifier gets right (b).</param>
/// <param name="Lost">Images that only the second gets right (c).</param>
/// <param name="ExactPValue">min(1, 2 P(Bin(b + c, 1/2) &lt;= min(b, c))); 1 where nothing differs.</param>
/// <param name="MidPValue">The exact one less P(Bin = min(b, c)); null for b = c, where it is not defined.</param>
/// <param name="ChiSquared">(b - c)^2 / (b + c), 1 degree of freedom; null where nothing differs.</param>
/// <param name="PValue">Of <paramref name="ChiSquared"/>.</param>
/// <param name="CorrectedChiSquared">(|b - c| - 1)^2 / (b + c) (Edwards 1948), also for b = c; null where nothing differs.</param>
/// <param name="CorrectedPValue">Of <paramref name="CorrectedChiSquared"/>.</param>
/// <remarks>McNemar, Psychometrika 12, 153-157 (1947). The chi-squared forms are for b + c of about 25 and more.</remarks>
public sealed record McNemar(
    long Gained, long Lost, double ExactPValue, double? MidPValue, double? ChiSquared, double? PValue, double? CorrectedChiSquared, double? CorrectedPValue)
{
    /// <summary>The test for two counts, at least 0 each.</summary>
    public static McNemar Of(long gained, long lost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gained);
        ArgumentOutOfRangeException.ThrowIfNegative(lost);
        if (gained + lost == 0) return new McNemar(0, 0, 1, null, null, null, null, null);
        double total = gained + lost, fewer = Math.Min(gained, lost);
        var exact = Math.Min(1, 2 * SpecialFunctions.BetaRegularized(total - fewer, fewer + 1, 0.5));
        double? mid = gained == lost ? null : exact - Math.Exp(LogChoose(total, fewer) - (total * Constants.Ln2));
        double chi = Square(gained - lost) / total, corrected = Square(Math.Abs(gained - lost) - 1) / total;
        return new McNemar(gained, lost, exact, mid, chi, Tail(chi), corrected, Tail(corrected));
    }

    private static double Tail(double chiSquared) => StandardNormal.TwoSidedTail(Math.Sqrt(chiSquared));

    private static double LogChoose(double n, double k) =>
        SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);

    private static double Square(double value) => value * value;
}
