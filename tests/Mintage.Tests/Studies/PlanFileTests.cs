using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Mintage.Augmentation;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

public sealed class PlanFileTests
{
    [Fact]
    public void A_random_plan_reads_back_as_it_was() => PlanSamples.Random.Sample(plan => Assert.Equal(Form(plan), Form(PlanFile.Parse(PlanFile.Text(plan), "text"))), iter: 200);

    [Fact]
    public void The_shortest_plan_has_the_defaults_of_the_records()
    {
        var plan = PlanFile.Parse(PlanSamples.Minimal, "minimal");
        Assert.Equal(Form(new StudyPlan
        {
            Name = "tiny",
            Data = "shapes.npz",
            Sizes = [new SizePlan { Name = "60", Images = 60, Classifier = new() { Width = ClassifierPresets.Narrow } }],
            Gans = [new GanPlan { Name = "cgan", Options = GanPresets.Get("cgan") }],
        }), Form(plan));
    }

    [Fact]
    public void Every_key_of_every_record_can_be_written_and_has_an_effect()
    {
        var (everything, minimal) = (Json(PlanFile.Parse(PlanSamples.Everything, "everything")), Json(PlanFile.Parse(PlanSamples.Minimal + "\n", "minimal")));
        // test_share, which repeated_splits need, excludes test_data; the second GAN has what does not go with the first.
        Assert.Equal(["test_share", "repeated_splits"], Unchanged(everything, Completed(minimal), "").Except(["gans[].scope", "gans[].options.r1_weight"]));
        Assert.Equal(0.3, PlanFile.Parse(PlanSamples.Minimal.Replace("name:", "test_share: 0.3, name:"), "share").TestShare);
        var second = PlanFile.Parse(PlanSamples.Everything, "everything").Gans[1];
        Assert.Equal((GanScope.WholeTrainingSet, 5), (second.Scope, second.Options!.R1Weight));
        var text = PlanSamples.Everything;
        Assert.All(PlanContract.All(typeof(StudyPlan)), key => Assert.Contains($"{key.Path.Split('.')[^1].TrimEnd('[', ']')}:", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_tuned_classifier_can_be_switched_off()
    {
        StudyPlan Read(string value) => PlanFile.Parse($"{{ name: off, data: mnist, sizes: [300], gans: [cgan], fair: {{ real_tuned: {value} }} }}", "off");
        Assert.Null(Read("false").Fair!.RealTuned);
        Assert.Empty(Read("false").Faults());
        Assert.Equal(new TunedPlan().MaxEpochs, Read("true").Fair!.RealTuned!.MaxEpochs);
        Assert.DoesNotContain(FairArms.All(Read("false")), arm => arm.Name == FairArms.RealTuned);
        Assert.Contains(FairArms.All(Read("true")), arm => arm.Name == FairArms.RealTuned);
    }

    [Fact]
    public void Classical_augmentation_may_be_a_kind_of_images()
    {
        var plan = PlanFile.Parse("{ name: kinds, data: mnist, sizes: [300], gans: [{ preset: cgan, options: { classical: symmetric } }, { name: b, preset: best, options: { classical: none } }], fair: { classical: photos } }", "kinds");
        Assert.Equal(ClassicalKinds.Find("photos"), plan.Fair!.Classical);
        Assert.Equal(ClassicalKinds.Find("symmetric"), plan.Gans[0].Options!.Classical);
        Assert.Equal(ClassicalOptions.None, plan.Gans[1].Options!.Classical);
        var refused = Assert.Throws<UserInputException>(() => PlanFile.Parse("{ name: kinds, data: mnist, sizes: [300], gans: [cgan], fair: { classical: letters } }", "kinds"));
        Assert.Contains("'fair.classical' must be one of none, digits, photos, symmetric, or have keys with values, but is 'letters'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_may_be_numbers_or_all_and_choose_their_classifier()
    {
        var sizes = PlanFile.Parse("{ name: curve, data: mnist, sizes: [300, 5_000, 5001, all, {images: all, name: again, classifier: narrow}], gans: [wgan] }", "curve").Sizes;
        Assert.Equal(["300", "5000", "5001", "all", "again"], sizes.Select(s => s.Name));
        Assert.Equal([300, 5_000, 5_001, null, null], sizes.Select(s => s.Images));
        Assert.Equal([8, 8, 32, 32, 8], sizes.Select(s => s.Classifier.Width!.Filters1));
    }

    [Fact]
    public void A_classifier_has_a_name_or_keys()
    {
        var named = PlanFile.Parse("{ name: n, data: mnist, sizes: [{name: r, images: 300, classifier: residual}, {name: p, images: 300, classifier: pretrained}], gans: [wgan] }", "named").Sizes;
        Assert.Equal([ClassifierPresets.WideResidual, ClassifierPresets.OnFeatures], named.Select(s => s.Classifier));
        var sizes = PlanFile.Parse("{ name: n, data: mnist, sizes: [{images: 300, classifier: small}, {images: all, classifier: {small: 24, batch_size: 32}}], gans: [wgan] }", "residual").Sizes;
        Assert.Equal([(null, 16, 128), (null, 24, 32)], sizes.Select(s => (s.Classifier.Width, s.Classifier.Small, s.Classifier.BatchSize)));
    }

    [Fact]
    public void A_GAN_is_a_preset_with_what_differs()
    {
        var gans = PlanFile.Parse("""
            { name: n, data: mnist, sizes: [300], gans: [wgan-gp, { preset: wgan, name: fast, options: { generator_updates: 100, diff_augment: [cutout] }, filter: true }] }
            """, "gans").Gans;
        Assert.Equal(("wgan-gp", "fast"), (gans[0].Name, gans[1].Name));
        Assert.Equal(Options(GanPresets.Get("wgan-gp")), Options(gans[0].Options!));
        Assert.Equal(Options(GanPresets.Get("wgan") with { GeneratorUpdates = 100, DiffAugment = [DifferentiableTransform.Cutout] }), Options(gans[1].Options!));
        Assert.Equal(new FilterPlan(), gans[1].Filter);
        Assert.Null(gans[0].Filter);
    }

    [Theory]
    [InlineData("article: false", false, true)]
    [InlineData("fair: false", true, false)]
    [InlineData("fair: true\narticle: { folds: 2 }", true, true)]
    [InlineData("article: ~", false, true)]
    public void A_protocol_is_switched_off_with_false_and_has_its_defaults_with_true(string line, bool article, bool fair)
    {
        var plan = PlanFile.Parse($"name: n\ndata: mnist\nsizes: [300]\ngans: [cgan]\n{line}\n", "plan");
        Assert.Equal((article, fair), (plan.Article is not null, plan.Fair is not null));
        Assert.Equal(Form(plan), Form(PlanFile.Parse(PlanFile.Text(plan), "text")));
    }

    [Theory]
    [InlineData("frechet: true", "100,250,500,1000,2500,5000")]
    [InlineData("frechet: { shared: true }\nsynthetic_images: 700", "100,250,500")]
    [InlineData("frechet: { shared: true }\nsynthetic_images: 70", "70")]
    [InlineData("frechet: { counts: [5] }", "5")]
    public void Frechet_counts_are_cut_to_the_synthetic_images(string lines, string counts)
    {
        var frechet = PlanFile.Parse($"name: n\ndata: mnist\nsizes: [300]\ngans: [cgan]\n{lines}\n", "plan").Frechet!;
        Assert.Equal(counts, string.Join(',', frechet.Counts));
        Assert.Equal(ClassifierPresets.Wide, frechet.Extractor.Width);
    }

    [Fact]
    public void Comments_quotes_and_numbers_are_read_as_YAML_has_them()
    {
        var plan = PlanFile.Parse("# a\n\"name\": 'it''s' # b\ndata: >-\n  a\n  b\nsizes: [ 1_000 ]\ngans:\n- cgan\nfair: {relevant_points: 1E0, doses: [.5, 2.]}\nseed: +12\n", "plan");
        Assert.Equal(("it's", "a b", 12L), (plan.Name, plan.Data, plan.Seed));
        Assert.Equal([0.5, 2], plan.Fair!.Doses);
    }

    private static string Form(StudyPlan plan) => JsonSerializer.Serialize(plan, Mintage.Runtime.Json.File);

    private static string Options(GanOptions options) => JsonSerializer.Serialize(options, Mintage.Runtime.Json.File); // lists are compared by what they hold

    private static JsonObject Json(StudyPlan plan) => JsonSerializer.SerializeToNode(plan, Mintage.Runtime.Json.File)!.AsObject();

    /// <summary>Groups that the shortest plan leaves out, with their defaults.</summary>
    private static JsonObject Completed(JsonObject plan)
    {
        plan["gans"]![0]!["filter"] = JsonSerializer.SerializeToNode(new FilterPlan(), Mintage.Runtime.Json.File);
        plan["fair"]!["arms"] = JsonSerializer.SerializeToNode(new[] { new ArmPlan { Name = "" } }, Mintage.Runtime.Json.File);
        plan["fair"]!["contrasts"] = JsonSerializer.SerializeToNode(new[] { new ContrastPlan("", "") }, Mintage.Runtime.Json.File);
        plan["frechet"] = JsonSerializer.SerializeToNode(new FrechetPlan { Extractor = new() { Width = ClassifierPresets.Wide }, Counts = [100] }, Mintage.Runtime.Json.File);
        return plan;
    }

    private static IEnumerable<string> Unchanged(JsonNode? a, JsonNode? b, string path) =>
        a is JsonObject keys && b is JsonObject others ? keys.SelectMany(p => Unchanged(p.Value, others[p.Key], path.Length == 0 ? p.Key : $"{path}.{p.Key}"))
        : a is JsonArray { Count: > 0 } list && b is JsonArray { Count: > 0 } other && list[0] is JsonObject ? Unchanged(list[0], other[0], path + "[]")
        : JsonNode.DeepEquals(a, b) ? [path] : [];
}
