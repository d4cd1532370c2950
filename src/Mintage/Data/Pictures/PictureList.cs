using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>The pictures of a data set, before any is opened.</summary>
/// <param name="Name">What messages and reports call the data set.</param>
/// <param name="Paths">What messages call each picture, in the order of the images.</param>
/// <param name="Open">The encoded bytes of a picture by its place in the list; may throw <see cref="PictureException"/> or what files throw. Safe to call from several threads.</param>
/// <param name="Labels">A class index for every picture.</param>
/// <param name="ClassNames">Names of the classes.</param>
/// <param name="Groups">A group for every picture, or null.</param>
/// <param name="IsSynthetic">Whether each picture is synthetic, or null.</param>
/// <param name="Root">The folder that <paramref name="Paths"/> start from, where they are files of their own; otherwise null.</param>
/// <param name="OtherParts">The pictures of the other parts of the source, whose colours count too; null where there are none.</param>
internal sealed record PictureList(
    string Name, string[] Paths, Func<int, Stream> Open, int[] Labels, IReadOnlyList<string> ClassNames, string[]? Groups = null, bool[]? IsSynthetic = null, string? Root = null, Lazy<PictureList>? OtherParts = null)
{
    /// <summary>Pictures in files.</summary>
    /// <param name="name">What messages and reports call the data set.</param>
    /// <param name="root">The folder that the paths start from.</param>
    /// <param name="paths">A file for every picture, with forward slashes.</param>
    /// <param name="labels">A class index for every picture.</param>
    /// <param name="classNames">Names of the classes.</param>
    public static PictureList OfFiles(string name, string root, string[] paths, int[] labels, IReadOnlyList<string> classNames) =>
        new(name, paths, i => PictureFile.Open(Path.Combine(root, paths[i])), labels, classNames, Root: root);

    /// <summary>Every picture once, however many ways lead to it.</summary>
    /// <param name="report">Told of those left out; may be null.</param>
    /// <exception cref="UserInputException">A picture is in two classes or groups.</exception>
    public PictureList WithoutRepeats(Action<string>? report)
    {
        if (Root is null || Labels.Length != Paths.Length) return this;
        var (real, first, kept) = (new RealPaths(), new Dictionary<string, int>(), new List<int>());
        var again = -1;
        for (var i = 0; i < Paths.Length; i++)
        {
            if (first.TryAdd(real.Of(Path.Combine(Root, Paths[i])), kept.Count))
            {
                kept.Add(i);
                continue;
            }
            var known = kept[first[real.Of(Path.Combine(Root, Paths[i]))]];
            if (Labels[i] != Labels[known] || Groups?[i] != Groups?[known])
            {
                throw new UserInputException($"'{Name}': '{Paths[known]}' and '{Paths[i]}' are the same picture, but a picture can be in one "
                    + $"{(Labels[i] != Labels[known] ? "class" : "group")} only. Remove one of the two, or the link that leads there.");
            }
            again = i;
        }
        if (again < 0) return this;
        report?.Invoke($"'{Name}': {Paths.Length - kept.Count:N0} of {Paths.Length:N0} paths lead to pictures that others lead to as well "
            + $"(the last is '{Paths[again]}'); each picture counts once.");
        int[] rows = [.. kept];
        return OfFiles(Name, Root, Rows(Paths), Rows(Labels), ClassNames) with
        {
            Groups = Groups is null ? null : Rows(Groups),
            IsSynthetic = IsSynthetic is null ? null : Rows(IsSynthetic),
            OtherParts = OtherParts,
        };

        T[] Rows<T>(T[] all) => Array.ConvertAll(rows, row => all[row]);
    }
}
