using Mintage.Data;
using Mintage.Splitting;

namespace Mintage.Metrics;

/// <summary>
/// Finds changes to an image that its class does not notice, as far as pixels can tell. For some images of each class
/// it compares the distance to the nearest other image of the class, changed and unchanged. No classifier and no
/// randomness. Pixels do not know what an image means, so the answer is only a proposal.
/// </summary>
public static class Symmetries
{
    private const int Queries = 100, References = 400, FewestPerClass = 10;

    /// <summary>Tests every change that the images' shape allows. Empty if a class has fewer than ten images that are
    /// neither identical nor of one group.</summary>
    public static IReadOnlyList<SymmetryFinding> Of(LabelledImages images)
    {
        var units = SplitUnits.Of(images);
        int[][] members = [.. ClassMembers.Of(images.Labels).Where(rows => rows.Length > 0)];
        if (members.Length == 0 || members.Any(rows => rows.DistinctBy(i => units[i]).Count() < FewestPerClass))
            return [];
        SymmetryKind[] kinds = images.Height == images.Width
            ? Enum.GetValues<SymmetryKind>()
            : [SymmetryKind.Mirror, SymmetryKind.MirrorVertical];
        var farther = new double[members.Length][];
        Parallel.For(
            0, members.Length, c => farther[c] = Farther(images, Spread(members[c], References), units, kinds));
        return
        [
            .. kinds.Select((kind, k) =>
            {
                var worst = Enumerable.Range(0, members.Length).MaxBy(c => farther[c][k]);
                return new SymmetryFinding(kind, farther.Average(of => of[k]),
                    images.ClassNames[images.Labels[members[worst][0]]], farther[worst][k]);
            }),
        ];
    }

    /// <summary>For one class and each change, gives how much farther changed images are: the ratio of geometric means,
    /// minus 1.</summary>
    private static double[] Farther(LabelledImages images, int[] rows, int[] units, SymmetryKind[] kinds)
    {
        ImageForm[] forms = [.. rows.Select(i => ImageForm.Of(images, i))];
        var logarithms = new double[kinds.Length];
        var queries = Spread([.. Enumerable.Range(0, rows.Length)], Queries);
        foreach (var query in queries)
        {
            var plain = Nearest(forms[query]);
            for (var k = 0; k < kinds.Length; k++)
                logarithms[k] += Math.Log(Nearest(ImageForm.Of(images, rows[query], kinds[k])) / plain);

            double Nearest(ImageForm form) =>
                Enumerable.Range(0, rows.Length).Where(r => units[rows[r]] != units[rows[query]])
                    .Min(r => form.DistanceTo(forms[r]));
        }
        return Array.ConvertAll(logarithms, sum => Math.Exp(sum / queries.Length) - 1);
    }

    /// <summary>Picks at most this many items, at even distances.</summary>
    private static int[] Spread(int[] items, int most) =>
        items.Length <= most
            ? items
            : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * items.Length / most)])];
}
