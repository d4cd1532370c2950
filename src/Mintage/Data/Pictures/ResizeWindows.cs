namespace Mintage.Data.Pictures;

/// <summary>
/// Resizing along one side as Pillow does it: the input pixels under each output pixel and their weights. If the side
/// shrinks, the filter is widened by the same factor, which prevents aliasing. Pixels beyond the border are dropped and
/// the other weights are scaled to sum to 1.
/// </summary>
/// <param name="First">For each output pixel the first input pixel under it.</param>
/// <param name="Weights">For each output pixel the weights from that pixel on.</param>
internal sealed record ResizeWindows(int[] First, float[][] Weights)
{
    public int Count => First.Length;

    /// <summary>Makes the windows for resizing a side from one length to another.</summary>
    public static ResizeWindows Of(ResizeFilter filter, int input, int output)
    {
        var (radius, weigh) = Kernel(filter);
        var (first, weights) = (new int[output], new float[output][]);
        var step = (double)input / output;
        var widening = Math.Max(step, 1);
        for (var i = 0; i < output; i++)
        {
            var centre = (i + 0.5) * step;
            if (weigh is null)
            {
                (first[i], weights[i]) = (Math.Min((int)centre, input - 1), [1]);
                continue;
            }
            first[i] = Math.Max((int)(centre - (radius * widening) + 0.5), 0);
            var values = new double[Math.Min((int)(centre + (radius * widening) + 0.5), input) - first[i]];
            for (var k = 0; k < values.Length; k++) values[k] = weigh((first[i] + k - centre + 0.5) / widening);
            var sum = values.Sum();
            weights[i] = Array.ConvertAll(values, value => (float)(value / sum));
        }
        return new ResizeWindows(first, weights);
    }

    private static (double Radius, Func<double, double>? Weigh) Kernel(ResizeFilter filter) => filter switch
    {
        ResizeFilter.Nearest => (0, null),
        ResizeFilter.Box => (0.5, x => x is > -0.5 and <= 0.5 ? 1 : 0),
        ResizeFilter.Bilinear => (1, x => Math.Max(0, 1 - Math.Abs(x))),
        ResizeFilter.Bicubic => (2, Bicubic),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private static double Bicubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x switch
        {
            < 1 => ((((A + 2) * x) - (A + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * A,
            _ => 0,
        };
    }
}
