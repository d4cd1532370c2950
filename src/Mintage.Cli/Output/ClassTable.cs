using System.Globalization;
using Mintage.Results;
using Mintage.Runtime;

namespace Mintage.Cli.Output;

/// <summary>Recall of every class and the most frequent confusions, for a terminal.</summary>
internal static class ClassTable
{
    private const int MostConfusions = 5, LongestName = 30;

    /// <summary>Prints them to the standard output.</summary>
    public static void Print(ConfusionMatrix confusion)
    {
        var width = confusion.ClassNames.Max(name => Math.Min(LongestName, name.Length));
        Terminal.Line($"{"class".PadRight(width)}   images   recall   precision");
        for (var c = 0; c < confusion.ClassNames.Count; c++)
            Terminal.Line(
                $"{Short(confusion.ClassNames[c]).PadRight(width)} {confusion.Images(c),8:N0} "
                + $"{Percent(confusion.Recall(c)),8} {Percent(confusion.Precision(c)),11}");
        if (confusion.HasUnequalClasses())
            Terminal.Line(
                $"Balanced accuracy, in which every class counts the same: {Percent(confusion.BalancedAccuracy())}.");
        var confused = confusion.Confused().Take(MostConfusions)
            .Select(c => $"{Short(c.True)} predicted as {Short(c.Predicted)} ({c.Images:N0})").ToList();
        if (confused.Count > 0) Terminal.Line($"Most often confused: {string.Join(", ", confused)}.");
    }

    private static string Short(string name) =>
        ShownText.Name(name.Length <= LongestName ? name : name[..(LongestName - 3)] + "...");

    private static string Percent(double? share) =>
        share is { } s ? (100 * s).ToString("F2", CultureInfo.InvariantCulture) + " %" : "-";
}
