using System.Diagnostics;
using Mintage.Networks.Backbones;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Benchmarks;

/// <summary>
/// <c>backbone</c>: milliseconds per image of ResNet-18 on one thread, by side, memory layout and batch size. Layouts
/// take turns, so that what else the machine does hits all of them.
/// </summary>
internal static class BackboneBenchmark
{
    private const int Rounds = 5;

    private static readonly int[] Sides = [224, 128, 96, 64, 32], Batches = [1, 16, 64];

    private enum Layout
    {
        /// <summary>Channels first, everything.</summary>
        First,

        /// <summary>Activations channels-last, weights as PyTorch keeps them.</summary>
        Input,

        /// <summary>Both channels-last: Mintage's.</summary>
        Last,
    }

    /// <summary>Measures and prints a table.</summary>
    public static void Run()
    {
        TorchRuntime.Start();
        using var last = ResNet18Backbone.Load();
        using var first = ResNet18Backbone.Load();
        using (no_grad())
        {
            foreach (var weight in first.Network.parameters().Where(p => p.dim() == 4)) weight.set_(weight.contiguous());
        }
        Console.WriteLine($"ResNet-18, ms per image on one thread, median of {Rounds} rounds in turn");
        Console.WriteLine($"{"side",5} {"batch",5} {"channels first",15} {"last, input only",17} {"last",8}");
        foreach (var side in Sides)
        {
            foreach (var batch in Batches)
            {
                using var input = zeros([batch, 3, side, side], device: CPU).uniform_(-120, 130);
                var times = Enum.GetValues<Layout>().ToDictionary(layout => layout, _ => new List<double>());
                for (var round = -1; round < Rounds; round++)
                {
                    foreach (var (layout, taken) in times)
                    {
                        var ms = Milliseconds(layout == Layout.Last ? last.Network : first.Network, input, layout);
                        if (round >= 0) taken.Add(ms / batch); // the first round warms up
                    }
                }
                var medians = times.Values.Select(Median.Of).ToArray();
                Console.WriteLine($"{side,5} {batch,5} {medians[0],15:F2} {medians[1],17:F2} {medians[2],8:F2}");
            }
        }
    }

    private static double Milliseconds(ResNet18 network, Tensor input, Layout layout)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var start = Stopwatch.GetTimestamp();
        if (layout == Layout.First) ResNet18.Pool(network.Parts.Aggregate(input.alias(), (x, part) => part.forward(x)));
        else network.forward(input);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
