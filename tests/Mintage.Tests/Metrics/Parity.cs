using System.Globalization;

namespace Mintage.Tests.Metrics;

/// <summary>Compares with a golden value and writes the line of the parity table (shown with -showLiveOutput).</summary>
internal static class Parity
{
    public static void Relative(string quantity, double original, double ours, double tolerance) =>
        Absolute(quantity, original, ours, tolerance * Math.Abs(original));

    public static void Absolute(string quantity, double original, double ours, double tolerance)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"parity | {quantity} | {ours:R} | {original:R} | {ours - original:E1} |"));
        Assert.InRange(ours, original - tolerance, original + tolerance);
    }
}
