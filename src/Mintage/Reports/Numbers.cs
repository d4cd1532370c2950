using System.Globalization;
using Mintage.Results;

namespace Mintage.Reports;

/// <summary>How the report prints numbers. What is missing or not finite is a dash, never "NaN".</summary>
internal static class Numbers
{
    /// <summary>Stands for a value that does not exist.</summary>
    public const string None = "–";

    private const string NoBreakSpace = "\u00A0";
    private const char Minus = '\u2212';

    /// <summary>A fraction as "93.05 %".</summary>
    public static string Percent(double? fraction) => Shown(fraction * 100, "0.00", NoBreakSpace + "%");

    /// <summary>A share of a whole as "69 %".</summary>
    public static string Share(double? fraction) => Shown(fraction * 100, "0", NoBreakSpace + "%");

    /// <summary>Percentage points with their sign, as "+3.21".</summary>
    public static string Points(double? points) => Shown(points, "+0.00;-0.00;0.00");

    /// <summary>Percentage points without a sign, as "0.21".</summary>
    public static string Spread(double? points) => Shown(points, "0.00");

    /// <summary>Unit of a difference in a measure: accuracy is understood, another measure is named.</summary>
    public static string PointsOf(string measure) => measure == "accuracy" ? "points" : $"points of {measure}";

    /// <summary>Words as a heading begins: "balanced accuracy" becomes "Balanced accuracy".</summary>
    public static string Capital(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}";

    /// <summary>What the simultaneous intervals of a study hold with, in percent: "95".</summary>
    public static string Confidence(StudyResults results) => Shown(results.ConfidencePercent, "0.##");

    /// <summary>An interval of a difference in points, as "[−0.20, +0.82]".</summary>
    public static string Interval(PointsInterval? points) => Interval(points, Points);

    /// <summary>An interval of an accuracy, given in percent, as "[96.02, 96.81]".</summary>
    public static string PercentInterval(PointsInterval? percent) => Interval(percent, Spread);

    /// <summary>A p value with three decimals; smaller ones as a bound.</summary>
    public static string PValue(double? p) => p is < 0.001 and >= 0 ? "<" + NoBreakSpace + "0.001" : Shown(p, "0.000");

    /// <summary>Synthetic images per real image, as "3.33".</summary>
    public static string Dose(double? dose) => Shown(dose, "0.##");

    /// <summary>A loss in nats with four decimals.</summary>
    public static string Loss(double? nats) => Shown(nats, "0.0000");

    /// <summary>A difference of losses in nats with its sign and four decimals.</summary>
    public static string LossChange(double? nats) => Shown(nats, "+0.0000;-0.0000;0.0000");

    /// <summary>A signed figure in percent as the article prints it, "-13.16 %".</summary>
    public static string SignedPercent(double? percent) => Shown(percent, "+0.00;-0.00;0.00", NoBreakSpace + "%");

    /// <summary>A whole number as "60,000".</summary>
    public static string Count(int count) => Shown(count, "#,0");

    /// <summary>A factor or number of epochs with one decimal.</summary>
    public static string OneDecimal(double? value) => Shown(value, "#,0.0");

    /// <summary>A measure with as many decimals as give the largest of its table four digits.</summary>
    public static string Like(double largest, double? value)
    {
        var magnitude = largest > 0 ? (int)Math.Floor(Math.Log10(largest)) : 0;
        return magnitude < -4
            ? Shown(value, "0.000e0")
            : Shown(value, "#,0." + new string('0', Math.Max(0, 3 - magnitude)));
    }

    /// <summary>A value on an axis whose ticks are this far apart.</summary>
    public static string Tick(double value, double step)
    {
        if (value != 0 && Math.Abs(value) is < 1e-3 or >= 1e6) return Shown(value, "0.##e0");
        var decimals = Math.Max(0, (int)-Math.Floor(Math.Log10(step) + 1e-9));
        return Shown(value, "#,0." + new string('0', decimals));
    }

    private static string Interval(PointsInterval? ends, Func<double?, string> number) =>
        ends is { } e && double.IsFinite(e.Low) && double.IsFinite(e.High)
            ? $"[{number(e.Low)},{NoBreakSpace}{number(e.High)}]"
            : None;

    private static string Shown(double? value, string format, string unit = "") =>
        value is { } v && double.IsFinite(v)
            ? v.ToString(format, CultureInfo.InvariantCulture).Replace('-', Minus) + unit
            : None;
}
