using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mintage.Tests.Gans;

/// <summary>
/// The article's GANs once more, from their papers, with nothing of Mintage's but initial weights and draws: labels as maps beside the
/// image, torch's own functions, optimisers and autograd, every pass on its own, in any floating-point type.
/// </summary>
internal sealed class ReferenceGan : IDisposable
{
    private readonly GanOptions options;
    private readonly DcganShape shape;
    private readonly SeedTree seed;
    private readonly ScalarType type;
    private readonly Tensor pixels, labels;
    private readonly BatchOrder order;
    private readonly Dictionary<string, Tensor> generator, discriminator;
    private readonly optim.Optimizer generatorOptimiser, discriminatorOptimiser;
    private int updates;

    public ReferenceGan(GanOptions options, DcganShape shape, LabelledImages images, SeedTree seed, ScalarType type)
    {
        (this.options, this.shape, this.seed, this.type) = (options, shape, seed, type);
        var bytes = tensor(Array.ConvertAll(images.Pixels, p => (double)p), [images.Count, shape.Height, shape.Width, shape.Channels]);
        pixels = (bytes.permute(0, 3, 1, 2) / 127.5 - 1).to(type);
        labels = tensor(Array.ConvertAll(images.Labels, l => (long)l));
        order = new BatchOrder(images.Count, options.BatchSize, seed.Child("order"));
        using var g = new DcganGenerator(shape, seed.Child("generator"));
        using var d = new DcganDiscriminator(shape, options.ForDiscriminator(ComputeDevice.Cpu), seed.Child("discriminator"));
        (generator, discriminator) = (Leaves(g), Leaves(d));
        Average = generator.ToDictionary(p => p.Key, p => p.Value.detach().clone());
        (generatorOptimiser, discriminatorOptimiser) = (Optimiser(generator), Optimiser(discriminator));
    }

    public Dictionary<string, Tensor> Average { get; }

    public Dictionary<string, Tensor> Generator => generator;

    public Dictionary<string, Tensor> Discriminator => discriminator;

    /// <summary>One generator update; its loss and the mean of the discriminator's.</summary>
    public (double Discriminator, double Generator) Step()
    {
        using var scope = NewDisposeScope();
        var random = seed.Child("step", updates).Random();
        var (discriminatorLoss, generatorLoss) = (0.0, 0.0);
        for (var critic = 0; critic < options.CriticSteps; critic++)
        {
            var rows = tensor(Array.ConvertAll(order.Rows(((long)updates * options.CriticSteps) + critic).ToArray(), r => (long)r));
            var (real, names) = (pixels.index_select(0, rows), labels.index_select(0, rows));
            var latents = new float[options.BatchSize * options.LatentDimension];
            random.FillNormal(latents);
            var fake = Generate(tensor(latents, [options.BatchSize, options.LatentDimension]).to(type), names);
            var loss = DiscriminatorLoss(real, fake.detach(), names, random);
            discriminatorLoss += Descend(loss, discriminatorOptimiser) / options.CriticSteps;
            if (options.Constraint == CriticConstraint.WeightClipping) Clip();
            if (critic == options.CriticSteps - 1) generatorLoss = Descend(GeneratorLoss(Judge(fake, names)), generatorOptimiser);
        }
        updates++;
        var decay = Math.Min(options.AverageDecay, (1.0 + updates) / (10.0 + updates));
        foreach (var (name, average) in Average) average.mul_(decay).add_(generator[name].detach() * (1 - decay));
        return (discriminatorLoss, generatorLoss);
    }

    public void Dispose()
    {
        foreach (var t in generator.Values.Concat(discriminator.Values).Concat(Average.Values)) t.Dispose();
        generatorOptimiser.Dispose();
        discriminatorOptimiser.Dispose();
        pixels.Dispose();
        labels.Dispose();
    }

    private Dictionary<string, Tensor> Leaves(Module network) =>
        network.named_parameters().ToDictionary(p => p.name, p => p.parameter.detach().to(type).clone().requires_grad_());

    private optim.Optimizer Optimiser(Dictionary<string, Tensor> leaves)
    {
        var parameters = leaves.Values.Select(t => new Parameter(t)).ToArray();
        foreach (var (name, parameter) in leaves.Keys.Zip(parameters)) leaves[name] = parameter;
        return options.Optimiser == GanOptimiser.Adam
            ? optim.Adam(parameters, options.LearningRate, options.Beta1, options.Beta2)
            : optim.RMSProp(parameters, options.LearningRate, alpha: 0.99);
    }

    private Tensor Generate(Tensor latents, Tensor names)
    {
        var x = cat([latents, functional.one_hot(names, shape.Classes).to(type)], 1).matmul(generator["project.weight"].t());
        x = x.view(-1, shape.GeneratorMaps(2), shape.Height / 4, shape.Width / 4);
        for (var i = 1; i <= 2; i++)
        {
            x = functional.relu(Norm(x, generator, $"norm{i}"));
            x = functional.conv_transpose2d(x, generator[$"up{i}.weight"], generator.GetValueOrDefault($"up{i}.bias"), [2, 2], [1, 1]);
        }
        return x.tanh();
    }

    /// <summary>Logits; the one-hot label is as many more channels of the image, as Mirza and Osindero have it.</summary>
    private Tensor Judge(Tensor images, Tensor names)
    {
        var maps = functional.one_hot(names, shape.Classes).to(type).view(-1, shape.Classes, 1, 1).expand(-1, -1, shape.Height, shape.Width);
        var ofLabels = discriminator["label.weight"].view(shape.Classes, shape.Filters, 4, 4).transpose(0, 1);
        var weight = cat([discriminator["image.weight"], ofLabels], 1);
        var x = functional.conv2d(cat([images, maps], 1), weight, discriminator["image.bias"], [2, 2], [1, 1]);
        x = functional.leaky_relu(x, 0.2);
        x = functional.conv2d(x, discriminator["down.weight"], discriminator.GetValueOrDefault("down.bias"), [2, 2], [1, 1]);
        if (options.DiscriminatorBatchNorm) x = Norm(x, discriminator, "norm");
        x = functional.leaky_relu(x, 0.2).flatten(1);
        return (x.matmul(discriminator["output.weight"].t()) + discriminator["output.bias"]).squeeze(1);
    }

    private static Tensor Norm(Tensor x, Dictionary<string, Tensor> weights, string name)
    {
        var mean = x.mean([0, 2, 3], keepdim: true);
        var variance = (x - mean).pow(2).mean([0, 2, 3], keepdim: true);
        return (x - mean) / (variance + 1e-5).sqrt() * weights[$"{name}.weight"].view(1, -1, 1, 1) + weights[$"{name}.bias"].view(1, -1, 1, 1);
    }

    private Tensor DiscriminatorLoss(Tensor real, Tensor fake, Tensor names, SeededRandom random)
    {
        var (onReal, onFake) = (Judge(real, names), Judge(fake, names));
        if (options.Objective != GanObjective.Wasserstein) return -(onReal.sigmoid().log().mean() + (1 - onFake.sigmoid()).log().mean());
        var loss = onFake.mean() - onReal.mean();
        if (options.Constraint != CriticConstraint.GradientPenalty) return loss;
        var positions = new float[options.BatchSize];
        random.FillUniform(positions);
        var alpha = tensor(positions).to(type).view(-1, 1, 1, 1);
        var between = (alpha * real + (1 - alpha) * fake).detach().requires_grad_();
        var slope = autograd.grad([Judge(between, names).sum()], [between], retain_graph: true, create_graph: true)[0];
        return loss + options.PenaltyWeight * (slope.flatten(1).pow(2).sum(1).sqrt() - 1).pow(2).mean();
    }

    private Tensor GeneratorLoss(Tensor onFake) => options.Objective switch
    {
        GanObjective.Minimax => (1 - onFake.sigmoid()).log().mean(),
        GanObjective.NonSaturating => -onFake.sigmoid().log().mean(),
        _ => -onFake.mean(),
    };

    private static double Descend(Tensor loss, optim.Optimizer optimiser)
    {
        optimiser.zero_grad();
        loss.backward();
        optimiser.step();
        return loss.to(ScalarType.Float64).item<double>();
    }

    private void Clip()
    {
        using var _ = no_grad();
        foreach (var weight in discriminator.Values) weight.clamp_(-options.ClipValue, options.ClipValue);
    }
}
