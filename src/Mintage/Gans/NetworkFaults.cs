using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mintage.Gans;

/// <summary>Checks custom networks by building them and trying them on two latents.</summary>
internal static class NetworkFaults
{
    private const int Probes = 2;

    /// <summary>Lists every fault as a full sentence. Call outside any dispose scope.</summary>
    public static IReadOnlyList<string> Of(GanNetworks networks, GanOptions options, LabelledImages images)
    {
        var seed = SeedTree.FromSeed(0);
        using var generator = networks.Generator(seed);
        using var generatorAgain = networks.Generator(seed);
        using var discriminator = networks.Discriminator(seed);
        using var discriminatorAgain = networks.Discriminator(seed);
        List<string> faults =
            [.. Weights("generator", generator, generatorAgain),
            .. Weights("discriminator", discriminator, discriminatorAgain)];
        if (generator.LatentDimension != options.LatentDimension)
            faults.Add(
                $"the generator takes latents of length {generator.LatentDimension}, but the latent dimension of the "
                + $"options is {options.LatentDimension}.");
        if ((generator.Height, generator.Width, generator.Channels) != (images.Height, images.Width, images.Channels))
            faults.Add(
                $"the generator must make images like those of '{images.Name}', {images.Height} x {images.Width} x "
                + $"{images.Channels}, but makes {generator.Height} x {generator.Width} x {generator.Channels}.");
        if (faults.Count == 0) faults.AddRange(Outputs(generator, discriminator, images));
        return [.. faults.Select(fault => $"networks '{networks.Name}': {fault}")];
    }

    private static IEnumerable<string> Weights(string what, nn.Module network, nn.Module again)
    {
        Parameter[] weights = [.. network.parameters()], others = [.. again.parameters()];
        if (weights.Length == 0)
            yield return $"the {what} must have weights, but has none. Call RegisterComponents() in its constructor.";
        else if (weights.FirstOrDefault(w => w.dtype != ScalarType.Float32) is { } other)
            yield return $"the {what}'s weights must be float32, but some are {other.dtype}.";
        else if (weights.Length != others.Length
            || !weights.Zip(others).All(pair => pair.First.bytes.SequenceEqual(pair.Second.bytes)))
            yield return $"the {what}'s weights must come from the seed alone, but two that were built from one seed "
                + "differ. Draw them with WeightInit.";
    }

    private static IEnumerable<string> Outputs(
        GeneratorNetwork generator, DiscriminatorNetwork discriminator, LabelledImages images)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        generator.eval();
        discriminator.eval();
        var labels = tensor(Enumerable.Range(0, Probes).Select(i => (long)(i % images.ClassCount)).ToArray());
        var made =
            generator.forward(Latents.Draw(Probes, generator.LatentDimension, SeedTree.FromSeed(0).Random()), labels);
        long[] wanted = [Probes, images.Channels, images.Height, images.Width];
        if (Differs(made, wanted))
            return [
                $"from {Probes} latents the generator must make {Form(ScalarType.Float32, wanted)}, but makes "
                + $"{Form(made.dtype, made.shape)}."];
        var logits = discriminator.Judge(made, labels).Logits;
        return Differs(logits, Probes)
            ? [$"for {Probes} images the discriminator must give {Form(ScalarType.Float32, [Probes])}, but gives "
            + $"{Form(logits.dtype, logits.shape)}."]
            : [];
    }

    private static bool Differs(Tensor tensor, params long[] shape) =>
        tensor.dtype != ScalarType.Float32 || !tensor.shape.SequenceEqual(shape);

    private static string Form(ScalarType type, long[] shape) =>
        $"{type.ToString().ToLowerInvariant()} [{string.Join(", ", shape)}]";
}
