using Mintage.Metrics;
using static TorchSharp.torch;

namespace Mintage.Tests.Metrics;

public sealed class FeatureRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(2048)]
    public void Squared_distances_are_the_sums_of_squares(int width)
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            var x = Samples.Normal(3, width, 1).to(type);
            using var rows = new FeatureRows(x, "images");
            var expected = (x[0].to(ScalarType.Float64) - x[2].to(ScalarType.Float64)).square().sum().item<double>();
            Assert.Equal(expected, rows.SquaredDistance(0, rows, 2), 1e-14 * expected);
            Assert.Equal(rows.SquaredDistance(0, rows, 2), rows.SquaredDistance(2, rows, 0));
            Assert.Equal(0, rows.SquaredDistance(1, rows, 1));
        }
    }

    [Fact]
    public void Products_are_within_their_stated_error()
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using var rows = new FeatureRows(Samples.Normal(60, 300, 1, mean: 3).to(type), "images");
            var largest = 0.0;
            PairTiles.Visit(rows, rows, 16, tile =>
            {
                for (var p = 0; p < tile.Products.Length; p++)
                {
                    var (r, c) = (p / tile.ColumnNorms.Length, p % tile.ColumnNorms.Length);
                    var sum = tile.RowNorm(r) + tile.ColumnNorms[c];
                    var error = Math.Abs(sum - (2 * tile.Products[p]) - rows.SquaredDistance(tile.FirstRow + r, rows, tile.FirstColumn + c));
                    largest = Math.Max(largest, error / (tile.Error.Absolute + (tile.Error.Relative * sum)));
                }
            });
            Assert.InRange(largest, 0, 0.5); // the bound is for the worst case; typical errors are far below it
        }
    }
}
