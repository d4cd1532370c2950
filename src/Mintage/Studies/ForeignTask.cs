using System.Text.Json.Serialization;
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>Brings images into a study that no GAN of it made.</summary>
internal abstract record ForeignTask : StudyTask
{
    /// <summary>From this share on, images that nearly are test images are no chance: it knows them.</summary>
    private const double CommonNearTest = 0.01;

    /// <summary>Synthetic images may nearly be test images so many times as often as real ones are.</summary>
    private const double MoreThanReal = 2;

    /// <summary>About as many real images tell how alike the data are.</summary>
    private const int MostReal = 5_000;

    /// <summary>Name of the GAN in the study, for people.</summary>
    public required string GanName { get; init; }

    /// <summary>Images to bring.</summary>
    public required int Count { get; init; }

    /// <summary>The images that none of them may be.</summary>
    public required ImagePart Test { get; init; }

    /// <summary>Seed of all draws.</summary>
    public required long Seed { get; init; }

    /// <summary>Pixels of an image, for the estimate.</summary>
    [JsonIgnore]
    public int PixelsPerImage { get; init; } = 28 * 28;

    [JsonIgnore]
    public override IReadOnlyList<string> Needs => [];

    [JsonIgnore]
    public override double EstimatedMegabytes => 0.5 + (Count * PixelsPerImage * 1e-6);

    /// <summary>Seconds of the comparison with the test images.</summary>
    protected double CheckSeconds => 2 + ((double)Count * Test.Count * 1e-7);

    /// <summary>Compares images with the test images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="data">The study's.</param>
    /// <param name="byChance">Share that may nearly be a test image; more only where real images are so alike.</param>
    /// <returns>What must be refused, or null and how many nearly are a test image.</returns>
    protected (TestCopies? Refused, int Near) Compared(LabelledImages images, StudyData data, double byChance = 0)
    {
        if (TestCopies.Find(images, data.Images(Test)) is not { } copies) return (null, 0);
        var (near, allowed) = (copies.Matches.Count, byChance * images.Count);
        if (copies.Identical == 0 && near > allowed)
            allowed = Math.Max(allowed, MoreThanReal * ShareOfReal(data) * images.Count);
        return copies.Identical > 0 || near > allowed ? (copies, 0) : (null, near);
    }

    /// <summary>Compares images that were made for the study with the test images.</summary>
    /// <returns>How many nearly are one.</returns>
    /// <exception cref="UserInputException">One is a test image, or more nearly are than chance allows.</exception>
    protected int RequireNoTestImages(LabelledImages images, TaskContext context)
    {
        var (refused, near) = Compared(images, context.Study.Data, Math.Max(CommonNearTest, 1.0 / images.Count));
        return refused is null ? near : throw new UserInputException(refused.Fault(GanName));
    }

    /// <summary>Share of real images beside the test images that nearly are one: how alike the data are.</summary>
    private double ShareOfReal(StudyData data)
    {
        var (test, all) = (data.Images(Test), data.Images(data.Common(RealPart.Whole)));
        var rows = LeakGuard.RowsOutside(all, LeakGuard.Fingerprints(test));
        var step = Math.Max(1, rows.Length / MostReal);
        var real = all.Select([.. rows.Where((_, i) => i % step == 0)]);
        return real.Count == 0 ? 0 : (double)(TestCopies.Find(real, test)?.Matches.Count ?? 0) / real.Count;
    }
}
