using System.Globalization;
using Mintage.Gans;
using Mintage.Networks;

namespace Mintage.Studies.Analysis;

/// <summary>
/// How a GAN is trained, in a few words for tables: its objective, then what the usual GAN does not have.
/// </summary>
internal static class GanWords
{
    /// <summary>E.g. "hinge, spectral norm, projection".</summary>
    public static string Of(GanOptions options) => string.Join(", ", Parts(options));

    private static IEnumerable<string> Parts(GanOptions options)
    {
        yield return options.Objective switch
        {
            GanObjective.Wasserstein => "Wasserstein",
            GanObjective.NonSaturating => "non-saturating",
            GanObjective.LeastSquares => "least squares",
            GanObjective.Hinge => "hinge",
            _ => "minimax (saturating)",
        };
        if (options.Constraint == CriticConstraint.WeightClipping)
            yield return Text($"weights clipped at {options.ClipValue}");
        if (options.Constraint == CriticConstraint.GradientPenalty)
            yield return Text($"gradient penalty {options.PenaltyWeight}");
        if (options.R1Weight > 0) yield return Text($"R1 penalty {options.R1Weight}");
        if (options.SpectralNorm) yield return "spectral norm";
        if (options.MinibatchDeviation > 0) yield return "minibatch deviation";
        if (options.Conditioning == DiscriminatorConditioning.Projection) yield return "projection";
        if (options.Conditioning == DiscriminatorConditioning.AuxiliaryClassifier) yield return "auxiliary classifier";
        if (options.GeneratorConditioning == GeneratorConditioning.ConditionalBatchNorm)
            yield return "conditional batch norm";
        if (options is { Classical: not null, ClassicalShare: > 0 }) yield return "classical augmentation";
        if (options.DiffAugment.Count > 0)
            yield return $"{(options.AdaptiveTarget > 0 ? "adaptive " : "")}DiffAugment "
                + $"{string.Join(" + ", options.DiffAugment.Select(t => t.ToString().ToLowerInvariant()))}";
        if (options.SliceShare > 0)
            yield return Text($"best of {options.SlicePoints} points by a slice of {100 * options.SliceShare} %");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
