using System.Text.Json;
using System.Text.Json.Nodes;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Benchmarks.Peers;

/// <summary>A design by name: a port of somebody else's, or one of our presets.</summary>
/// <param name="Name">As on the command line and in tables.</param>
/// <param name="Recipe">Where its networks and settings come from.</param>
/// <param name="Preset">Our options; null for a port.</param>
/// <param name="Build">Builds it at its training images; torch must have been started.</param>
internal sealed record GanDesign(string Name, string Recipe, GanOptions? Preset, Func<LabelledImages, SeedTree, IConditionalGan> Build)
{
    private static readonly GanDesign[] Ports =
    [
        Port("keras-cgan", "keras-team/keras-io, examples/generative/conditional_gan.py", images => new KerasCgan(images)),
        Port("mlp-cgan", "eriklindernoren/PyTorch-GAN, implementations/cgan/cgan.py", images => new MlpCgan(images)),
        Port("cdcgan", "znxlwm/pytorch-MNIST-CelebA-cGAN-cDCGAN, pytorch_MNIST_cDCGAN.py", images => new Cdcgan(images)),
        Port("igul-wgan-gp", "igul222/improved_wgan_training, gan_mnist.py, with labels added", images => new WganGp(images)),
        Port(PlainEager.Name, "the networks of our preset cgan in plain TorchSharp", images => new PlainEager(images)),
    ];

    /// <summary>Names of the ports, in the order of tables.</summary>
    public static IEnumerable<string> PortNames => Ports.Select(p => p.Name);

    /// <summary>A port, or a preset with options changed: <c>cgan+filters=32+batch_size=128</c>.</summary>
    /// <exception cref="UserInputException">There is neither of this name, or an option cannot be used.</exception>
    public static GanDesign Named(string name)
    {
        if (Array.Find(Ports, p => p.Name == name) is { } port) return port;
        var options = Options(name);
        return new GanDesign(name, "Mintage", options, (images, seed) => new PresetGan(options, images, seed));
    }

    /// <summary>
    /// Starts torch as the users of this design do: ours with the allocator that Mintage tunes, others with the system's.
    /// Once per process, hence one design per process.
    /// </summary>
    public void StartTorch(int threads)
    {
        LibTorch.Load();
        if (Preset is not null) TorchRuntime.Start(threads);
        else set_num_threads(threads);
    }

    private static GanDesign Port(string name, string recipe, Func<LabelledImages, IConditionalGan> build) => new(name, recipe, null, (images, seed) =>
    {
#pragma warning disable RS0030 // ports draw as their users do
        manual_seed(seed.Seed);
#pragma warning restore RS0030
        return build(images);
    });

    private static GanOptions Options(string specification)
    {
        var parts = specification.Split('+');
        var options = JsonSerializer.SerializeToNode(GanPresets.Get(parts[0]), Json.Line)!.AsObject();
        foreach (var part in parts[1..])
        {
            var (key, value) = part.Split('=', 2) is [var k, var v] ? (k, v) : throw new UserInputException($"'{part}' in '{specification}' must have the form option=value.");
            if (!options.ContainsKey(key)) throw new UserInputException($"'{key}' in '{specification}' is not an option. Use one of: {string.Join(", ", options.Select(o => o.Key))}.");
            options[key] = Value(value);
        }
        var changed = options.Deserialize<GanOptions>(Json.Line)!;
        return changed.Faults() is { Count: > 0 } faults ? throw UserInputException.FromFaults(specification, faults) : changed;
    }

    /// <summary>A number, a truth value or a list as in JSON; any other text is a word.</summary>
    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
