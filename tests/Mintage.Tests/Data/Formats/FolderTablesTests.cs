using System.Diagnostics;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Tests.Data.Pictures;

namespace Mintage.Tests.Data.Formats;

public sealed class FolderTablesTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly List<string> said = [];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("labels.csv", "id,breed\n0,cat\n")]
    [InlineData("labels.csv", "file,label\nelsewhere.png,cat\n")]
    [InlineData("labels.csv", "")]
    [InlineData("labels.csv", "path,label\"\n\"")]
    [InlineData("metadata.csv", "file_name,text\ncat/0.png,a cat\n")]
    [InlineData("metadata.jsonl", "{\"file_name\": \"cat/0.png\", \"text\": \"a cat\"}\n")]
    [InlineData("metadata.jsonl", "no json\n")]
    public void A_table_of_other_make_beside_class_folders_is_ignored_and_said(string name, string content)
    {
        Put(1, "d/cat/0.png", "d/dog/0.png");
        File.WriteAllText(folder[$"d/{name}"], content);
        var images = Load("d");
        Assert.Equal(["cat", "dog"], images.ClassNames);
        Assert.Equal([0, 1], images.Labels);
        Assert.Contains(said, line => line.Contains($"{name}' is ignored", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_that_names_pictures_decides_and_says_why_it_does_where_it_has_faults()
    {
        Put(1, "d/cat/0.png", "d/dog/0.png", "d/dog/1.png");
        File.WriteAllText(folder["d/labels.csv"], "file,label\ncat/0.png,x\ndog/1.png,y\n");
        Assert.Equal(["x", "y"], Load("d").ClassNames);
        File.WriteAllText(folder["d/labels.csv"], "file,label\ncat/0.png,x\ndog/1.png,\n");
        TestImages.Refused(() => Load("d"), "line 3: the label", "decides the classes", "it names pictures in it", "move it away");
        File.WriteAllText(folder["d/labels.csv"], "path,label\ngone/0.png,x\ndog/1.png,\n");
        TestImages.Refused(() => Load("d"), "line 3: the label", "it is as Mintage writes it");
        Put(1, "e/1.png");
        File.WriteAllText(folder["e/labels.csv"], "id,breed\n1,cat\n");
        TestImages.Refused(() => Load("e"), "a column 'path'", "no class folders with pictures");
    }

    [Fact]
    public void A_folder_that_Mintage_wrote_is_read_by_its_list()
    {
        PictureFolderFile.Write(folder["d"], TestImages.Mixed(TestImages.Random(height: 8, width: 8)).WithGroups(["a", "b", "c", "d", "e", "f"]), null);
        Assert.Equal(["a", "b", "c", "d", "e", "f"], Load("d").Groups);
        Assert.Empty(said);
    }

    [Theory]
    [InlineData("metadata.csv", "file_name,label,text\n0001.png,cat,\"a, b\"\nmore/2.png,dog,c\n", "file_name,label\n1.png,dog\n")]
    [InlineData("metadata.jsonl", "{\"file_name\": \"0001.png\", \"label\": \"cat\", \"boxes\": [[1, 2]]}\n\n{\"label\": \"dog\", \"file_name\": \"more/2.png\"}\n", "{\"file_name\": \"1.png\", \"label\": \"dog\"}")]
    public void A_Hugging_Face_image_folder_with_a_table_in_every_part_is_read(string name, string train, string test)
    {
        Put(1, "d/train/0001.png", "d/train/more/2.png", "d/test/1.png");
        Directory.CreateDirectory(folder["d/val"]);
        File.WriteAllText(folder[$"d/train/{name}"], train);
        File.WriteAllText(folder[$"d/test/{name}"], test);
        var images = Load("d");
        Assert.Equal(("d:train", DataSplit.Test), (images.Name, DataSetReference.Parse(folder["d"]).Counterpart()?.Split));
        Assert.Equal(["cat", "dog"], images.ClassNames);
        Assert.Equal([1, 2], Values(images));
        Assert.Equal([0, 1], images.Labels);
        Assert.Equal([3], Values(Load("d:test")));
        Assert.Equal([1], Load("d:test").Labels);
        Assert.Contains(said, line => line.Contains("'val'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_Hugging_Face_table_in_the_folder_takes_parts_from_the_folders_of_its_paths()
    {
        Put(1, "d/train/1.png", "d/test/2.png", "e/1.png", "e/2.png");
        File.WriteAllText(folder["d/metadata.csv"], "file_name,label\ntrain/1.png,10\ntest/2.png,9\n");
        Assert.Equal([1], Values(Load("d:train")));
        Assert.Equal([2], Values(Load("d:test")));
        Assert.Equal(["9", "10"], Load("d:test").ClassNames);
        File.WriteAllText(folder["e/metadata.jsonl"], "{\"file_name\": \"1.png\", \"label\": 1}\n{\"file_name\": \"2.png\", \"label\": 0}\n");
        Assert.Equal([1, 0], Load("e").Labels);
        Assert.Equal([1, 0], Load("e/metadata.jsonl").Labels);
    }

    [Theory]
    [InlineData("{\"file_name\": \"1.png\", \"label\": [1, 2]}", "line 1: 'label' must be one text or number, but is [1, 2]")]
    [InlineData("{\"file_name\": \"1.png\", \"label\": null}", "line 1: the label must not be empty")]
    [InlineData("\n[1]", "line 2: there must be a JSON object")]
    [InlineData("{\"file_name\": \"1.png\"}", "a column 'label'")]
    [InlineData("{\"file_name\": \"1.png\", \"label\": 1}\n{\"file_name\": \"./1.png\", \"label\": 2}", "line 2: './1.png' is the same file as '1.png' in line 1")]
    public void Json_lines_with_faults_are_named(string content, string words)
    {
        Put(1, "e/1.png");
        File.WriteAllText(folder["e/metadata.jsonl"], content);
        TestImages.Refused(() => Load("e"), "metadata.jsonl", words);
    }

    [Fact]
    public async Task Pipes_are_named_and_never_waited_for()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no pipes among files.");
        Put(1, "d/a/1.png", "d/b/1.png");
        File.WriteAllText(folder["set.csv"], "path,label\nd/a/1.png,a\nd/b/2.png,b\n");
        using (var mkfifo = Process.Start("mkfifo", [folder["d/b/2.png"], folder["d/a/pipe"]])) await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.Run(() =>
        {
            TestImages.Refused(() => Load("d"), "1 of 3 pictures", "b/2.png: it is empty, or a pipe");
            TestImages.Refused(() => Load("set.csv"), "d/b/2.png: it is empty, or a pipe");
        }, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    private void Put(byte value, params string[] names)
    {
        foreach (var name in names) TestPictures.Write(folder[name], TestPictures.Grey(2, 2, value++));
    }

    private LabelledImages Load(string reference) => DataSetReference.Parse(folder[reference]).Load(new DataSetLoading { Report = said.Add });

    private static int[] Values(LabelledImages images) => [.. Enumerable.Range(0, images.Count).Select(i => (int)images.Image(i)[0])];
}
