namespace Mintage.Data.Pictures;

/// <summary>The pictures of a data set, before any is opened.</summary>
/// <param name="Name">What messages and reports call the data set.</param>
/// <param name="Root">The folder that the paths start from.</param>
/// <param name="Paths">A file for every picture, with forward slashes, in the order of the images.</param>
/// <param name="Labels">A class index for every picture.</param>
/// <param name="ClassNames">Names of the classes.</param>
/// <param name="Groups">A group for every picture, or null.</param>
internal sealed record PictureList(string Name, string Root, string[] Paths, int[] Labels, IReadOnlyList<string> ClassNames, string[]? Groups = null);
