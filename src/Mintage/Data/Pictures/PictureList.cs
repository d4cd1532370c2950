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
}
