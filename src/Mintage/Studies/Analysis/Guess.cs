using System.Globalization;
using Mintage.Data;
using Mintage.Statistics;

namespace Mintage.Studies.Analysis;

/// <summary>What a measure gives whoever never looks at an image.</summary>
/// <param name="Percent">The measure, 0 ... 100.</param>
/// <param name="Words">How it is reached: "guessing has 33.33 %".</param>
internal readonly record struct Guess(double Percent, string Words)
{
    /// <summary>
    /// Of accuracy and macro-F1 by always naming the most frequent class, of balanced accuracy whatever is named.
    /// </summary>
    /// <param name="measure">The measure.</param>
    /// <param name="test">The test images.</param>
    public static Guess Of(ClassMeasure measure, LabelledImages test)
    {
        var counts = test.ClassCounts();
        var (classes, most) = (counts.Count(n => n > 0), counts.Max());
        var (share, name) = ((double)most / test.Count, test.ClassNames[Array.IndexOf([.. counts], most)]);
        var percent = 100 * measure switch
        {
            ClassMeasure.Accuracy => share,
            ClassMeasure.BalancedAccuracy => 1.0 / classes,
            _ => 2 * share / (1 + share) / classes,
        };
        var isEqual = measure == ClassMeasure.BalancedAccuracy || counts.Where(n => n > 0).Min() == most;
        return new(percent, (isEqual ? "guessing" : $"always answering '{name}'")
            + $" has {percent.ToString("0.##", CultureInfo.InvariantCulture)} %");
    }
}
