using Mintage.Data;
using Mintage.Runtime;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>What tasks that bring synthetic images write beside them.</summary>
internal static class SyntheticFiles
{
    private const int FirstClassColumns = 8, FirstClassRows = 4, BesideColumns = 8;

    /// <summary>A sheet of more classes than this shows the first so many.</summary>
    private const int MostClassesBeside = 40;

    /// <summary>Images on the sheet of the first class.</summary>
    public const int FirstClassCount = FirstClassColumns * FirstClassRows;

    /// <summary>Writes images from elsewhere with all their sheets.</summary>
    /// <param name="folder">The task's.</param>
    /// <param name="synthetic">The images.</param>
    /// <param name="real">Real ones to stand beside them.</param>
    public static void Write(string folder, SyntheticSet synthetic, LabelledImages real)
    {
        var images = synthetic.Images;
        synthetic.Save(Path.Combine(folder, SynthesiseTask.ImagesFile));
        WriteBesideReal(folder, real, images);
        int[] first = [.. Enumerable.Range(0, images.Count).Where(i => images.Labels[i] == 0).Take(FirstClassCount)];
        if (first.Length > 0) WriteFirstClass(folder, images.Select(first));
    }

    /// <summary>Writes real images beside synthetic ones.</summary>
    public static void WriteBesideReal(string folder, LabelledImages real, LabelledImages synthetic) =>
        WholeFile.WriteBytes(
            Path.Combine(folder, SynthesiseTask.BesideRealFile),
            ImageSheet.Beside(real, synthetic, BesideColumns, MostClassesBeside));

    /// <summary>Writes images of the first class.</summary>
    public static void WriteFirstClass(string folder, LabelledImages images) =>
        WholeFile.WriteBytes(
            Path.Combine(folder, SynthesiseTask.FirstClassFile), ImageSheet.Grid(images, FirstClassColumns));
}
