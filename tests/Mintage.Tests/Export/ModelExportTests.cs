using System.Text.Json;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Export;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Tests.Networks.Onnx;
using static TorchSharp.torch;

namespace Mintage.Tests.Export;

public sealed class ModelExportTests : IDisposable
{
    private static readonly LabelledImages Images = Shapes.Make(30);

    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_classifier_in_ONNX_says_what_it_needs_and_decides_as_the_file_it_came_from(bool isResidual)
    {
        var exported = ModelExport.Run(Classifier(isResidual), At("c.onnx"), overwrite: false);
        Assert.Equal(new ExportedModel("classifier", 8, 8, 1, 3, []), exported with { Warnings = [] });
        using var session = new OnnxSession(At("c.onnx"));
        var facts = session.Metadata.CustomMetadataMap;
        Assert.Equal(Shapes.ClassNames, JsonSerializer.Deserialize<string[]>(facts["class_names"])!);
        Assert.Contains("pixels / 255", facts["preprocessing"], StringComparison.Ordinal);
        Assert.Equal("pixel / 255", facts["scaling"]);
        Assert.DoesNotContain("fit", facts.Keys); // the images came from no pictures
        Assert.Equal(Images.Fingerprint, facts["training_fingerprint"]);
        Assert.Equal("Mintage", session.Metadata.ProducerName);

        using var network = ClassifierFile.Load(At("c.safetensors"), Images);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var tensors = new ImageTensors(Images);
        var pixels = PixelScale.ToUnit(tensors.Pixels);
        var difference = session.Run(("images", pixels))["probabilities"] - network.forward(pixels).softmax(1);
        Assert.InRange(difference.abs().max().item<float>(), 0, 1e-4f); // float32 sums in another order

        ModelExport.Run(At("c.safetensors"), At("again.safetensors"), overwrite: false);
        Assert.Equal(File.ReadAllBytes(At("c.safetensors")), File.ReadAllBytes(At("again.safetensors")));
    }

    [Fact]
    public void A_classifier_of_an_earlier_version_which_knows_no_training_set_is_exported_without_one()
    {
        Classifier();
        var (tensors, metadata) = Safetensors.Read(At("c.safetensors"));
        var facts = metadata["mintage"];
        Safetensors.Write(At("old.safetensors"), [.. tensors.Values], new Dictionary<string, string> { ["mintage"] = facts[..facts.IndexOf(",\"training_set\"", StringComparison.Ordinal)] + "}" });
        ModelExport.Run(At("old.safetensors"), At("old.onnx"), overwrite: false);
        using var session = new OnnxSession(At("old.onnx"));
        Assert.DoesNotContain("training_fingerprint", session.Metadata.CustomMetadataMap.Keys);
    }

    [Theory]
    [InlineData("cgan")]
    [InlineData("best")]
    public void A_generator_in_safetensors_is_that_of_the_GAN_and_gives_the_same_ONNX(string preset)
    {
        using var gan = Gan(preset);
        ModelExport.Run(At("gan"), At("g.safetensors"), overwrite: false);
        using var generator = GeneratorFile.Load(At("g.safetensors"));
        Assert.Equal(Bytes(gan.Generator), Bytes(generator.Network));
        Assert.False(generator.Network.training);
        Assert.Equal(gan.Facts.GeneratorSha256, generator.Facts.GeneratorSha256);

        ModelExport.Run(At("gan"), At("g.onnx"), overwrite: false);
        ModelExport.Run(At("g.safetensors"), At("h.onnx"), overwrite: false);
        Assert.Equal(File.ReadAllBytes(At("g.onnx")), File.ReadAllBytes(At("h.onnx")));
    }

    [Fact]
    public void What_the_training_says_against_a_generator_travels_with_it()
    {
        using var gan = Gan("cgan");
        var facts = gan.Facts with { Divergence = "The loss is NaN.", Warnings = ["Collapse."] };
        GanFactsFile.Write(At("gan"), facts);
        var exported = ModelExport.Run(At("gan"), At("g.onnx"), overwrite: false);
        Assert.Equal(["The training diverged: The loss is NaN.", "Collapse."], exported.Warnings);
        using var session = new OnnxSession(At("g.onnx"));
        Assert.Equal(exported.Warnings, JsonSerializer.Deserialize<string[]>(session.Metadata.CustomMetadataMap["warnings"])!);
    }

    [Fact]
    public void What_is_wrong_is_said_at_once_and_nothing_is_written()
    {
        var refusal = Assert.Throws<UserInputException>(() => ModelExport.Run(At("none"), At("x.pth"), overwrite: false)).Message;
        Assert.Contains("does not exist", refusal, StringComparison.Ordinal);
        Assert.Contains("must end in .onnx or .safetensors", refusal, StringComparison.Ordinal);

        var model = Classifier();
        File.WriteAllText(At("there.onnx"), "kept");
        Refused(model, "there.onnx", "--overwrite");
        Assert.Equal("kept", File.ReadAllText(At("there.onnx")));
        ModelExport.Run(model, At("there.onnx"), overwrite: true);
        Assert.NotEqual("kept", File.ReadAllText(At("there.onnx")));

        Gan("cgan").Dispose();
        Refused(At("gan"), "gan/generator.safetensors", "must stay as its training wrote it");
        Refused(At("gan/generator.safetensors"), "x.onnx", "Name its folder");
        Refused(At("gan/gan.json"), "x.onnx", "not a complete safetensors file");
        Safetensors.Write(At("odd.safetensors"), [], new Dictionary<string, string> { ["mintage"] = "{\"width\":3}" });
        Refused(At("odd.safetensors"), "x.onnx", "could not be read as ClassifierFacts");
        Safetensors.Write(At("none.safetensors"), [], new Dictionary<string, string> { ["mintage"] = "{\"channels\":1,\"height\":8,\"image_width\":8,\"class_names\":[\"a\"]}" });
        Refused(At("none.safetensors"), "x.onnx", "is 0 of them");
        Assert.False(File.Exists(At("x.onnx")));
    }

    private void Refused(string model, string target, string words) =>
        Assert.Contains(words, Assert.Throws<UserInputException>(() => ModelExport.Run(model, At(target), overwrite: false)).Message, StringComparison.Ordinal);

    private string At(string name) => Path.Combine(folder, name);

    private string Classifier(bool isResidual = false)
    {
        using Classifier network = isResidual
            ? new ResidualClassifier(4, 1, 8, 8, 3, SeedTree.FromSeed(1))
            : new ConvClassifier(new ClassifierWidth(4, 6, 12), 1, 8, 8, 3, SeedTree.FromSeed(1));
        OnnxSession.Randomize(network);
        ClassifierFile.Save(At("c.safetensors"), network, Images);
        return At("c.safetensors");
    }

    private TrainedGan Gan(string preset)
    {
        var options = GanPresets.Get(preset) with { GeneratorUpdates = 5, BatchSize = 8, LatentDimension = 6, Filters = 4 };
        new GanTraining(options, Images, 1, At("gan")).Run();
        return TrainedGan.Load(At("gan"));
    }

    private static byte[] Bytes(nn.Module network) => [.. ModuleState.Save(network).SelectMany(t => t.Bytes.ToArray())];
}
