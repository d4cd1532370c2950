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

    /// <summary>Compares images that were drawn for the study with the test images.</summary>
    /// <returns>How many nearly are one: a few may be by chance.</returns>
    /// <exception cref="UserInputException">One is a test image, or many nearly are.</exception>
    protected int RequireNoTestImages(LabelledImages images, TaskContext context)
    {
        if (TestCopies.Find(images, context.Study.Data.Images(Test)) is not { } copies) return 0;
        return copies.Identical > 0 || copies.Matches.Count > Math.Max(1, CommonNearTest * images.Count)
            ? throw new UserInputException(copies.Fault(GanName))
            : copies.Matches.Count;
    }
}
