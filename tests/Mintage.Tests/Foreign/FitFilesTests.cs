using System.Globalization;
using Mintage.Data;
using Mintage.Foreign;
using Mintage.Runtime;
using Mintage.Tests.Data;

namespace Mintage.Tests.Foreign;

public sealed class FitFilesTests : IDisposable
{
    private static readonly string[] Classes = ["cat", "dog, big"];
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Training_images_are_an_npz_with_marks_and_weights()
    {
        FitFolder.WriteTrain(folder["train.npz"], Training(channels: 3));

        NpzArchive.Read(folder["train.npz"], archive =>
        {
            Assert.Equal([3, 2, 2, 3], archive.Array("images").Shape);
            Assert.Equal([0L, 1, 1], archive.Array("labels").Values<long>());
            Assert.Equal([0, 0, 1], archive.Array("synthetic").Values<byte>());
            Assert.Equal([1f, 1, 0.5f], archive.Array("weights").Values<float>());
            Assert.Equal(Classes, archive.Array("class_names").Values<string>());
            return true;
        });
        Assert.Equal([false, false, true], NpzFile.Read(folder["train.npz"]).IsSynthetic); // Mintage reads it too
    }

    [Fact]
    public void Training_images_are_folders_that_a_plain_reader_takes()
    {
        FitFolder.WriteTrainFolder(folder["train"], Training());

        Assert.Equal(
            ["index.csv", "real/cat/000000.png", "real/dog, big/000001.png", "synthetic/dog, big/000002.png"],
            Directory.EnumerateFiles(folder["train"], "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder["train"], f).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.Equal(
            "\"synthetic/dog, big/000002.png\",\"dog, big\",1,0.5", File.ReadAllLines(folder["train/index.csv"])[3]);
        var read = DataSetReference.Parse(folder["train/real"]).Load(new DataSetLoading());
        Assert.Equal(Classes, read.ClassNames);
        Assert.Equal(Training().Images.Image(1).ToArray(), read.Image(1).ToArray());
    }

    [Fact]
    public void Test_images_come_in_an_order_of_ours_and_without_labels()
    {
        var images = Shapes.Make(30);
        var order = FitFolder.TestOrder(30, SeedTree.FromSeed(5));
        FitFolder.WriteTest(folder["test.npz"], images, order);
        FitFolder.WriteTestFolder(folder["test"], images, order);

        Assert.NotEqual(Enumerable.Range(0, 30), order);
        Assert.Equal(Enumerable.Range(0, 30), order.Order());
        NpzArchive.Read(folder["test.npz"], archive =>
        {
            Assert.Equal(["images"], archive.Names);
            Assert.Equal(images.Image(order[4]).ToArray(), archive.Array("images").Values<byte>()[(4 * 64)..(5 * 64)]);
            return true;
        });
        Assert.Equal(
            Enumerable.Range(0, 30).Select(i => $"{i:D6}.png"),
            Directory.GetFiles(folder["test"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Predictions_are_read_and_put_back_in_the_order_of_the_set()
    {
        Npy("predictions.npy", [3, 2], new float[] { 0.25f, 0.75f, 1, 0, 0.4999f, 0.5f });

        var read = ClassProbabilities.ReadFrom(folder.ToString(), 3, Classes);

        Assert.Equal((3, 2), (read.Rows, read.Classes));
        Assert.Equal([1, 0], read.Row(1).ToArray());
        Assert.Equal([0.25, 0.75], read.Placed([2, 0, 1]).Row(2).ToArray());
    }

    [Fact]
    public void Columns_of_a_csv_are_matched_by_name()
    {
        File.WriteAllText(folder["predictions.csv"], "\"dog, big\",cat\n0.9,0.1\n0.2,0.8\n");

        Assert.Equal([0.1, 0.9, 0.8, 0.2], ClassProbabilities.ReadFrom(folder.ToString(), 2, Classes).Values);
    }

    [Theory]
    [InlineData("one row for each of the 2", 3, 2, "0.5 0.5 0.5 0.5 0.5 0.5")]
    [InlineData("one column for each of the 2", 2, 1, "1 1")]
    [InlineData("row 1 (from 0) has NaN", 2, 2, "0.5 0.5 NaN 1")]
    [InlineData("row 0 (from 0) has the sum 1.1", 2, 2, "0.5 0.6 0.5 0.5")]
    [InlineData("row 0 (from 0) has -0.5", 2, 2, "-0.5 1.5 0.5 0.5")]
    public void Other_predictions_are_refused(string reason, int rows, int columns, string values)
    {
        Npy("predictions.npy", [rows, columns],
            Array.ConvertAll(values.Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture)));

        Assert.Contains(reason, Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'bird' is no class", "cat,bird\n0.5,0.5\n0.5,0.5\n")]
    [InlineData("'bird' is no class", "cat,\"dog, big\",bird\n0.5,0.5,0\n0.5,0.5,0\n")]
    [InlineData("none for 'dog, big'", "cat\n1\n1\n")]
    [InlineData("has 1 rows", "cat,\"dog, big\"\n0.5,0.5\n")]
    [InlineData("must have a number", "cat,\"dog, big\"\n0.5,0.5\n0.5\n")]
    [InlineData("must have a number", "cat,\"dog, big\"\n0.5,0.5\n\"0,5\",0.5\n")]
    public void Another_csv_is_refused(string reason, string text)
    {
        File.WriteAllText(folder["predictions.csv"], text);

        Assert.Contains(reason, Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_must_be_there_once_and_be_floats()
    {
        Assert.Contains("there are none", Refused(), StringComparison.Ordinal);
        Npy("predictions.npy", [2, 2], new long[] { 1, 0, 1, 0 });
        Assert.Contains("but is int64", Refused(), StringComparison.Ordinal);
        File.WriteAllText(folder["predictions.csv"], "");
        Assert.Contains("one file", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_steps_and_versions()
    {
        File.WriteAllText(folder["report.json"], """{"steps": 12, "versions": {"torch": "1.13", "cuda": 12}, "loss": 0.1}""");

        var report = FitReport.Read(folder["report.json"]);

        Assert.Equal(12, report.Steps);
        Assert.Equal(new Dictionary<string, string> { ["cuda"] = "12", ["torch"] = "1.13" }, report.Versions);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"steps": 1.5}""")]
    [InlineData("""{"steps": -1}""")]
    [InlineData("""{"steps": "12"}""")]
    [InlineData("""{"steps": 1, "steps": 2}""")]
    [InlineData("""{"steps": 1, "versions": [1]}""")]
    [InlineData("steps: 12")]
    public void Another_report_is_refused(string text)
    {
        File.WriteAllText(folder["report.json"], text);

        Assert.Throws<UserInputException>(() => FitReport.Read(folder["report.json"]));
    }

    private string Refused() =>
        Assert.Throws<UserInputException>(() => ClassProbabilities.ReadFrom(folder.ToString(), 2, Classes)).Message;

    private void Npy(string name, int[] shape, Array values)
    {
        using var stream = File.Create(folder[name]);
        new NpyArray(shape, values).Write(stream);
    }

    private static FitTraining Training(int channels = 1) => new(
        new LabelledImages("t", [.. Enumerable.Range(0, 12 * channels).Select(i => (byte)(i * 5))], [0, 1, 1], 2, 2,
            channels, Classes, isSynthetic: [false, false, true]),
        [1, 1, 0.5f]);
}
