using Mintage.Gans;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Gans;

public sealed class AdversarialObjectiveTests
{
    private static readonly double[] Real = [1.3, -0.4, 2.2], Fake = [-0.7, 0.9, -3.1];

    [Fact]
    public void Minimax_is_the_value_function_of_the_paper()
    {
        var objective = AdversarialObjective.Of(GanObjective.Minimax);
        Assert.Equal(-(Real.Average(r => Math.Log(Sigmoid(r))) + Fake.Average(f => Math.Log(1 - Sigmoid(f)))), DiscriminatorLoss(objective), 1e-12);
        Assert.Equal(Fake.Average(f => Math.Log(1 - Sigmoid(f))), GeneratorLoss(objective, Fake), 1e-12);
    }

    [Fact]
    public void The_non_saturating_generator_minimises_minus_log_D()
    {
        var objective = AdversarialObjective.Of(GanObjective.NonSaturating);
        Assert.Equal(DiscriminatorLoss(AdversarialObjective.Of(GanObjective.Minimax)), DiscriminatorLoss(objective), 1e-12);
        Assert.Equal(Fake.Average(f => -Math.Log(Sigmoid(f))), GeneratorLoss(objective, Fake), 1e-12);
    }

    [Fact]
    public void The_Wasserstein_critic_minimises_fake_minus_real()
    {
        var objective = AdversarialObjective.Of(GanObjective.Wasserstein);
        Assert.Equal(Fake.Average() - Real.Average(), DiscriminatorLoss(objective), 1e-12);
        Assert.Equal(-Fake.Average(), GeneratorLoss(objective, Fake), 1e-12);
    }

    [Fact]
    public void Least_squares_measures_the_distance_to_1_and_0()
    {
        var objective = AdversarialObjective.Of(GanObjective.LeastSquares);
        Assert.Equal((Real.Average(r => (r - 1) * (r - 1)) + Fake.Average(f => f * f)) / 2, DiscriminatorLoss(objective), 1e-12);
        Assert.Equal(Fake.Average(f => (f - 1) * (f - 1)) / 2, GeneratorLoss(objective, Fake), 1e-12);
    }

    [Fact]
    public void Hinge_lets_go_of_images_beyond_the_margin()
    {
        var objective = AdversarialObjective.Of(GanObjective.Hinge);
        Assert.Equal(Real.Average(r => Math.Max(0, 1 - r)) + Fake.Average(f => Math.Max(0, 1 + f)), DiscriminatorLoss(objective), 1e-12);
        Assert.Equal(-Fake.Average(), GeneratorLoss(objective, Fake), 1e-12);
    }

    public static TheoryData<GanObjective> Objectives => [.. Enum.GetValues<GanObjective>()];

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Gradients_agree_with_finite_differences(GanObjective name)
    {
        var objective = AdversarialObjective.Of(name);
        Gradients.AssertAgree(objective.GeneratorLoss, [5]);
        Gradients.AssertAgree(logits => objective.DiscriminatorLoss(logits[0], logits[1]), [2, 5]);
    }

    [Fact]
    public void A_generator_that_fools_nobody_gets_a_gradient_only_when_non_saturating()
    {
        using var scope = NewDisposeScope();
        Assert.InRange(Slope(GanObjective.Minimax), -1e-8, 1e-8);
        Assert.InRange(Slope(GanObjective.NonSaturating), -1.0, -0.99);

        static double Slope(GanObjective objective)
        {
            var logit = tensor(new[] { -20.0 }).requires_grad_();
            AdversarialObjective.Of(objective).GeneratorLoss(logit).backward();
            return logit.grad!.item<double>();
        }
    }

    [Fact]
    public void The_gradient_penalty_of_a_linear_critic_is_known_and_reaches_its_weights()
    {
        using var scope = NewDisposeScope();
        var weight = tensor(new[] { 3f, 4f, 0f, 0f }).requires_grad_(); // |w| = 5
        Tensor Critic(Tensor images, Tensor _) => images.flatten(1).matmul(weight);
        var (real, fake) = (rand2(6), rand2(6) * 0.5f);
        var penalty = GradientPenalty.Of(Critic, real, fake, zeros(6, ScalarType.Int64), SeedTree.FromSeed(1).Random());
        Assert.Equal(16, penalty.item<float>(), 1e-3);
        penalty.backward();
        // d/dw (|w| - 1)² = 2 (|w| - 1) w / |w|
        var gradient = weight.grad!.data<float>().ToArray();
        Assert.Equal(2 * 4 * 3 / 5.0, gradient[0], 1e-3);
        Assert.Equal(2 * 4 * 4 / 5.0, gradient[1], 1e-3);

        static Tensor rand2(int count)
        {
            var values = new float[count * 4];
            SeedTree.FromSeed(count).Random().FillNormal(values);
            return tensor(values, [count, 1, 2, 2]);
        }
    }

    [Fact]
    public void The_gradient_penalty_of_a_curved_critic_agrees_with_finite_differences()
    {
        var weight = 0.7;
        double Penalty(double w)
        {
            using var scope = NewDisposeScope();
            return Of(tensor(w)).item<double>();
        }
        Tensor Of(Tensor w)
        {
            var real = tensor(new[] { 0.2, -1.1, 0.5, 2.0 }).view(4, 1, 1, 1);
            var fake = tensor(new[] { 1.2, 0.3, -0.8, 0.1 }).view(4, 1, 1, 1);
            return GradientPenalty.Of((x, _) => (x * w).tanh().flatten(1).sum(1), real, fake, zeros(4, ScalarType.Int64), SeedTree.FromSeed(3).Random());
        }
        using var outer = NewDisposeScope();
        var parameter = tensor(weight).requires_grad_();
        Of(parameter).backward();
        const double Step = 1e-5;
        Assert.Equal((Penalty(weight + Step) - Penalty(weight - Step)) / (2 * Step), parameter.grad!.item<double>(), 1e-6);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double DiscriminatorLoss(AdversarialObjective objective)
    {
        using var scope = NewDisposeScope();
        return objective.DiscriminatorLoss(tensor(Real), tensor(Fake)).item<double>();
    }

    private static double GeneratorLoss(AdversarialObjective objective, double[] fake)
    {
        using var scope = NewDisposeScope();
        return objective.GeneratorLoss(tensor(fake)).item<double>();
    }
}
