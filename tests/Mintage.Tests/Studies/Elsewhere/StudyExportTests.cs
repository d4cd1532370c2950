using System.Text.Json.Nodes;
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Elsewhere;

namespace Mintage.Tests.Studies.Elsewhere;

public sealed class StudyExportTests
{
    [Fact]
    public void Every_arm_is_handed_out_as_its_rule_says_and_no_test_label_with_it()
    {
        using var handed = new HandedOut(1);
        var arms = Index(handed.Folder);
        Assert.Equal(
            ["real", "classical", "cgan", "classical+cgan", "synthetic-only:cgan", "cgan x2", "more-real", "classical+more-real", "classical+placebo"],
            arms.Keys);
        var (real, classical, cgan) = (Train("real"), Train("classical"), Train("cgan"));
        Assert.Equal((60, 0), Kinds(real));
        Assert.Equal((60 * FitHandout.UsualCopies, 0), Kinds(classical));
        Assert.Equal((60, 90), Kinds(cgan));
        Assert.Equal((0, 90), Kinds(Train("synthetic-only:cgan")));
        Assert.Equal((60 * FitHandout.UsualCopies, 90), Kinds(Train("classical+placebo")));
        Assert.Equal((60, 90), Kinds(Train("more-real")));
        Assert.All(cgan.Weights, w => Assert.Equal(1, w));
        // The real images are those of the training part, each arm's the same.
        Assert.Equal(real.Images, cgan.Images[..real.Images.Length]);
        Assert.Equal(real.Labels, cgan.Labels[..60]);
        Assert.Equal(0.5, Task("cgan")["synthetic_share"]!.GetValue<double>());
        Assert.Null(Task("real")["synthetic_share"]);
        Assert.Single(arms.Keys.Select(a => Task(a)["steps"]!.GetValue<int>()).Distinct());
        Assert.Single(arms.Keys.Select(a => Task(a)["seed"]!.GetValue<long>()).Distinct());
        // Each test image once, not in the order of the file.
        var places = handed.Places("test");
        Assert.Equal(Enumerable.Range(0, TinyStudy.Test.Count), places.Order());
        Assert.NotEqual(Enumerable.Range(0, TinyStudy.Test.Count), places);
        Assert.Equal(["README.md", "export.json", "fits", "index.csv", "tests"], Directory.GetFileSystemEntries(handed.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["test.npz"], Directory.GetFiles(Path.Combine(handed.Folder, "tests"), "*", SearchOption.AllDirectories).Select(Path.GetFileName));

        (byte[] Images, long[] Labels, byte[] Synthetic, float[] Weights) Train(string arm) => NpzArchive.Read(
            Path.Combine(handed.Folder, arms[arm]["train"]), a => (a.Array("images").Values<byte>(),
                a.Array("labels").Values<long>(), a.Array("synthetic").Values<byte>(), a.Array("weights").Values<float>()));

        static (int Real, int Added) Kinds((byte[] Images, long[] Labels, byte[] Synthetic, float[] Weights) train) =>
            (train.Synthetic.Count(m => m == 0), train.Synthetic.Count(m => m == 1));

        JsonNode Task(string arm) => JsonNode.Parse(File.ReadAllText(Path.Combine(handed.Folder, arms[arm]["task"])))!;
    }

    [Fact]
    public void Balancing_arms_repeat_or_weigh_and_a_loss_weight_is_each_images_own()
    {
        // Half of one class is missing.
        var unequal = TinyStudy.Train.Select(
            [.. Enumerable.Range(0, 400).Where(i => TinyStudy.Train.Labels[i] > 0 || i % 2 == 0)]);
        using var handed = new HandedOut(1, plan => plan with
        {
            Fair = plan.Fair! with { Balance = true, Doses = [], SyntheticLossWeight = 0.25 },
        }, train: unequal);
        var arms = Index(handed.Folder);
        Assert.Equal([(1f, 0), (0.25f, 1)], Weights("cgan").Zip(Marks("cgan").Select(m => (int)m)).Distinct());
        var (weights, labels) = (Weights("class-weights"), Array("class-weights", "labels").Values<long>());
        var shares = labels.Zip(weights).GroupBy(p => p.First, p => (double)p.Second).Select(g => g.Sum()).ToList();
        Assert.All(shares, share => Assert.Equal(shares[0], share, 1e-3));
        Assert.Single(Array("oversample", "labels").Values<long>().GroupBy(l => l).Select(g => g.Count()).Distinct());

        float[] Weights(string arm) => Array(arm, "weights").Values<float>();

        byte[] Marks(string arm) => Array(arm, "synthetic").Values<byte>();

        NpyArray Array(string arm, string name) =>
            NpzArchive.Read(Path.Combine(handed.Folder, arms[arm]["train"]), a => a.Array(name));
    }

    [Fact]
    public void Nested_folds_are_handed_out_with_images_of_their_own_to_predict_and_folders_of_pictures_too()
    {
        using var handed = new HandedOut(
            1, plan => plan with { Fair = plan.Fair! with { NestedFolds = 2, Doses = [] } }, ExportFormat.Folder);
        var tests = handed.Export.Fits.GroupBy(f => f.Test).ToDictionary(g => g.Key, g => Directory.GetFiles(Path.Combine(handed.Folder, "tests", g.Key)));
        Assert.Equal([("test", 60), ("validation-reduced-r1-fold1", 30), ("validation-reduced-r1-fold2", 30)],
            tests.Select(t => (t.Key, t.Value.Length)).Order());
        Assert.All(tests.Values.SelectMany(t => t), file => Assert.Matches(@"^\d{6}\.png$", Path.GetFileName(file)));
        var real = Path.Combine(handed.Folder, "fits", handed.Export.Fits[0].Name, "train");
        Assert.Equal(60, Directory.GetFiles(Path.Combine(real, "real"), "*.png", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_folder_in_the_way_and_a_plan_without_the_fair_protocol_are_refused_and_the_size_is_told()
    {
        using var handed = new HandedOut(1);
        var export = new StudyExport(StudyPlanner.Resolve(handed.Plan, StudyData.Load(handed.Plan)));
        Assert.Contains("new or empty folder", Assert.Throws<UserInputException>(
            () => export.Write(handed.Folder, handed.Study, ExportFormat.Npz)).Message, StringComparison.Ordinal);
        var written = new DirectoryInfo(handed.Folder).EnumerateFiles("*.npz", SearchOption.AllDirectories).Sum(f => f.Length);
        Assert.InRange(written, export.Bytes(ExportFormat.Npz), 1.5 * export.Bytes(ExportFormat.Npz)); // headers and class names count in tiny files
        var none = handed.Plan with { Fair = null, Article = new() };
        Assert.Contains("fair", Assert.Throws<UserInputException>(() => ExportedStudy.Plan(none)).Message, StringComparison.Ordinal);
    }

    /// <summary>The lines of index.csv by arm, each by column.</summary>
    private static Dictionary<string, Dictionary<string, string>> Index(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, StudyExport.IndexFile)).Select(l => l.Split(',')).ToList();
        return lines.Skip(1).ToDictionary(l => l[2], l => lines[0].Zip(l).ToDictionary());
    }
}
