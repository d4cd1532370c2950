using Mintage.Augmentation;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Augmentation;

public sealed class BilinearWarpTests
{
    /// <summary>Positions are rounded to 1e-6 of a pixel, and a pixel differs from its neighbour by 1 at most; 4e-6 was seen.</summary>
    private const float Rounding = 5e-5f;

    [Theory]
    [InlineData(1, 28, 28, false)]
    [InlineData(3, 9, 14, false)]
    [InlineData(2, 12, 7, true)]
    public void It_is_libtorchs_affine_grid_and_grid_sample(int channels, int height, int width, bool elastic)
    {
        using var scope = NewDisposeScope();
        var random = SeedTree.FromSeed(4).Random();
        var values = new float[20 * channels * height * width];
        random.FillUniform(values);
        var images = tensor(values, [20, channels, height, width]);
        var options = new ClassicalOptions { MaxShift = 0.3, MaxRotationDegrees = 180, MaxScale = 0.4, Mirror = true };
        AffineMap[] maps = [AffineMap.Identity, .. Enumerable.Range(1, 19).Select(_ => ImageChange.Draw(options, height, width, random).Map)];
        var noise = new float[20 * height * width * 2];
        random.FillNormal(noise);
        var displacements = elastic ? tensor(noise, [20, height, width, 2]).mul(0.1f) : null;

        var actual = BilinearWarp.Of(images, maps, displacements);

        Assert.InRange((actual - Expected(images, maps, displacements)).abs().max().item<float>(), 0, Rounding);
        Assert.True(elastic || (actual[0] - images[0]).abs().max().item<float>() < Rounding);
        Assert.True((actual - images).abs().max().item<float>() > 0.1);
    }

    [Fact]
    public void The_grid_of_a_GPU_is_libtorchs_affine_grid()
    {
        using var scope = NewDisposeScope();
        var theta = tensor(new[] { 1.1f, 0.2f, -0.3f, -0.1f, 0.9f, 0.4f, 0.5f, -0.7f, 0.2f, 0.8f, 0.6f, -0.1f }, [2, 2, 3]);
        foreach (var (height, width) in new[] { (5, 7), (28, 28), (5, 7) })
            Assert.InRange((SamplingGrid.Of(theta, height, width) - nn.functional.affine_grid(theta, [2, 1, height, width], align_corners: false)).abs().max().item<float>(), 0, 1e-6f);
    }

    private static Tensor Expected(Tensor images, AffineMap[] maps, Tensor? displacements)
    {
        var matrices = new float[maps.Length * AffineMap.Length];
        for (var i = 0; i < maps.Length; i++)
            maps[i].WriteInverse(matrices.AsSpan(i * AffineMap.Length, AffineMap.Length), (int)images.shape[2], (int)images.shape[3]);
        var grid = nn.functional.affine_grid(tensor(matrices, [maps.Length, 2, 3]), images.shape, align_corners: false);
        if (displacements is not null) grid = grid + displacements;
        return nn.functional.grid_sample(images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
    }
}
