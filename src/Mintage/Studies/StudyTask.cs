using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mintage.Execution;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>
/// One task of a study. The record holds everything that decides its result, the fingerprints of its images included;
/// its key is the SHA-256 of the record, of the number of threads, of the kind of device and of
/// <see cref="AlgorithmVersion"/>.
/// </summary>
[JsonDerivedType(typeof(FitTask), "fit")]
[JsonDerivedType(typeof(TrainGanTask), "train-gan")]
[JsonDerivedType(typeof(SynthesiseTask), "synthesise")]
[JsonDerivedType(typeof(TakeImagesTask), "take-images")]
[JsonDerivedType(typeof(SampleOnnxTask), "sample-onnx")]
[JsonDerivedType(typeof(RunGeneratorTask), "run-generator")]
[JsonDerivedType(typeof(ScoreTask), "score")]
[JsonDerivedType(typeof(ReferenceTask), "reference")]
internal abstract record StudyTask
{
    /// <summary>
    /// Raised whenever the same options would give another result, so that old results are not taken for new ones.
    /// </summary>
    public const int AlgorithmVersion = 5;

    /// <summary>"fit", "train-gan", "synthesise", "take-images", "sample-onnx", "run-generator", "score" or
    /// "reference".</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>For people.</summary>
    [JsonIgnore]
    public abstract string Title { get; }

    /// <summary>Keys of the tasks whose results it reads.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> Needs { get; }

    /// <summary>Rough seconds on one core.</summary>
    [JsonIgnore]
    public abstract double EstimatedSeconds { get; }

    /// <summary>What it does for other tasks too, within its estimate.</summary>
    [JsonIgnore]
    internal virtual IReadOnlyList<SharedWork> Shared => [];

    /// <summary>What the name of its folder says: a function of the key's contents, so that equal tasks share a
    /// folder whatever else a plan holds.</summary>
    [JsonIgnore]
    internal virtual string ShortName => "";

    /// <summary>Tasks of a group take time alike.</summary>
    [JsonIgnore]
    internal virtual string Group => Kind;

    /// <summary>Rough size of its result on the disk.</summary>
    [JsonIgnore]
    public abstract double EstimatedMegabytes { get; }

    /// <summary>Whether it runs a command of the plan.</summary>
    [JsonIgnore]
    internal virtual bool RunsCommand => false;

    /// <summary>Whether it runs on the study's device; otherwise on the processor.</summary>
    [JsonIgnore]
    internal virtual bool UsesDevice => false;

    /// <summary>Whether it needs the Inception network.</summary>
    [JsonIgnore]
    internal virtual bool UsesInception => false;

    /// <summary>Does the work and writes the result.</summary>
    internal abstract void Run(TaskContext context);

    /// <summary>What the queue needs to know.</summary>
    /// <param name="threads">Threads of the task: they decide the last bits of a sum.</param>
    /// <param name="device">The study's. Its kind decides the key, not its model, nor does a processor's.</param>
    internal TaskNode ToNode(int threads, ComputeDevice device)
    {
        var text = JsonSerializer.Serialize(this, Json.Line);
        var usesGpu = UsesDevice && !device.IsCpu;
        var place = usesGpu ? "a CUDA GPU" : "the CPU";
        var key =
            SHA256.HashData(
                System.Text.Encoding.UTF8.GetBytes(
                    $"{AlgorithmVersion}\n{threads} threads on {place}, float32\n{text}"));
        return new TaskNode(Kind, Convert.ToHexStringLower(key), Title, Needs, EstimatedSeconds)
        {
            EstimatedMegabytes = EstimatedMegabytes,
            Group = Group,
            Shared = Shared,
            UsesGpu = usesGpu,
            RunsCommand = RunsCommand,
            ShortName = ShortName,
        };
    }
}

/// <summary>What a running task can reach.</summary>
/// <param name="Node">The task itself.</param>
/// <param name="Study">Plan, data and task graph.</param>
/// <param name="Store">Results of the tasks it needs.</param>
/// <param name="Folder">Where its result goes; a checkpoint of an earlier attempt may be there.</param>
/// <param name="Progress">Told how far it is.</param>
/// <param name="Cancellation">Ends it.</param>
internal sealed record TaskContext(
    TaskNode Node, StudyGraph Study, TaskStore Store, string Folder, IProgress<TaskProgress> Progress,
    CancellationToken Cancellation)
{
    /// <summary>Path of a file in the result of another task.</summary>
    public string ResultFile(string key, string file) => Path.Combine(Store.Folder(Study.Node(key)), file);
}
