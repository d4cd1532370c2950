using Mintage.Data;
using Mintage.Networks.Backbones;
using Mintage.Runtime;
using Mintage.Splitting;
using static TorchSharp.torch;

namespace Mintage.Benchmarks;

/// <summary>
/// <c>backbone --sides DATA TRAINING TEST</c>: what the side of the square costs and is worth. Accuracy of a logistic
/// regression on standardised features of so many training and test images, with milliseconds per image.
/// </summary>
internal static class BackboneSides
{
    private const int Iterations = 300;

    private static readonly int[] Sides = [224, 160, 128, 96, 64, 32];

    private static readonly double[] Penalties = [1e-3, 1e-2, 3e-2, 1e-1, 3e-1];

    /// <summary>Measures and prints a table.</summary>
    /// <param name="data">A data set of the catalogue, or a path.</param>
    /// <param name="training">Number of training images: stratified.</param>
    /// <param name="test">Number of test images: stratified.</param>
    public static void Run(string data, int training, int test)
    {
        TorchRuntime.Start();
        var train = Subset(DataSetReference.Parse($"{data}:train").Load(), training);
        var held = Subset(DataSetReference.Parse($"{data}:test").Load(), test);
        using var backbone = ResNet18Backbone.Load();
        Markdown.Title($"{data}, {train.Count:N0} training and {held.Count:N0} test images", "side", "ms per image", "accuracy", "penalty");
        foreach (var side in Sides)
        {
            using var scope = NewDisposeScope();
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            var (x, y) = (backbone.Features(train, side), backbone.Features(held, side));
            var ms = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds / (train.Count + held.Count);
            // The penalty is chosen on a fifth of the training images.
            var part = train.Count * 4 / 5;
            var penalty = Penalties.MaxBy(p => Accuracy(x[..part], train.Labels[..part], x[part..], train.Labels[part..], train.ClassCount, p));
            var accuracy = Accuracy(x, train.Labels, y, held.Labels, train.ClassCount, penalty);
            Markdown.Row($"{side}", $"{ms:F1}", $"{100 * accuracy:F2} %", $"{penalty}");
        }
    }

    private static LabelledImages Subset(LabelledImages all, int count)
    {
        var rows = StratifiedSubset.Draw(all.Labels, Math.Min(count, all.Count), SeedTree.FromSeed(1).Child("sides").Random());
        return all.Select([.. SeedTree.FromSeed(2).Random().Permutation(rows.Length).Select(i => rows[i])]);
    }

    /// <summary>Share of the test images that a softmax regression recognises.</summary>
    private static double Accuracy(Tensor train, int[] labels, Tensor test, int[] testLabels, int classes, double penalty)
    {
        using var scope = NewDisposeScope();
        var (mean, deviation) = (train.mean([0]), train.std(0).clamp_min(1e-6));
        var (x, z) = ((train - mean) / deviation, (test - mean) / deviation);
        var target = tensor(Array.ConvertAll(labels, l => (long)l), device: CPU);
        var weight = new TorchSharp.Modules.Parameter(zeros([classes, x.shape[1]], device: CPU));
        var bias = new TorchSharp.Modules.Parameter(zeros([classes], device: CPU));
        var optimiser = optim.LBFGS([weight, bias], lr: 1, max_iter: Iterations, history_size: 20);
        optimiser.step(() =>
        {
            optimiser.zero_grad();
            var loss = nn.functional.cross_entropy(nn.functional.linear(x, weight, bias), target) + (penalty * weight.pow(2).sum());
            loss.backward();
            return loss;
        });
        var guess = nn.functional.linear(z, weight, bias).argmax(1);
        return guess.eq(tensor(Array.ConvertAll(testLabels, l => (long)l), device: CPU)).to(ScalarType.Float64).mean().item<double>();
    }
}
