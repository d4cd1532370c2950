using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks;

public sealed class FusedOptimiserTests
{
    // 37 and 16 x 5 + 3: sizes that do not fill the last vector.
    private static readonly long[][] ParameterShapes = [[37], [7, 11], [83]];

    [Fact]
    public void Adam_equals_TorchSharps() => Compare(
        p => new FusedAdam(p, 1e-2, 0.5, 0.9), p => optim.Adam(p, 1e-2, 0.5, 0.9));

    [Fact]
    public void RmsProp_equals_TorchSharps() => Compare(
        p => new FusedRmsProp(p, 1e-2), p => optim.RMSProp(p, 1e-2));

    [Fact]
    public void Adam_by_tensor_operations_equals_TorchSharps() => Compare(
        p => new FusedAdam(p, 1e-2, 0.5, 0.9) { ByTensors = true }, p => optim.Adam(p, 1e-2, 0.5, 0.9));

    [Fact]
    public void RmsProp_by_tensor_operations_equals_TorchSharps() => Compare(
        p => new FusedRmsProp(p, 1e-2) { ByTensors = true }, p => optim.RMSProp(p, 1e-2));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decoupled_weight_decay_shrinks_weights_and_spares_biases(bool byTensors)
    {
        var (plain, decayed) = (Parameters(), Parameters());
        using var without = new FusedAdam(plain, 1e-2) { ByTensors = byTensors };
        using var with = new FusedAdam(decayed, 1e-2, weightDecay: 0.5) { ByTensors = byTensors };
        var before = decayed[1].clone();
        Loss(plain, 0).backward();
        Loss(decayed, 0).backward();
        without.Step();
        with.Step();
        Assert.InRange((plain[0] - decayed[0]).abs().max().item<float>(), 0, 1e-7f); // one dimension: a bias
        Assert.InRange((plain[1] - decayed[1] - (before * 0.005f)).abs().max().item<float>(), 0, 1e-6f); // 1e-2 x 0.5
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_saved_state_goes_on_by_the_other_way_too(bool savedByTensors, bool loadedByTensors)
    {
        var (a, b) = (Parameters(), Parameters());
        using var saved = new FusedAdam(a, 1e-2) { ByTensors = savedByTensors };
        using var loaded = new FusedAdam(b, 1e-2) { ByTensors = loadedByTensors };
        for (var step = 0; step < 20; step++)
        {
            using var scope = NewDisposeScope();
            if (step == 10)
            {
                loaded.Load("x", saved.Save("x").ToDictionary(t => t.Name));
                loaded.StepCount = saved.StepCount;
                using var _ = no_grad();
                for (var i = 0; i < a.Length; i++) b[i].copy_(a[i]);
            }
            saved.ZeroGradients();
            loaded.ZeroGradients();
            Loss(a, step).backward();
            saved.Step();
            if (step < 10) continue;
            Loss(b, step).backward();
            loaded.Step();
        }
        for (var i = 0; i < a.Length; i++)
            Assert.InRange((a[i] - b[i]).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void A_parameter_without_gradient_is_left_alone()
    {
        using var parameter = new Parameter(ones(5));
        var before = parameter.data<float>().ToArray();
        foreach (var byTensors in new[] { false, true })
        {
            using var optimiser = new FusedAdam([parameter], 0.1) { ByTensors = byTensors };
            optimiser.Step();
            Assert.Equal(before, parameter.data<float>().ToArray());
        }
    }

    /// <summary>30 steps on the same gradients; float32 rounding of a different operation order, hence 1e-5.</summary>
    private static void Compare(Func<IEnumerable<Parameter>, FusedOptimiser> ours, Func<IEnumerable<Parameter>, optim.Optimizer> theirs)
    {
        var (a, b) = (Parameters(), Parameters());
        using var fused = ours(a);
        using var reference = theirs(b);
        for (var step = 0; step < 30; step++)
        {
            using var scope = NewDisposeScope();
            fused.ZeroGradients();
            reference.zero_grad();
            Loss(a, step).backward();
            Loss(b, step).backward();
            fused.Step();
            reference.step();
        }
        for (var i = 0; i < a.Length; i++)
            Assert.InRange((a[i] - b[i]).abs().max().item<float>(), 0, 1e-5f);
        Assert.True((a[0] - Parameters()[0]).abs().max().item<float>() > 0.1, "30 steps of 0.01 should have moved the weights");
    }

    private static Tensor Loss(Parameter[] parameters, int step) =>
        parameters.Select((p, i) => (p.pow(2) * (i + 1) + (p * MathF.Sin(step))).sum()).Aggregate((x, y) => x + y);

    private static Parameter[] Parameters() => [.. ParameterShapes.Select((shape, i) =>
    {
        var parameter = new Parameter(zeros(shape));
        WeightInit.Normal(parameter, 1, SeedTree.FromSeed(i).Random());
        return parameter;
    })];
}
