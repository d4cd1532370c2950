using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Metrics;

/// <summary>Checks that two sets of images can be compared at all.</summary>
internal static class ScoreInput
{
    /// <summary>Both sets must have at least 2 images, all of one shape, and not only pixels of a single
    /// value.</summary>
    /// <param name="real">Real images.</param>
    /// <param name="synthetic">Synthetic images, or any other set compared with the real ones.</param>
    /// <exception cref="UserInputException">The sets do not meet this.</exception>
    public static void Require(LabelledImages real, LabelledImages synthetic)
    {
        RequireSameShape(real, synthetic);
        foreach (var set in new[] { real, synthetic })
        {
            FeatureCheck.Enough(set.Count, $"images in '{set.Name}'");
            if (!set.Pixels.AsSpan().ContainsAnyExcept(set.Pixels[0]))
                throw new UserInputException(
                    $"Images must show something, but every pixel of all {set.Count} images in '{set.Name}' has the "
                    + $"value {set.Pixels[0]}. Check how they were saved or sampled.");
        }
    }

    /// <summary>Both sets must have images of one height, width and number of channels.</summary>
    /// <exception cref="UserInputException">The shapes differ.</exception>
    public static void RequireSameShape(LabelledImages real, LabelledImages synthetic)
    {
        if ((real.Height, real.Width, real.Channels) != (synthetic.Height, synthetic.Width, synthetic.Channels))
            throw new UserInputException(
                $"Both sets must have images of one shape, but those in '{real.Name}' are {Shape(real)} and those in "
                + $"'{synthetic.Name}' {Shape(synthetic)}. Convert one of them.");
    }

    private static string Shape(LabelledImages set) => $"{set.Height}x{set.Width}x{set.Channels}";
}
