using Mintage.Data;

namespace Mintage.Splitting;

/// <summary>
/// Groups suggested by file names that begin alike, such as "p07_1.png" and "p07_2.png". This is only a guess to look
/// at; no split uses it.
/// </summary>
/// <param name="Names">The beginning of each image's file name; null where a name has none.</param>
/// <param name="Fields">Number of fields (between separators) in the beginning.</param>
internal sealed record NamedGroups(IReadOnlyList<string?> Names, int Fields)
{
    private const int FewestGroups = 3, MostFields = 4;
    private const double LargestShare = 0.5, ShareWithCompany = 0.5, ShareWithName = 0.9;
    private static readonly char[] Separators = ['_', '-', '.', ' '];

    /// <summary>
    /// Finds the shortest beginnings, from one field on, that look like groups: at least three, none with more than
    /// half of the images, most images not alone, and not simply the class. Null if there are none, or if the images
    /// come from no files.
    /// </summary>
    public static NamedGroups? Guess(LabelledImages images)
    {
        if (images.Files is not { Count: > 0 } files) return null;
        string[] stems = [.. files.Select(file => Stem(file.Path))];
        return Enumerable.Range(1, MostFields)
            .Select(fields => new NamedGroups([.. stems.Select(stem => Beginning(stem, fields))], fields))
            .FirstOrDefault(groups => groups.LooksLikeGroups(images));
    }

    /// <summary>Finds beginnings of the same length in another set; null if its images come from no files.</summary>
    public NamedGroups? In(LabelledImages others) =>
        others.Files is null
            ? null
            : this with { Names = [.. others.Files.Select(file => Beginning(Stem(file.Path), Fields))] };

    internal static string Stem(string path) => Path.GetFileNameWithoutExtension(path[(path.LastIndexOf('/') + 1)..]);

    private bool LooksLikeGroups(LabelledImages images)
    {
        var sizes = Names.OfType<string>().CountBy(name => name).ToDictionary();
        if (sizes.Count < FewestGroups || Names.Count(name => name is not null) < ShareWithName * Names.Count)
            return false;
        var company = sizes.Values.Where(size => size > 1).Sum();
        return company >= ShareWithCompany * Names.Count && sizes.Values.Max() <= LargestShare * Names.Count
            && !AreClasses(images, sizes.Count);
    }

    /// <summary>True if each class has one beginning and each beginning one class, as in "cat_1.png",
    /// "dog_1.png".</summary>
    private bool AreClasses(LabelledImages images, int groups)
    {
        var pairs = Names.Zip(images.Labels).Where(pair => pair.First is not null).Distinct().Count();
        return pairs == groups && groups == images.Labels.Distinct().Count();
    }

    private static string? Beginning(string stem, int fields)
    {
        var at = -1;
        for (var i = 0; i < fields; i++)
        {
            at = stem.IndexOfAny(Separators, at + 1);
            if (at < 0) return null;
        }
        return at == 0 ? null : stem[..at];
    }
}
