using System.Globalization;

namespace Mintage.Classification;

/// <summary>How the learning rate goes from the first step to the last.</summary>
public enum LearningRateSchedule
{
    /// <summary>The same rate throughout.</summary>
    Constant,

    /// <summary>Falls to 0 along half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983).</summary>
    Cosine,

    /// <summary>
    /// Rises from a twenty-fifth of the rate over the first 30 % of the steps, then falls to 0 along half a cosine
    /// (Smith and Topin 2019, arXiv:1708.07120).
    /// </summary>
    OneCycle,
}

/// <summary>
/// How a classifier is trained beyond Adam at a constant rate. The defaults change nothing. Immutable.
/// </summary>
public sealed record TrainingRecipe
{
    private const double RisingShare = 0.3, FirstShare = 0.04;

    /// <summary>How the learning rate goes.</summary>
    public LearningRateSchedule Rate { get; init; }

    /// <summary>
    /// Decoupled weight decay of all weights but biases, 0 to 1, times the learning rate at each step (Loshchilov and
    /// Hutter 2019, arXiv:1711.05101).
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>Part of the target that is spread over all classes, 0 to below 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Mixup (Zhang et al. 2018, arXiv:1710.09412): each image is blended with another of its batch, by a share drawn
    /// from Beta(this, this), 0 (off) to 2. With CutMix on as well, each step uses one of the two.
    /// </summary>
    public double MixupAlpha { get; init; }

    /// <summary>
    /// CutMix (Yun et al. 2019, arXiv:1905.04899): a rectangle of each image comes from another of its batch; its area
    /// is drawn from Beta(this, this), 0 (off) to 2.
    /// </summary>
    public double CutMixAlpha { get; init; }

    /// <summary>
    /// Decay of the exponential moving average of the weights, 0 (off) to below 1; the average is what is evaluated and
    /// kept.
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>Everything that is wrong with it, each a full sentence; empty when it can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Require("weight decay", WeightDecay, WeightDecay is >= 0 and <= 1, "0 to 1");
        Require("label smoothing", LabelSmoothing, LabelSmoothing is >= 0 and < 1, "0 to below 1");
        Require("mixup alpha", MixupAlpha, MixupAlpha is >= 0 and <= 2, "0 to 2");
        Require("CutMix alpha", CutMixAlpha, CutMixAlpha is >= 0 and <= 2, "0 to 2");
        Require("average decay", AverageDecay, AverageDecay is >= 0 and < 1, "0 to below 1");
        return faults;

        void Require(string what, double value, bool holds, string range)
        {
            if (!holds) faults.Add($"{what} must be {range}, but is {value}.");
        }
    }

    /// <summary>What differs from plain Adam, for people.</summary>
    public string Describe()
    {
        string[] words =
        [
            .. Rate == LearningRateSchedule.Constant ? Array.Empty<string>() : [RateWords()],
            .. Named("weight decay", WeightDecay), .. Named("label smoothing", LabelSmoothing),
            .. Named("mixup", MixupAlpha), .. Named("CutMix", CutMixAlpha),
            .. Named("average of weights", AverageDecay),
        ];
        return words.Length == 0 ? "Adam at a constant rate" : string.Join(", ", words);

        static IEnumerable<string> Named(string what, double value) =>
            value == 0 ? [] : [$"{what} {value.ToString("0.####", CultureInfo.InvariantCulture)}"];
    }

    /// <summary>Whether images of a batch are blended with each other.</summary>
    internal bool MixesImages => MixupAlpha > 0 || CutMixAlpha > 0;

    /// <summary>Factor of the learning rate at a step.</summary>
    /// <param name="step">Zero-based.</param>
    /// <param name="steps">Steps in all, at least 1.</param>
    internal double RateFactor(int step, int steps)
    {
        var done = (step + 0.5) / steps;
        return Rate switch
        {
            LearningRateSchedule.Cosine => Falling(done),
            LearningRateSchedule.OneCycle when done < RisingShare =>
                FirstShare + ((1 - FirstShare) * (1 - Falling(done / RisingShare))),
            LearningRateSchedule.OneCycle => Falling((done - RisingShare) / (1 - RisingShare)),
            _ => 1,
        };

        static double Falling(double share) => (1 + Math.Cos(Math.PI * share)) / 2;
    }

    private string RateWords() => Rate == LearningRateSchedule.Cosine ? "falling rate" : "one-cycle rate";
}
