using Mintage.Data;
using Mintage.Execution;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>Leaks of every kind, planted in whole studies: each must be refused, left out, or flagged.</summary>
public sealed class PlantedLeakTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_synthetic_set_of_another_replicate_is_refused_by_every_arm_that_would_use_it()
    {
        var plan = Plan() with { Replicates = 2 };
        var folder = Path.Combine(root, "a");
        await TinyStudy.RunAsync(folder, plan);
        var graph = TinyStudy.Graph(plan);
        Swap(folder, graph, graph.Gans[0], graph.Gans[1]);
        var outcome = await TinyStudy.RunAsync(folder, plan);
        string[] arms = ["cgan", "cgan", "cgan @ short", "classical+cgan", "synthetic-only:cgan"]; // the article's arm and four fair ones
        Assert.Equal(arms.Length, outcome.Failures.Count);
        Assert.All(outcome.Failures, f => Assert.Contains("are not among them", f.Message, StringComparison.Ordinal));
        Assert.Contains(outcome.Results.Conclusions.Single().Limits, l => l.Contains("not complete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_GAN_that_saw_the_test_set_is_refused_with_the_indices_even_if_the_arm_is_marked_as_leaky()
    {
        var plan = Plan();
        plan = plan with { Fair = null, Gans = [plan.Gans[0] with { Name = "cgan-all", Scope = GanScope.WholeTrainingSet }] };
        var folder = Path.Combine(root, "a");
        await TinyStudy.RunAsync(folder, plan);
        var graph = TinyStudy.Graph(plan);
        AddToLineage(folder, graph, graph.Gans[0], TinyStudy.Test.ImageFingerprint(11));
        var outcome = await TinyStudy.RunAsync(folder, plan);
        Assert.Contains("(image 11)", Assert.Single(outcome.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nested_fold_refuses_a_GAN_that_saw_its_validation_images()
    {
        var plan = Plan();
        plan = plan with { Article = null, Fair = plan.Fair! with { NestedFolds = 2 } };
        var folder = Path.Combine(root, "a");
        await TinyStudy.RunAsync(folder, plan);
        var graph = TinyStudy.Graph(plan);
        // The GAN of the whole part in place of the first fold's: what happens when a GAN is trained before the split.
        Swap(folder, graph, graph.Gans.Single(g => g.Fold == 0), graph.Gans.Single(g => g.Fold is null));
        var outcome = await TinyStudy.RunAsync(folder, plan);
        Assert.Equal(2, outcome.Failures.Count); // cgan and classical+cgan of that fold
        Assert.All(outcome.Failures, f => Assert.Contains("validation", f.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Natural_duplicates_across_training_and_test_set_are_left_out_and_said()
    {
        var train = LabelledImages.Concat("planted", [TinyStudy.Train, TinyStudy.Test.Select([0, 1, 2])]);
        var outcome = await TinyStudy.RunAsync(Path.Combine(root, "a"), Plan(), train, TinyStudy.Test);
        Assert.Empty(outcome.Failures);
        Assert.Contains(outcome.Results.Notes, n => n.StartsWith("3 training images are left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scores_whose_extractor_or_reference_the_GAN_saw_are_flagged_by_what_was_used()
    {
        var leaky = (await TinyStudy.RunAsync(Path.Combine(root, "a"))).Results.Scores;
        Assert.All(leaky.Where(s => s.Source == "wgan-all"), s => Assert.Contains(s.Metric.Warnings, w => w.StartsWith("The GAN saw 60 of the 60 reference images", StringComparison.Ordinal)));
        Assert.All(leaky.Where(s => s.Source == "wgan-all"), s => Assert.Contains(s.Metric.Warnings, w => w.StartsWith("The extractor was trained on 60 images that the GAN saw", StringComparison.Ordinal)));
        Assert.All(leaky.Where(s => s.Source is "cgan" or "real"), s => Assert.DoesNotContain(s.Metric.Warnings, w => w.Contains("saw", StringComparison.Ordinal)));

        var plan = Plan();
        var shared = (await TinyStudy.RunAsync(Path.Combine(root, "b"), plan with { Frechet = plan.Frechet! with { Shared = true } })).Results.Scores;
        Assert.All(shared.Where(s => s.Source == "cgan"), s => Assert.Contains(s.Metric.Warnings, w => w.StartsWith("The GAN saw 60 of the 400 reference images", StringComparison.Ordinal)));
        Assert.All(shared, s => Assert.Contains(s.Metric.Warnings, w => w.StartsWith("The extractor was trained on 400 of the reference images", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_leaky_arm_is_marked_on_every_row_and_record()
    {
        var results = (await TinyStudy.RunAsync(Path.Combine(root, "a"))).Results;
        Assert.All(results.Arms.Where(a => a.Arm == "wgan-all"), a => Assert.True(a.Leaky));
        Assert.All(results.FoldTable.Where(a => a.Arm == "wgan-all"), a => Assert.True(a.Leaky));
        Assert.All(results.Gans.Where(a => a.Name == "wgan-all"), a => Assert.True(a.Leaky));
        Assert.All(results.Scores.Where(a => a.Source == "wgan-all"), a => Assert.True(a.Leaky));
        Assert.All(results.Fits.Where(a => a.Arm == "wgan-all"), a => Assert.True(a.Leaky));
        Assert.DoesNotContain(results.FairArms, a => a.Gan == "wgan-all");
        Assert.Contains("leaky", File.ReadAllText(Path.Combine(root, "a", "report.html")), StringComparison.Ordinal);
    }

    private static StudyPlan Plan()
    {
        var plan = TinyStudy.Plan();
        return plan with { Replicates = 1, Gans = [plan.Gans[0]], Article = new ArticlePlan { Folds = 0 } };
    }

    /// <summary>Puts one GAN's synthetic set in the place of another's and forgets the classifiers trained on it, as a careless script would.</summary>
    private static void Swap(string folder, StudyGraph graph, GanRun victim, GanRun impostor)
    {
        var store = new TaskStore(folder);
        var place = store.Folder(graph.Node(victim.Synthetic));
        foreach (var file in Directory.GetFiles(store.Folder(graph.Node(impostor.Synthetic)))) File.Copy(file, Path.Combine(place, Path.GetFileName(file)), overwrite: true);
        Reseal(store, graph, victim);
    }

    private static void AddToLineage(string folder, StudyGraph graph, GanRun gan, string fingerprint)
    {
        var store = new TaskStore(folder);
        var path = Path.Combine(store.Folder(graph.Node(gan.Synthetic)), "synthetic.provenance.json");
        var provenance = Json.Read<Mintage.Synthesis.Provenance>(path);
        File.WriteAllText(path, (provenance with { Lineage = [.. provenance.Lineage, fingerprint] }).ToText());
        Reseal(store, graph, gan);
    }

    private static void Reseal(TaskStore store, StudyGraph graph, GanRun gan)
    {
        var node = graph.Node(gan.Synthetic);
        File.Delete(Path.Combine(store.Folder(node), "manifest.json"));
        TaskManifest.Write(store.Folder(node), node.Key);
        foreach (var (task, fit) in graph.Tasks.Where(t => t.Task is FitTask f && f.Synthetic?.Task == gan.Synthetic)) store.Remove(fit);
    }
}
