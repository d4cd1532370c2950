using Mintage.Runtime;

namespace Mintage.Networks.Onnx;

/// <summary>Writes ONNX files (ModelProto): the graph, its weights and a few facts in one file.</summary>
internal static class OnnxFile
{
    // Version 8 of the format came with operator set 17 (ONNX 1.12, 2022): old enough for most runtimes, and newer ones
    // read it.
    private const int FormVersion = 8, OperatorSet = 17;

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">Complete.</param>
    /// <param name="metadata">Facts about the model, written in the order of their keys.</param>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Write(string path, OnnxGraph graph, IReadOnlyDictionary<string, string> metadata)
    {
        const int IrVersion = 1, ProducerName = 2, ProducerVersion = 3, Graph = 7, OperatorSets = 8, Metadata = 14;
        const int Version = 2; // OperatorSetIdProto; no domain is the default one
        const int Key = 1, Value = 2; // StringStringEntryProto
        var model = new WireWriter()
            .Int(IrVersion, FormVersion)
            .Text(ProducerName, "Mintage")
            .Text(ProducerVersion, typeof(OnnxFile).Assembly.GetName().Version!.ToString(3))
            .Message(Graph, graph.Message)
            .Message(OperatorSets, new WireWriter().Int(Version, OperatorSet));
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            model.Message(Metadata, new WireWriter().Text(Key, key).Text(Value, value));
        WholeFile.Write(path, model.CopyTo);
    }
}
