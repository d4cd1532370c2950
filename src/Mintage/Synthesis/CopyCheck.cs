using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>
/// Decides if synthetic images may be handed on: their provenance must say that they were compared with the images
/// their GAN saw, or they are compared now. Sets without a provenance pass, because nobody knows what to compare them
/// with.
/// </summary>
public static class CopyCheck
{
    /// <summary>Refuses synthetic images that were never compared with the images their GAN saw.</summary>
    /// <param name="set">Synthetic images, or real and synthetic ones together.</param>
    /// <exception cref="UserInputException">The images were not compared, or the provenance cannot be read.</exception>
    public static void Require(TracedSet set)
    {
        if (set.Provenance is null || Provenance(set) is not { Copies: null } provenance) return;
        throw new UserInputException(
            "Synthetic images must be compared with their GAN's training images before they are handed on, but the "
            + $"provenance of '{set.Images.Name}' says that they were not checked for copies: they were drawn with "
            + "--allow-memorised, or by a study or a program. Pass the GAN's training data "
            + $"('{provenance.TrainingSet}') as --train to check them now, draw them again with 'mintage gan "
            + "sample', or use --allow-memorised if nobody's privacy is at stake.");
    }

    /// <summary>Compares a set's synthetic images with the images their GAN saw.</summary>
    /// <param name="set">Must have a provenance. If it does not mark its synthetic images, all images count as
    /// synthetic.</param>
    /// <param name="source">Contains all images that the GAN saw; may contain others.</param>
    /// <returns>The set, with a provenance that records the check.</returns>
    /// <exception cref="UserInputException">There are copies, images that the GAN saw are missing, or there is no
    /// provenance.</exception>
    public static TracedSet Against(TracedSet set, LabelledImages source)
    {
        if (set.Provenance is null)
            throw new UserInputException(
                $"--train needs synthetic images with a provenance, but '{set.Images.Name}' has none. Leave out "
                + "--train.");
        var (provenance, marks) = (Provenance(set), set.Images.IsSynthetic);
        var training = CopyGuard.TrainingImages(provenance.Lineage, source);
        var made = marks is null
            ? set.Images
            : set.Images.Select([.. Enumerable.Range(0, set.Images.Count).Where(i => marks[i])]);
        var copies = new CopyGuard(training).Copies(made);
        if (copies.Length > 0)
        {
            throw new UserInputException(
                $"Synthetic images must not be copies of their GAN's training images, but {copies.Length:N0} of "
                + $"{made.Count:N0} of '{set.Images.Name}' are copies or near copies. Draw them again with 'mintage "
                + "gan sample', which replaces copies; or use --allow-memorised if nobody's privacy is at stake.");
        }
        var facts = new CopyFacts(training.Count, provenance.Copies?.Redrawn ?? 0);
        return set with { Provenance = (provenance with { Copies = facts }).ToText() };
    }

    private static Provenance Provenance(TracedSet set) =>
        SealedJson.Parse<Provenance>(set.Provenance!, $"the provenance of {set.Images.Name}");
}
