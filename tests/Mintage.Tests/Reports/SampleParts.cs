using Mintage.Results;

namespace Mintage.Tests.Reports;

/// <summary>The decompositions of <see cref="SampleFair"/>.</summary>
internal static class SampleParts
{
    private static readonly string[] Names = ["extra steps", "fair GAN", "pooling", "leak"];

    private static readonly string[] Meanings =
    [
        "real at the steps of the augmented arm, minus real at the article's steps",
        "half of every batch synthetic at equal steps, minus real",
        "the article's pooled sets, minus half of every batch synthetic",
        "a GAN that saw all images, minus one that saw the training part",
    ];

    public static IReadOnlyList<DecompositionRecord> All { get; } =
    [
        Of("reduced", "cgan", true, 3.21, 0.74, -0.11),
        Of("reduced", "wgan", true, 3.21, 0.25, 0.20),
        Of("reduced", "cgan-60k", true, 3.21, 0.74, -0.11, 0.59),
        Of("reduced", "wgan-60k", true, 3.21, 0.25, 0.20, 0.60),
        Of("original", "cgan", false, 0.05, 0.02, 0.00),
        Of("original", "wgan", false, 0.05, -0.76, 0.69),
    ];

    private static DecompositionRecord Of(string size, string arm, bool clear, params double[] points)
    {
        var total = points.Sum();
        return new()
        {
            Size = size,
            Arm = arm,
            Leaky = points.Length > 3,
            TotalPoints = total,
            TotalInterval = new(total - 0.31, total + 0.31),
            Parts = [.. points.Select((p, i) => new DecompositionPart(Names[i], Meanings[i], p, new(p - 0.22, p + 0.22), clear ? 100 * p / total : null))],
            Sentence = clear
                ? $"Of {arm}'s {total:+0.00;-0.00} points at size {size}, {100 * points[0] / total:0} % come from extra steps and {100 * points[1] / total:0} % from the synthetic images."
                : $"The gain of {arm} at size {size} ({total:+0.00;-0.00} points) is not clear of zero, so it is not divided.",
        };
    }
}
