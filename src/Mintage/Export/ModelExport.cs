using System.Text.Json;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Networks.Onnx;
using Mintage.Runtime;

namespace Mintage.Export;

/// <summary>
/// Writes trained models for other programs, as ONNX, which many runtimes can compute, or as safetensors with PyTorch's
/// tensor names. Safe to use from several threads, for different targets.
/// </summary>
public static class ModelExport
{
    private const string Onnx = ".onnx", Tensors = ".safetensors";

    /// <summary>Exports a model. Call outside any dispose scope.</summary>
    /// <param name="model">
    /// A classifier's file, the folder of a finished GAN, or a generator's file that an export wrote.
    /// </param>
    /// <param name="target">The file to write, .onnx or .safetensors; appears whole or not at all.</param>
    /// <param name="overwrite">True replaces an existing target.</param>
    /// <exception cref="UserInputException">The model cannot be read, or the target is not allowed or cannot be
    /// written.</exception>
    public static ExportedModel Run(string model, string target, bool overwrite)
    {
        Check(model, target, overwrite);
        if (!Directory.Exists(model) && !GeneratorFile.IsOne(Safetensors.Read(model).Metadata))
            return ExportClassifier(model, target);
        using var generator = Directory.Exists(model)
            ? TrainedGan.Load(model).ToSavedGenerator()
            : GeneratorFile.Load(model);
        return ExportGenerator(generator, target);
    }

    private static void Check(string model, string target, bool overwrite)
    {
        List<string> faults = [];
        if (!Directory.Exists(model) && !File.Exists(model))
            faults.Add(
                "the model must be a file of 'mintage classify train' or a folder of 'mintage gan train', but "
                + $"'{model}' does not exist.");
        else if (Path.GetFileName(model) == TrainedGan.GeneratorFile
            && File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model))!, TrainedGan.FactsFile)))
            faults.Add($"'{model}' holds only a GAN's weights. Name its folder instead.");
        if (Directory.Exists(model)
            && Path.GetFullPath(target) == Path.GetFullPath(Path.Combine(model, TrainedGan.GeneratorFile)))
            faults.Add($"'{target}' belongs to the GAN and must stay as its training wrote it. Name another target.");
        else faults.AddRange(TargetFaults(target, overwrite));
        if (faults.Count > 0) throw UserInputException.FromFaults("export", faults);
    }

    /// <summary>Refuses a target before any work.</summary>
    /// <exception cref="UserInputException">It has another ending, is a folder, or is there already.</exception>
    public static void RequireTarget(string target, bool overwrite)
    {
        if (TargetFaults(target, overwrite).ToList() is { Count: > 0 } faults)
            throw UserInputException.FromFaults("export", faults);
    }

    private static IEnumerable<string> TargetFaults(string target, bool overwrite)
    {
        if (!IsOnnx(target) && !target.EndsWith(Tensors, StringComparison.OrdinalIgnoreCase))
            yield return $"the target must end in {Onnx} or {Tensors}, but is '{target}'.";
        if (Directory.Exists(target)) yield return $"the target must be a file, but '{target}' is a folder.";
        else if (File.Exists(target) && !overwrite)
            yield return $"'{target}' already exists. Name another target, or use --overwrite to replace it.";
    }

    private static ExportedModel ExportClassifier(string model, string target)
    {
        using var classifier = ClassifierFile.Load(model);
        return Classifier(classifier, target);
    }

    /// <summary>Exports a classifier. Call outside any dispose scope.</summary>
    /// <param name="classifier">Not disposed.</param>
    /// <param name="target">The file to write, .onnx or .safetensors; appears whole or not at all.</param>
    /// <exception cref="UserInputException">The target cannot be written.</exception>
    public static ExportedModel Classifier(SavedClassifier classifier, string target)
    {
        var facts = classifier.Facts;
        if (IsOnnx(target))
        {
            var graph =
                ClassifierGraph.Of(
                    classifier.Network, facts.Channels, facts.Height, facts.ImageWidth, facts.ClassNames.Count);
            OnnxFile.Write(target, graph, ModelMetadata.Of(facts));
        }
        else
        {
            ClassifierFile.Save(target, classifier);
        }
        return new ExportedModel(
            "classifier", facts.Height, facts.ImageWidth, facts.Channels, facts.ClassNames.Count, []);
    }

    private static ExportedModel ExportGenerator(SavedGenerator generator, string target)
    {
        var facts = generator.Facts;
        if (IsOnnx(target)) OnnxFile.Write(target, GeneratorGraph.Of(generator.Network), ModelMetadata.Of(facts));
        else GeneratorFile.Save(target, generator);
        return new ExportedModel("generator", facts.Shape.Height, facts.Shape.Width, facts.Shape.Channels,
            facts.ClassNames.Count, facts.Warnings);
    }

    private static bool IsOnnx(string target) => target.EndsWith(Onnx, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The model that an export wrote.</summary>
/// <param name="Kind">"classifier" or "generator".</param>
/// <param name="Height">Height of its images in pixels.</param>
/// <param name="Width">Width of its images in pixels.</param>
/// <param name="Channels">Channels of its images, 1 or 3.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Warnings">Warnings from a GAN's training about its generator, as full sentences. Empty if there are
/// none.</param>
public sealed record ExportedModel(
    string Kind, int Height, int Width, int Channels, int Classes, IReadOnlyList<string> Warnings);

/// <summary>Facts stored in an ONNX file beside the graph: how to feed it and where it comes from.</summary>
internal static class ModelMetadata
{
    public static Dictionary<string, string> Of(ClassifierFacts facts)
    {
        var metadata = Common(facts.ClassNames, facts.Height, facts.ImageWidth, facts.Channels, facts.Import);
        metadata["scaling"] = "pixel / 255";
        metadata["preprocessing"] = "images = pixels / 255, float32, NCHW";
        if (facts.TrainingSet is { } name) metadata["training_set"] = name;
        if (facts.TrainingFingerprint is { } fingerprint) metadata["training_fingerprint"] = fingerprint;
        return metadata;
    }

    public static Dictionary<string, string> Of(GeneratorFacts facts)
    {
        var shape = facts.Shape;
        var metadata = Common(facts.ClassNames, shape.Height, shape.Width, shape.Channels, facts.Import);
        metadata["scaling"] = "pixel / 127.5 - 1";
        metadata["postprocessing"] =
            "pixels = clip(round((images + 1) * 127.5), 0, 255), uint8, NHWC: the output 'pixels'";
        metadata["training_set"] = facts.TrainingSet;
        metadata["training_fingerprint"] = facts.TrainingFingerprint;
        metadata["generator_sha256"] = facts.GeneratorSha256;
        if (facts.Warnings.Count > 0) metadata["warnings"] = JsonSerializer.Serialize(facts.Warnings, Json.Line);
        return metadata;
    }

    private static Dictionary<string, string> Common(
        IReadOnlyList<string> classNames, int height, int width, int channels, ImageImport? import)
    {
        var metadata = new Dictionary<string, string>
        {
            ["class_names"] = JsonSerializer.Serialize(classNames, Json.Line),
            ["image_size"] = $"{height} x {width} (height x width)",
            ["channel_order"] = channels == 1 ? "grey" : "RGB",
            ["mintage_version"] = typeof(ModelMetadata).Assembly.GetName().Version!.ToString(3),
        };
        if (import is null) return metadata; // the images came from no pictures
        metadata["fit"] = Word(import.Fit);
        metadata["filter"] = Word(import.Filter);
        metadata["background"] = import.Background ?? BackgroundColour.Usual;
        if (import.Scale16Bit is { } scale) metadata["scale_16bit"] = Word(scale);
        return metadata;
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
