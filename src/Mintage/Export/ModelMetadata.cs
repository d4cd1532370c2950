using System.Text.Json;
using Mintage.Classification;
using Mintage.Gans;
using Mintage.Runtime;

namespace Mintage.Export;

/// <summary>Facts stored in an ONNX file beside the graph: how to feed it and where it comes from.</summary>
internal static class ModelMetadata
{
    public static Dictionary<string, string> Of(ClassifierFacts facts)
    {
        var metadata = Common(facts.ClassNames);
        metadata["preprocessing"] = "images = pixels / 255, float32, NCHW";
        if (facts.TrainingSet is { } name) metadata["training_set"] = name;
        if (facts.TrainingFingerprint is { } fingerprint) metadata["training_fingerprint"] = fingerprint;
        return metadata;
    }

    public static Dictionary<string, string> Of(GeneratorFacts facts)
    {
        var metadata = Common(facts.ClassNames);
        metadata["postprocessing"] = "pixels = clip(round((images + 1) * 127.5), 0, 255), uint8, NHWC: the output 'pixels'";
        metadata["training_set"] = facts.TrainingSet;
        metadata["training_fingerprint"] = facts.TrainingFingerprint;
        metadata["generator_sha256"] = facts.GeneratorSha256;
        if (facts.Warnings.Count > 0) metadata["warnings"] = JsonSerializer.Serialize(facts.Warnings, Json.Line);
        return metadata;
    }

    private static Dictionary<string, string> Common(IReadOnlyList<string> classNames) => new()
    {
        ["class_names"] = JsonSerializer.Serialize(classNames, Json.Line),
        ["mintage_version"] = typeof(ModelMetadata).Assembly.GetName().Version!.ToString(3),
    };
}
