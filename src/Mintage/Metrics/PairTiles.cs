using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Mintage.Metrics;

/// <summary>
/// Visits all pairs of two sets of features, tile by tile. It gives squared distances as |a|² + |b|² - 2ab from one
/// matrix product per tile, with a bound of their rounding error. Callers that need the truth near a threshold
/// recompute that pair with <see cref="FeatureRows.SquaredDistance(int, FeatureRows, int)"/>, so results depend neither
/// on the size of the tiles nor on the order in which a matrix product adds.
/// </summary>
internal static class PairTiles
{
    /// <summary>
    /// Rows and columns of a tile: 8 MB of float64 products, large enough for the matrix product to be fast.
    /// </summary>
    public const int DefaultRows = 1024;

    /// <summary>
    /// Visits every pair once. If both sets are the same object, only tiles on and above the diagonal are visited.
    /// </summary>
    /// <param name="a">Rows of the pairs.</param>
    /// <param name="b">Columns of the pairs; same D and type.</param>
    /// <param name="tileRows">Rows and columns of a tile.</param>
    /// <param name="visit">Reads a tile.</param>
    public static void Visit(FeatureRows a, FeatureRows b, int tileRows, Action<PairTile> visit)
    {
        FeatureCheck.SameDimension(a.Dimension, b.Dimension);
        if (a.Type != b.Type)
            throw new ArgumentException(
                $"both sets must have one element type, but the {a.Images} have {a.Type} and the {b.Images} {b.Type}");
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        // After centring the squares are no larger than the distances themselves, and so is the rounding error.
        var centre = b.Mean();
        for (var row = 0; row < a.Count; row += tileRows)
        {
            using var rowScope = NewDisposeScope();
            var rows = new Slab(a, row, tileRows, centre);
            for (var column = ReferenceEquals(a, b) ? row : 0; column < b.Count; column += tileRows)
            {
                using var tileScope = NewDisposeScope();
                var columns = new Slab(b, column, tileRows, centre);
                var products = rows.Values.matmul(columns.Values.t()).to(ScalarType.Float64);
                visit(new PairTile(row, column, rows.Norms, columns.Norms, products,
                    Error(a, Math.Max(rows.Norms.Max(), columns.Norms.Max()))));
            }
        }
    }

    /// <summary>
    /// Bounds the difference between |a|² + |b|² - 2ab and the plain sum of squared differences. A dot product of D
    /// terms, summed in any order, is off by at most D u |a||b| (Higham 2002, section 3.1), so 2ab by D u (|a|² +
    /// |b|²), and centring adds 4 u; twice that is taken. In float64 the norms and the plain sum, of at most twice |a|²
    /// + |b|², have errors of the same kind: hence four times. u is half the spacing of the type at 1. Underflow may
    /// cost each term the smallest normal number, and where a product may overflow nothing is known.
    /// </summary>
    private static (double Relative, double Absolute) Error(FeatureRows rows, double largestNorm)
    {
        var isFloat32 = rows.Type == ScalarType.Float32;
        if (largestNorm > (isFloat32 ? float.MaxValue : double.MaxValue) / 4) return (double.PositiveInfinity, 0);
        var (terms, unit, smallest) = isFloat32 ? (2.0, -24, -126) : (4.0, -53, -1022);
        return (((terms * rows.Dimension) + 32) * Math.ScaleB(1, unit),
            4.0 * rows.Dimension * Math.ScaleB(1, smallest));
    }

    /// <summary>Centred rows and their squared lengths; the current scope owns the tensors.</summary>
    private readonly struct Slab
    {
        public Slab(FeatureRows rows, int first, int count, Tensor centre)
        {
            Values = rows.Slab(first, Math.Min(first + count, rows.Count), centre);
            Norms = SquaredLengths(Values.to(ScalarType.Float64));
        }

        public Tensor Values { get; }

        public double[] Norms { get; }

        private static double[] SquaredLengths(Tensor rows) => (rows * rows).sum(1).data<double>().ToArray();
    }
}

/// <summary>A block of pairs; valid while it is visited.</summary>
internal readonly struct PairTile(int firstRow, int firstColumn, double[] rowNorms, double[] columnNorms,
    Tensor products, (double Relative, double Absolute) error)
{
    public int FirstRow => firstRow;

    public int FirstColumn => firstColumn;

    public int Rows => rowNorms.Length;

    /// <summary>Bound on the error of |a|² + |b|² - 2ab: the first number times |a|² + |b|², plus the second.</summary>
    public (double Relative, double Absolute) Error => error;

    /// <summary>Squared lengths of the centred columns.</summary>
    public ReadOnlySpan<double> ColumnNorms => columnNorms;

    /// <summary>Squared length of a centred row.</summary>
    public double RowNorm(int row) => rowNorms[row];

    /// <summary>Dot products of the centred rows and columns, row by row.</summary>
    public ReadOnlySpan<double> Products => MemoryMarshal.Cast<byte, double>(products.bytes);
}
