using System.Globalization;
using Mintage.Results;

namespace Mintage.Reports.Charts;

/// <summary>A mark on an axis.</summary>
/// <param name="Place">Where, in the axis's own coordinates (see <see cref="Axis.Place"/>).</param>
/// <param name="Label">What is printed beside it.</param>
internal readonly record struct Tick(double Place, string Label);

/// <summary>One axis of a chart: what it shows, from where to where, and its marks.</summary>
internal sealed record Axis
{
    private const double Margin = 0.04;

    private static readonly double[] AccuracyMarks =
        [10, 20, 50, 80, 90, 95, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99];

    /// <summary>The quantity and its unit.</summary>
    public required string Title { get; init; }

    /// <summary>Lower end, in the axis's own coordinates.</summary>
    public required double Min { get; init; }

    /// <summary>Upper end, in the axis's own coordinates.</summary>
    public required double Max { get; init; }

    /// <summary>The marks.</summary>
    public required IReadOnlyList<Tick> Ticks { get; init; }

    /// <summary>Where a value lies on the axis; NaN for what cannot be shown.</summary>
    public Func<double, double> Place { get; init; } = value => value;

    /// <summary>An axis over the finite ones of these values, a little wider than they are.</summary>
    public static Axis Linear(string title, IEnumerable<double> values, bool fromZero = false)
    {
        var (low, high) = Range(values.Where(double.IsFinite));
        if (fromZero) low = Math.Min(low, 0);
        var margin = Margin * (high - low);
        var (min, max) = (fromZero && low == 0 ? 0 : low - margin, high + margin);
        return new() { Title = title, Min = min, Max = max, Ticks = [.. EvenTicks(min, max, v => v)] };
    }

    /// <summary>A logarithmic axis over the positive ones of these values.</summary>
    public static Axis Log(string title, IEnumerable<double> values)
    {
        var (low, high) = Range(values.Where(v => v > 0 && double.IsFinite(v)).Select(Math.Log10));
        var margin = Margin * (high - low);
        var (min, max) = (low - margin, high + margin);
        List<Tick> ticks = [.. DecadeTicks(min, max)];
        if (ticks.Count < 2) ticks = [.. EvenTicks(Math.Pow(10, min), Math.Pow(10, max), Math.Log10)];
        return new() { Title = title, Min = min, Max = max, Ticks = ticks, Place = LogPlace };
    }

    /// <summary>
    /// An axis of accuracies in percent, stretched towards 100: equal distances are equal factors of the error.
    /// On an even axis the last points, which decide, would all lie on one line.
    /// </summary>
    public static Axis Accuracy(string title, IEnumerable<double> percents)
    {
        var shown = percents.Where(double.IsFinite).ToList();
        // An error of zero has no logarithm; it is drawn at half the smallest error there is.
        var least = shown.Select(p => 100 - p).Where(e => e > 0).DefaultIfEmpty(1).Min() / 2;
        double Stretch(double percent) => -Math.Log10(Math.Max(100 - percent, least));
        var (low, high) = Range(shown.Select(Stretch));
        var margin = Margin * (high - low);
        var ticks = AccuracyMarks.Select(p => new Tick(Stretch(p), p.ToString(CultureInfo.InvariantCulture)))
            .Where(t => t.Place >= low - margin && t.Place <= high + margin && t.Place < -Math.Log10(least)).ToList();
        if (shown.Any(p => p >= 100)) ticks.Add(new(Stretch(100), "100"));
        return new() { Title = title, Min = low - margin, Max = high + margin, Ticks = ticks, Place = Stretch };
    }

    /// <summary>Intervals may take so many times the room of the values on each side of them.</summary>
    private const double MostBeside = 2;

    /// <summary>
    /// An axis that shows these values, and as much of their intervals as leaves the values apart: with two replicates
    /// an interval can be a hundred times wider than all values together.
    /// </summary>
    public static Axis Around(string title, IEnumerable<double> values, IEnumerable<PointsInterval?> intervals)
    {
        var (low, high) = Range(values.Where(double.IsFinite));
        var (least, most) =
            Range(intervals.OfType<PointsInterval>().SelectMany(i => new[] { i.Low, i.High }).Where(double.IsFinite)
            .DefaultIfEmpty(low));
        var span = MostBeside * (high - low);
        return Linear(
            title, [
                low, high, Math.Max(Math.Min(least, low), low - span), Math.Min(Math.Max(most, high), high + span)]);
    }

    /// <summary>
    /// An axis that marks exactly these values (not negative), logarithmic but for zero, which has a place too: it
    /// lies as far below the smallest positive value as that lies below its double.
    /// </summary>
    public static Axis FromZeroUp(string title, IEnumerable<double> values, Func<double, string> label)
    {
        var shown = values.Where(v => v >= 0 && double.IsFinite(v)).ToList();
        var unit = shown.Where(v => v > 0).DefaultIfEmpty(1).Min();
        return Marked(title, shown, label, value => value >= 0 ? Math.Log2(1 + (value / unit)) : double.NaN);
    }

    /// <summary>A logarithmic axis that marks exactly these values (positive).</summary>
    public static Axis LogAt(string title, IEnumerable<double> values, Func<double, string> label) =>
        Marked(title, [.. values.Where(v => v > 0 && double.IsFinite(v))], label, LogPlace);

    private static Axis Marked(
        string title, List<double> values, Func<double, string> label, Func<double, double> place)
    {
        var (low, high) = Range(values.Select(place));
        var ticks = new List<Tick>();
        foreach (var tick in values.Distinct().Order().Select(v => new Tick(place(v), label(v))))
        {
            // Two labels nearer than this would run into each other.
            if (ticks.Count == 0 || tick.Place - ticks[^1].Place > 2 * Margin * (high - low)) ticks.Add(tick);
        }
        // Wide margins: series that share a mark stand beside it.
        var margin = 3 * Margin * (high - low);
        return new() { Title = title, Min = low - margin, Max = high + margin, Ticks = ticks, Place = place };
    }

    /// <summary>An axis without marks, for rows that carry their own labels.</summary>
    public static Axis Bare(double min, double max) => new() { Title = "", Min = min, Max = max, Ticks = [] };

    private static double LogPlace(double value) => value > 0 ? Math.Log10(value) : double.NaN;

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high) return (0, 1);
        var wanted = Math.Max(Math.Abs(low), 1) * 0.01;
        return high - low >= wanted * 0.01 ? (low, high) : (low - wanted, high + wanted);
    }

    private static IEnumerable<Tick> EvenTicks(double min, double max, Func<double, double> place)
    {
        var rough = (max - min) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        for (var i = Math.Ceiling(min / step); i * step <= max; i++)
        {
            var value = (i * step) + 0.0; // minus zero, which the ceiling of -0.3 is, becomes zero
            yield return new(place(value), Numbers.Tick(value, step));
        }
    }

    private static IEnumerable<Tick> DecadeTicks(double min, double max)
    {
        int[] digits = max - min <= 2.5 ? [1, 2, 5] : [1];
        var stride = Math.Max(1, (int)Math.Ceiling((max - min) / 7));
        for (var exponent = (int)Math.Floor(min); exponent <= max; exponent += stride)
        {
            foreach (var digit in digits)
            {
                var value = digit * Math.Pow(10, exponent);
                if (Math.Log10(value) >= min && Math.Log10(value) <= max)
                    yield return new(Math.Log10(value), Numbers.Tick(value, Math.Pow(10, exponent)));
            }
        }
    }
}
