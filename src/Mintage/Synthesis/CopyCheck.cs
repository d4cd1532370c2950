using System.Text.Json;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Runtime;

namespace Mintage.Synthesis;

/// <summary>
/// Whether synthetic images may be handed on: their provenance must say that they were held against the images that their GAN saw, or
/// that is done now. Sets without a provenance pass: nobody knows what to compare them with.
/// </summary>
public static class CopyCheck
{
    /// <summary>Refuses a set whose synthetic images nobody held against those that their GAN saw.</summary>
    /// <param name="set">Of synthetic images, or of real and synthetic ones.</param>
    /// <exception cref="UserInputException">Nobody did, or the provenance cannot be read.</exception>
    public static void Require(TracedSet set)
    {
        if (set.Provenance is null || Provenance(set) is not { Copies: null } provenance) return;
        throw new UserInputException(
            $"Synthetic images must be held against the images that their GAN learned from before they are handed on, but the provenance of '{set.Images.Name}' says that nobody looked for copies: "
            + "they were drawn with --allow-memorised, or by a study or a program. "
            + $"Name the data set of the GAN's training ('{provenance.TrainingSet}') with --train to look now, draw them again with 'mintage gan sample', or give --allow-memorised if nobody's privacy is at stake.");
    }

    /// <summary>Holds the synthetic images of a set against those that their GAN saw.</summary>
    /// <param name="set">With a provenance; where it does not mark its synthetic images, all are taken for synthetic.</param>
    /// <param name="source">Has all images that the GAN saw, and perhaps others.</param>
    /// <returns>The set; its provenance says that this was done.</returns>
    /// <exception cref="UserInputException">There are copies, or images that the GAN saw are missing, or there is no provenance.</exception>
    public static TracedSet Against(TracedSet set, LabelledImages source)
    {
        if (set.Provenance is null)
            throw new UserInputException($"Only synthetic images with a provenance can be held against those that their GAN saw, but '{set.Images.Name}' has none. Leave --train out.");
        var (provenance, marks) = (Provenance(set), set.Images.IsSynthetic);
        var training = CopyGuard.TrainingImages(provenance.Lineage, source);
        var made = marks is null ? set.Images : set.Images.Select([.. Enumerable.Range(0, set.Images.Count).Where(i => marks[i])]);
        var copies = new CopyGuard(training).Copies(made);
        if (copies.Length > 0)
        {
            throw new UserInputException(
                $"Synthetic images must not be copies of those that their GAN learned from, but {copies.Length:N0} of {made.Count:N0} of '{set.Images.Name}' are copies or near copies. "
                + "Draw them again with 'mintage gan sample', which replaces copies; or give --allow-memorised if nobody's privacy is at stake.");
        }
        var facts = new CopyFacts(training.Count, provenance.Copies?.Redrawn ?? 0);
        return set with { Provenance = JsonSerializer.Serialize(provenance with { Copies = facts }, Json.File) + "\n" };
    }

    private static Provenance Provenance(TracedSet set) => Json.Parse<Provenance>(set.Provenance!, $"the provenance of {set.Images.Name}");
}
