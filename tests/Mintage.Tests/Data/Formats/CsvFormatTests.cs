using Mintage.Data;
using Mintage.Runtime;
using Mintage.Tests.Data.Pictures;

namespace Mintage.Tests.Data.Formats;

public sealed class CsvFormatTests : IDisposable
{
    private readonly TestFolder folder = new();

    public CsvFormatTests()
    {
        for (byte i = 1; i <= 4; i++) TestPictures.Write(folder[$"pictures/{i}.png"], TestPictures.Grey(2, 2, i));
        TestPictures.Write(folder["pictures/a, b.png"], TestPictures.Grey(2, 2, 9));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Paths_labels_groups_and_parts_are_taken_from_their_columns()
    {
        var images = Load("path,label,group,split\npictures/2.png,dog,p1,train\npictures/1.png,cat,p2,training\npictures/3.png,bird,p2,test\n");
        Assert.Equal("set.csv:train", images.Name);
        Assert.Equal(["bird", "cat", "dog"], images.ClassNames);
        Assert.Equal([2, 1], Values(images)); // in the order of the lines
        Assert.Equal([2, 1], images.Labels);
        Assert.Equal(["p1", "p2"], images.Groups);
        var test = DataSetReference.Parse(folder["set.csv:test"]).Load();
        Assert.Equal([3], Values(test));
        Assert.Equal(images.ClassNames, test.ClassNames);
        Assert.Equal(DataSplit.Test, DataSetReference.Parse(folder["set.csv"]).Counterpart()?.Split);
        TestImages.Refused(() => DataSetReference.Parse(folder["set.csv:val"]).Load(), "no part 'val'", "'train' and 'test'");
    }

    [Theory]
    [InlineData("\uFEFFFile;Target\r\npictures/1.png;x\r\npictures/a, b.png;y\r\n")]
    [InlineData("id,image,class\n1,pictures/1.png,x\n\n2,\"pictures/a, b.png\",\"y\"")]
    [InlineData("filename\tlabel\npictures\\1.png\tx\npictures\\a, b.png\ty\n")]
    public void The_usual_dialects_are_read(string text)
    {
        var images = Load(text);
        Assert.Equal([1, 9], Values(images));
        Assert.Equal(["x", "y"], images.ClassNames);
        Assert.Equal("set.csv", images.Name);
        Assert.Null(images.Groups);
    }

    [Fact]
    public void Numbers_are_sorted_by_value_and_texts_are_not()
    {
        Assert.Equal(["-1", "2", "10"], Load("path,label\npictures/1.png,10\npictures/2.png,2\npictures/3.png,-1\n").ClassNames);
        Assert.Equal(["10", "2", "x"], Load("path,label\npictures/1.png,10\npictures/2.png,2\npictures/3.png,x\n").ClassNames);
    }

    [Fact]
    public void Missing_columns_are_told_with_those_that_came() =>
        TestImages.Refused(() => Load("name,sort\npictures/1.png,x\n"), "2 faults", "a column 'path'", "a column 'label' (or 'class', 'target')", "the columns are 'name', 'sort'");

    [Fact]
    public void Two_columns_for_one_thing_are_not_guessed() => TestImages.Refused(() => Load("path,label,class\na,b,c\n"), "'label' and 'class' are");

    [Fact]
    public void Every_wrong_line_is_named() => TestImages.Refused(
        () => Load("path,label,group,split\n,a,g,train\n1.png,,g,train\n2.png,a,,train\n3.png,a,g,trian\n4.png,a\n\"5\n.png\",a,g,train\n6.png,a,g,val\n6.png,b,g,val\n"),
        "6 faults", "line 2: the path must not be empty", "line 3: the label", "line 4: the group", "line 5: the split must be train, val or test, but is 'trian'", "line 6: there must be 4 fields", "line 10: '6.png' is there already in line 9");

    [Fact]
    public void Of_very_many_wrong_lines_ten_are_named() =>
        TestImages.Refused(() => Load("path,label\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i}.png,\n"))), "line 11:", "and 40 more like these");

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("path,label\n", "a line for every picture")]
    [InlineData("path,label\n\"a,b\n", "line 2: a field begins with a quote that is never closed")]
    [InlineData("path,label\n\"a\"b,c\n", "line 2: a quote must end its field, but 'b' follows")]
    public void A_file_that_is_no_table_is_refused(string text, string words) => TestImages.Refused(() => Load(text), "set.csv", words);

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        File.WriteAllBytes(folder["set.csv"], [.. "path,label\nb"u8, 0xe4, .. "r.png,x\n"u8]);
        TestImages.Refused(() => DataSetReference.Parse(folder["set.csv"]).Load(), "must be text in UTF-8");
    }

    [Fact]
    public void A_file_that_is_named_but_not_there_is_a_broken_picture() =>
        TestImages.Refused(() => Load("path,label\npictures/1.png,a\npictures/none.png,b\n"), "1 of 2 pictures", "pictures/none.png: there is no such file");

    [Fact]
    public void Quotes_within_quotes_and_lines_within_fields_are_kept()
    {
        var images = Load("path,label\npictures/1.png,\"a \"\"b\"\"\"\npictures/2.png,\"c\nd\"\n");
        Assert.Equal(["a \"b\"", "c\nd"], images.ClassNames);
    }

    [Theory]
    [InlineData("pictures/./1.png")]
    [InlineData("pictures//1.png")]
    [InlineData("./pictures/1.png")]
    [InlineData("pictures/../pictures/1.png")]
    [InlineData("pictures\\1.png")]
    [InlineData("again/1.png")]
    [InlineData("one.png")]
    public void A_file_is_named_once_however_it_is_spelt(string spelling)
    {
        File.CreateSymbolicLink(folder["one.png"], "pictures/1.png");
        Directory.CreateSymbolicLink(folder["again"], "pictures");
        TestImages.Refused(() => Load($"path,label\npictures/1.png,a\npictures/2.png,b\n{spelling},a\n"), "line 4: '", "in line 2");
    }

    [Fact]
    public void Blanks_in_quotes_belong_to_the_field()
    {
        var images = Load("path , \"label\" ,group, split\npictures/1.png,\" a\",\"g \",\" train\"\npictures/2.png, a , g,train\n");
        Assert.Equal([" a", "a"], images.ClassNames);
        Assert.Equal(["g ", "g"], images.Groups);
        TestImages.Refused(() => Load("path,label,group\npictures/1.png,\" \",g\npictures/2.png,a,\" \"\n"), "line 2: the label", "line 3: the group");
    }

    [Fact]
    public void Pictures_outside_the_folder_are_read_and_said_and_no_refusal_shows_what_is_in_a_file()
    {
        using var elsewhere = new TestFolder();
        TestPictures.Write(elsewhere["9.png"], TestPictures.Grey(2, 2, 9));
        File.WriteAllText(elsewhere["secret"], "root:x:0:0");
        var notes = new List<string>();
        File.WriteAllText(folder["set.csv"], $"path,label\npictures/1.png,a\n{elsewhere["9.png"]},b\n");
        Assert.Equal([1, 9], Values(DataSetReference.Parse(folder["set.csv"]).Load(new DataSetLoading { Report = notes.Add })));
        Assert.Contains("1 of its 2 pictures outside", Assert.Single(notes), StringComparison.Ordinal);
        var message = Assert.Throws<UserInputException>(() => Load($"path,label\n{elsewhere["secret"]},a\n")).Message;
        Assert.DoesNotContain("root", message, StringComparison.Ordinal);
        Assert.DoesNotContain("726f6f74", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_no_class_name() =>
        TestImages.Refused(() => Load($"path,label\npictures/1.png,{new string('x', 10_000)}\n"), "at most 500 characters", "10,000");

    private LabelledImages Load(string text)
    {
        File.WriteAllText(folder["set.csv"], text);
        return DataSetReference.Parse(folder["set.csv"]).Load();
    }

    private static int[] Values(LabelledImages images) => [.. Enumerable.Range(0, images.Count).Select(i => (int)images.Image(i)[0])];
}
