using System.Text.Json;
using Mintage.Data;
using Mintage.Execution;
using Mintage.Export;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Networks.Onnx;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Mintage.Synthesis;
using Mintage.Tests.Networks.Onnx;

namespace Mintage.Tests.Studies;

/// <summary>A generator in an ONNX file as a GAN of a study.</summary>
public sealed class OnnxStudyTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void It_draws_what_the_exported_GAN_draws_and_knows_its_lineage_from_the_file_beside_it()
    {
        var (folder, file) = Trained(TinyStudy.Train);
        using var gan = TrainedGan.Load(folder);
        using var generator = OnnxGenerator.Load(file);
        int[] labels = [2, 0, 1, 1, 2];
        var expected = GanSampler.Sample(gan.Generator, labels, gan.Facts.ClassNames, "gan", SeedTree.FromSeed(4));
        var drawn = generator.Sample(labels, SeedTree.FromSeed(4));
        Assert.Equal(expected.Labels, drawn.Labels);
        Assert.Equal(expected.ClassNames, drawn.ClassNames);
        Assert.All(expected.Pixels.Zip(drawn.Pixels), p => Assert.InRange(p.First - p.Second, -1, 1)); // float32 sums in another order
        Assert.Equal(gan.Facts.Lineage, generator.Lineage);

        var alone = Path.Combine(root, "alone.onnx");
        File.Copy(file, alone);
        using var unknown = OnnxGenerator.Load(alone);
        Assert.Null(unknown.Lineage);
        // Facts of another generator say nothing of this one.
        File.Copy(Path.Combine(Trained(TinyStudy.Train, seed: 2).Folder, "gan.json"), Path.Combine(root, "gan.json"));
        Assert.Null(unknown.Lineage);
    }

    [Fact]
    public async Task Each_replicate_draws_its_own_and_the_classes_follow_their_names()
    {
        var file = Path.Combine(root, "g.onnx");
        Write(file, ["diagonal", "columns", "rows", "never seen"]);
        var plan = Plan(file) with { Replicates = 2, Sizes = [TinyStudy.Plan().Sizes[0] with { Steps = 2 }] };
        var graph = Graph(plan);
        Assert.Equal(2, graph.Gans.Select(g => g.Synthetic).Distinct().Count());
        Assert.All(graph.Gans, g => Assert.False(g.LineageIsKnown));
        var outcome = await StudyRunner.RunAsync(graph, new StudyRun { Folder = Path.Combine(root, "study") }, TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Failures);
        Assert.Equal([("onnx", 0), ("onnx", 1)], outcome.Results.Foreign.Select(f => (f.Kind, f.Replicate)));
        Assert.All(outcome.Results.Foreign, f => Assert.Equal(90, f.ClassCounts.Sum()));
        Assert.All(outcome.Results.Foreign, f => Assert.Equal([30, 30, 30], f.ClassCounts));
        Assert.Contains(outcome.Results.Conclusions.Single().Limits, l => l.Contains("'mine' was trained on is not known", StringComparison.Ordinal));

        var key = graph.Gans[0].Synthetic;
        Write(file, ["diagonal", "columns", "rows"]);
        Assert.NotEqual(key, Graph(plan).Gans[0].Synthetic);
        var store = new TaskStore(Path.Combine(root, "again"));
        Assert.Contains("was changed", Assert.Throws<UserInputException>(() => graph.Run(key, store, new Progress<TaskProgress>(), default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_generator_of_the_data_is_refused()
    {
        var file = Path.Combine(root, "g.onnx");
        Assert.Contains("does not exist", Refusal(file), StringComparison.Ordinal);
        File.WriteAllText(file, "no graph");
        Assert.Contains("cannot be read as one", Refusal(file), StringComparison.Ordinal);
        Write(file, ["a", "b", "c"]);
        Assert.Contains("must know a class of 'shapes', but knows 'a', 'b', 'c'", Refusal(file), StringComparison.Ordinal);
        Write(file, ["rows", "b", "c"], size: 16);
        Assert.Contains("must draw images of 8 x 8 x 1 as those of 'shapes', but draws 16 x 16 x 1", Refusal(file), StringComparison.Ordinal);
        Write(file, null);
        Assert.Contains("class_names", Refusal(file), StringComparison.Ordinal);
        var (folder, exported) = Trained(TinyStudy.Test);
        Assert.Contains("nothing may have seen an image of 'shapes'", Refusal(exported), StringComparison.Ordinal);

        static string Refusal(string path) => Assert.Throws<UserInputException>(() => Graph(Plan(path))).Message;
    }

    private (string Folder, string File) Trained(LabelledImages images, long seed = 1)
    {
        var folder = Path.Combine(root, $"gan-{Directory.GetDirectories(root).Length}");
        var options = GanPresets.Get("cgan") with { GeneratorUpdates = 2, BatchSize = 8, LatentDimension = 6, Filters = 4 };
        new GanTraining(options, images, seed, folder).Run(new Progress<TaskProgress>(), default);
        var file = Path.Combine(folder, "mine.onnx");
        ModelExport.Run(folder, file, overwrite: false);
        return (folder, file);
    }

    private static void Write(string path, string[]? classNames, int size = 8)
    {
        using var network = new DcganGenerator(new DcganShape(size, size, 1, classNames?.Length ?? 3, 6, 4), SeedTree.FromSeed(3), new GeneratorDesign { Conditioning = GeneratorConditioning.Concatenated, Hidden = 0 });
        network.eval();
        OnnxSession.Randomize(network);
        var metadata = new Dictionary<string, string>();
        if (classNames is not null) metadata["class_names"] = JsonSerializer.Serialize(classNames, Json.Line);
        OnnxFile.Write(path, GeneratorGraph.Of(network), metadata);
    }

    private static StudyPlan Plan(string file) => TinyStudy.Plan() with
    {
        Replicates = 1,
        Article = null,
        Gans = [new GanPlan { Name = "mine", Onnx = file }],
        Fair = new FairPlan { RealTuned = null },
        Frechet = null,
    };

    private static StudyGraph Graph(StudyPlan plan) => StudyPlanner.Resolve(plan, new StudyData(plan, TinyStudy.Train, TinyStudy.Test));
}
