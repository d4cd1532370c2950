using CsCheck;
using Mintage.Data;

namespace Mintage.Tests.Data;

public sealed class NpzFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    private string Npz => folder["set.npz"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_written_is_read_back() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[1, 5], Gen.OneOf(1, 3)).Sample((count, height, width, channels) =>
        {
            var images = TestImages.Random(count, height, width, channels, classes: 12);
            using var own = new TestFolder();
            NpzFile.Write(own["x.npz"], images);
            TestImages.AssertEqual(images, NpzFile.Read(own["x.npz"]));
        }, iter: 60);

    [Fact]
    public void Class_names_are_kept_whatever_their_letters()
    {
        var images = new LabelledImages("x", new byte[3], [0, 1, 2], 1, 1, 1, ["crack", "Öl 😀", ""]);
        NpzFile.Write(Npz, images);
        TestImages.AssertEqual(images, NpzFile.Read(Npz));
    }

    [Fact]
    public void A_small_file_of_many_zeros_is_refused_before_they_are_inflated()
    {
        const int Zeros = 100 << 20;
        using (var zip = System.IO.Compression.ZipFile.Open(Npz, System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var (name, header) in new[] { ("images", new NpyHeader("|u1", [1, 28, 28])), ("labels", new NpyHeader("<i8", [1])) })
            {
                using var entry = zip.CreateEntry($"{name}.npy", System.IO.Compression.CompressionLevel.Fastest).Open();
                header.Write(entry);
                for (var written = 0; written < (name == "images" ? Zeros : 8); written += 8) entry.Write(new byte[8]);
            }
        }
        Assert.InRange(new FileInfo(Npz).Length, 1, Zeros / 50);
        var before = GC.GetAllocatedBytesForCurrentThread();
        TestImages.Refused(() => NpzFile.Read(Npz), "set.npz", "array 'images', has more values than its header says");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Zeros / 10);
    }

    [Fact]
    public void A_header_that_promises_more_than_the_file_can_hold_allocates_nothing()
    {
        using (var zip = System.IO.Compression.ZipFile.Open(Npz, System.IO.Compression.ZipArchiveMode.Create))
        {
            using (var entry = zip.CreateEntry("labels.npy").Open()) new NpyArray([1], new long[1]).Write(entry);
            using var images = zip.CreateEntry("images.npy", System.IO.Compression.CompressionLevel.Fastest).Open();
            new NpyHeader("|u1", [1_000_000, 28, 28]).Write(images);
            images.Write(new byte[1_000]);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        TestImages.Refused(() => NpzFile.Read(Npz), "set.npz", "cut short");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 << 20);
    }

    [Fact]
    public void Groups_are_kept_and_only_written_where_there_are_some()
    {
        var images = TestImages.Random(count: 3).WithGroups(["patient 7", "Ö", "patient 7"]);
        NpzFile.Write(Npz, images);
        TestImages.AssertEqual(images, NpzFile.Read(Npz));
        NpzFile.Write(Npz, images.WithGroups(null));
        Assert.DoesNotContain("groups", NpzArchive.Read(Npz, archive => archive.Names.ToArray()));
    }

    [Theory]
    [InlineData("x_train", "y_train", "groups_train")]
    [InlineData("x_train", "y_train", "train_groups")]
    [InlineData("train_images", "train_labels", "train_groups")]
    [InlineData("images", "labels", "groups")]
    public void Groups_of_a_part_may_be_numbers(string images, string labels, string groups)
    {
        Write((images, new NpyArray([2, 1, 1], new byte[2])), (labels, new NpyArray([2], new byte[2])), (groups, new NpyArray([2], new[] { 12L, -3L })),
            ("x_test", new NpyArray([1, 1, 1], new byte[1])), ("y_test", new NpyArray([1], new byte[1])));
        Assert.Equal(["12", "-3"], NpzFile.Read(Npz).Groups!);
        Assert.Null(NpzFile.Read(Npz, DataSplit.Test).Groups);
    }

    [Fact]
    public void Groups_that_do_not_fit_the_images_are_refused()
    {
        (string, NpyArray) images = ("images", new([2, 1, 1], new byte[2])), labels = ("labels", new([2], new byte[2]));
        Write(images, labels, ("groups", new([3], new long[3])));
        TestImages.Refused(() => NpzFile.Read(Npz), "set.npz", "'groups'", "one group per image, shape (2), but has (3)");
        Write(images, labels, ("groups", new([2], new double[2])));
        TestImages.Refused(() => NpzFile.Read(Npz), "but is float64");
        Write(images, labels, ("groups", new([2], new[] { "a", "" })));
        TestImages.Refused(() => NpzFile.Read(Npz), "image 1 (from 0) is empty", "a name of their own");
    }

    [Fact]
    public void Equal_sets_give_equal_files()
    {
        NpzFile.Write(Npz, TestImages.Random());
        var first = File.ReadAllBytes(Npz);
        NpzFile.Write(folder["again.npz"], TestImages.Random());
        Assert.Equal(first, File.ReadAllBytes(folder["again.npz"]));
    }

    [Theory]
    [InlineData("images", "labels", DataSplit.Train, "set.npz")]
    [InlineData("x_train", "y_train", DataSplit.Train, "set.npz:train")]
    [InlineData("x_test", "y_test", DataSplit.Test, "set.npz:test")]
    [InlineData("train_images", "train_labels", DataSplit.Train, "set.npz:train")]
    [InlineData("val_images", "val_labels", DataSplit.Validation, "set.npz:val")]
    [InlineData("test_images", "test_labels", DataSplit.Test, "set.npz:test")]
    public void The_usual_names_of_arrays_are_known(string images, string labels, DataSplit split, string name)
    {
        Write((images, new NpyArray([2, 1, 1], new byte[] { 3, 4 })), (labels, new NpyArray([2, 1], new byte[] { 1, 0 })));
        var read = NpzFile.Read(Npz, split);
        Assert.Equal([3, 4], read.Pixels);
        Assert.Equal([1, 0], read.Labels);
        Assert.Equal(name, read.Name);
    }

    [Theory]
    [InlineData("x", "y", DataSplit.Train)]
    [InlineData("X", "Y", DataSplit.Train)]
    [InlineData("data", "targets", DataSplit.Train)]
    [InlineData("images", "label", DataSplit.Train)]
    [InlineData("X_train", "y_train", DataSplit.Train)]
    [InlineData("X_test", "Y_test", DataSplit.Test)]
    [InlineData("test_x", "test_target", DataSplit.Test)]
    [InlineData("x_valid", "y_valid", DataSplit.Validation)]
    [InlineData("images_validation", "labels_validation", DataSplit.Validation)]
    public void Other_names_of_arrays_that_occur_are_known(string images, string labels, DataSplit split)
    {
        Write((images, new NpyArray([2, 1, 1], new byte[] { 3, 4 })), (labels, new NpyArray([2], new[] { true, false })));
        Assert.Equal([split], NpzFile.Parts(Npz));
        var read = NpzFile.Read(Npz, split);
        Assert.Equal([3, 4], read.Pixels);
        Assert.Equal([1, 0], read.Labels);
    }

    [Fact]
    public void Channels_may_come_first_where_they_cannot_be_taken_for_anything_else() => Gen.Select(Gen.Int[1, 3], Gen.Int[4, 6], Gen.Int[4, 6], Gen.OneOf(1, 3)).Sample((count, height, width, channels) =>
    {
        var images = TestImages.Random(count, height, width, channels, classes: 1);
        var first = new byte[images.Pixels.Length];
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < channels; c++)
            {
                for (var at = 0; at < height * width; at++) first[(((i * channels) + c) * height * width) + at] = images.Image(i)[(at * channels) + c];
            }
        }
        using var own = new TestFolder();
        NpzArchive.Write(own["x.npz"], [("images", new([count, channels, height, width], first)), ("labels", new([count], images.Labels))]);
        TestImages.AssertEqual(images, NpzFile.Read(own["x.npz"]));
    }, iter: 30);

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public void Floats_that_are_grey_levels_are_taken(int largest)
    {
        byte[] levels = [.. Enumerable.Range(0, 256).Select(level => (byte)level)];
        Write(("x", new([1, 16, 16], Array.ConvertAll(levels, level => (float)(level * (largest / 255.0))))), ("y", new([1], new long[1])));
        Assert.Equal(levels, NpzFile.Read(Npz).Pixels);
        Write(("x", new([1, 16, 16], Array.ConvertAll(levels, level => level * (largest / 255.0)))), ("y", new([1], new long[1])));
        Assert.Equal(levels, NpzFile.Read(Npz).Pixels);
    }

    [Fact]
    public void Which_images_are_synthetic_is_kept()
    {
        NpzFile.Write(Npz, TestImages.Mixed(TestImages.Random()));
        TestImages.AssertEqual(TestImages.Mixed(TestImages.Random()), NpzFile.Read(Npz));
        Write(("images", new([2, 1, 1], new byte[2])), ("labels", new([2], new byte[2])), ("is_synthetic", new([2], new long[2])));
        TestImages.Refused(() => NpzFile.Read(Npz), "'is_synthetic'", "true or false of every image");
    }

    [Fact]
    public void All_parts_of_a_file_have_the_same_classes()
    {
        Write(("x_train", new NpyArray([1, 1, 1], new byte[1])), ("y_train", new NpyArray([1], new[] { 4 })), ("x_test", new NpyArray([1, 1, 1], new byte[1])), ("y_test", new NpyArray([1], new[] { 2 })));
        Assert.Equal(5, NpzFile.Read(Npz, DataSplit.Test).ClassCount);
    }

    [Fact]
    public void The_part_that_results_on_another_would_be_spoilt_by_is_known()
    {
        Write(("test_images", new NpyArray([1, 1, 1], new byte[1])), ("test_labels", new NpyArray([1], new byte[1])), ("x_train", new NpyArray([1, 1, 1], new byte[1])), ("y_train", new NpyArray([1], new byte[1])), ("x_val", new NpyArray([1, 1, 1], new byte[1])));
        Assert.Equal([DataSplit.Train, DataSplit.Test], NpzFile.Parts(Npz));
        Assert.Equal($"{Npz}:test", DataSetReference.Parse(Npz).Counterpart()?.ToString());
        Assert.Equal($"{Npz}:train", DataSetReference.Parse($"{Npz}:test").Counterpart()?.ToString());
        Assert.Equal("mnist:test", DataSetReference.Parse("mnist").Counterpart()?.ToString());
        NpzFile.Write(Npz, TestImages.Random());
        Assert.Null(DataSetReference.Parse(Npz).Counterpart());
        File.WriteAllBytes(Npz, File.ReadAllBytes(Npz)[..50]);
        Assert.Null(DataSetReference.Parse(Npz).Counterpart());
        Assert.Null(DataSetReference.Parse(folder["none.npz"]).Counterpart());
    }

    [Fact]
    public void A_part_that_is_not_there_is_refused_with_those_that_are()
    {
        NpzFile.Write(Npz, TestImages.Random());
        TestImages.Refused(() => NpzFile.Read(Npz, DataSplit.Test), "no part 'test'", "'train' (images, labels)");
        Write(("pictures", new NpyArray([1, 1, 1], new byte[1])), ("labels", new NpyArray([1], new[] { 4 })));
        TestImages.Refused(() => NpzFile.Read(Npz), "must hold the arrays 'images' and 'labels'", "it holds pictures, labels");
    }

    [Theory]
    [InlineData("group", "groups")]
    [InlineData("Groups", "groups")]
    [InlineData("classnames", "class_names")]
    [InlineData("is_synthetc", "is_synthetic")]
    public void A_misspelt_array_is_refused_since_it_would_be_missing_without_a_word(string misspelt, string meant)
    {
        Write(("images", new([2, 1, 1], new byte[2])), ("labels", new([2], new byte[2])), (misspelt, new([2], new long[2])));
        TestImages.Refused(() => NpzFile.Read(Npz), "set.npz", $"'{misspelt}'", $"Rename it to '{meant}'");
    }

    [Fact]
    public void Other_arrays_are_reported_but_not_those_of_another_part()
    {
        var (two, one) = (new NpyArray([2], new long[2]), new NpyArray([1], new long[1]));
        Write(("x_train", new([2, 1, 1], new byte[2])), ("y_train", two), ("groups_train", two), ("x_test", new([1, 1, 1], new byte[1])),
            ("y_test", one), ("test_groups", one), ("weights", two), ("ids", two));
        var lines = new List<string>();
        Assert.Equal(2, NpzFile.Read(Npz, report: lines.Add).Count);
        var line = Assert.Single(lines);
        Assert.Contains("'weights', 'ids'", line, StringComparison.Ordinal);
        Assert.DoesNotContain("groups", line, StringComparison.Ordinal);
    }

    private static readonly (string What, NpyArray Images, NpyArray Labels, string Words)[] Bad =
    [
        ("float images between grey levels", new([1, 1, 1], new[] { 0.5f }), new([1], new long[1]), "must be uint8 (0 to 255), but is float32"),
        ("double images between grey levels", new([1, 1, 2], new[] { 200, 3.01 }), new([1], new long[1]), "value 1 (from 0) is 3.01"),
        ("images around zero", new([1, 1, 2], new[] { -1f, 1f }), new([1], new long[1]), "(x + 1) * 127.5"),
        ("images that are no numbers", new([1, 1, 1], new[] { double.NaN }), new([1], new long[1]), "is NaN"),
        ("long images", new([1, 1, 1], new long[1]), new([1], new long[1]), "but is int64"),
        ("four channels first", new([1, 4, 8, 8], new byte[256]), new([1], new long[1]), "but has (1, 4, 8, 8)"),
        ("no image", new([0, 4, 4], Array.Empty<byte>()), new([0], Array.Empty<long>()), "at least one image"),
        ("flat images", new([2, 16], new byte[32]), new([2], new long[2]), "but has (2, 16)"),
        ("float labels", new([1, 1, 1], new byte[1]), new([1], new[] { 0.5 }), "but is float64"),
        ("one-hot labels", new([1, 1, 1], new byte[1]), new([1, 3], new long[3]), "not one-hot"),
        ("too few labels", new([2, 1, 1], new byte[2]), new([1], new long[1]), "2 images and 'labels' has 1 labels"),
        ("a negative label", new([1, 1, 1], new byte[1]), new([1], new long[] { -1 }), "label 0 (from 0) is -1"),
        ("a label like a file number", new([1, 1, 1], new byte[1]), new([1], new[] { 1L << 40 }), "the largest is 1099511627776"),
    ];

    public static TheoryData<string> BadArrays => [.. Bad.Select(bad => bad.What)];

    [Theory]
    [MemberData(nameof(BadArrays))]
    public void Arrays_that_make_no_data_set_are_refused(string what)
    {
        var (_, images, labels, words) = Array.Find(Bad, bad => bad.What == what);
        Write(("images", images), ("labels", labels));
        TestImages.Refused(() => NpzFile.Read(Npz), "set.npz", words);
    }

    [Fact]
    public void Class_names_must_be_names_and_enough_of_them()
    {
        (string, NpyArray) images = ("images", new([1, 1, 1], new byte[1])), labels = ("labels", new([1], new long[] { 2 }));
        Write(images, labels, ("class_names", new([3], new long[3])));
        TestImages.Refused(() => NpzFile.Read(Npz), "class_names", "list of texts");
        Write(images, labels, ("class_names", new([2], new[] { "a", "b" })));
        TestImages.Refused(() => NpzFile.Read(Npz), "class_names", "has 2 names", "is 2");
    }

    [Fact]
    public void Whole_numbers_that_are_stored_as_floats_are_labels()
    {
        Write(("images", new([3, 1, 1], new byte[3])), ("labels", new([3, 1], new[] { 2.0, 0, 1 })));
        Assert.Equal([2, 0, 1], NpzFile.Read(Npz).Labels);
    }

    [Fact]
    public void An_element_type_is_called_as_NumPy_calls_it()
    {
        using var file = new MemoryStream();
        new NpyHeader("<u2", [2]).Write(file);
        file.Write([1, 0, 0, 1]);
        file.Position = 0;
        Assert.Equal("uint16", NpyArray.Read(file).TypeName);
        Assert.Equal("float64", new NpyArray([1], new double[1]).TypeName);
    }

    [Fact]
    public void A_file_that_is_no_archive_is_refused()
    {
        File.WriteAllText(Npz, "images");
        TestImages.Refused(() => NpzFile.Read(Npz), "set.npz", "must be an .npz archive");
        File.WriteAllText(Npz, "PK\x3\x4 and no more");
        TestImages.Refused(() => NpzFile.Read(Npz), "set.npz", "damaged");
        using (var file = File.Create(Npz)) new NpyArray([2], new byte[2]).Write(file);
        TestImages.Refused(() => NpzFile.Read(Npz), "a single NumPy array");
        TestImages.Refused(() => NpzFile.Read(folder["none.npz"]), "none.npz", "does not exist");
    }

    [Fact]
    public void A_changed_pixel_is_noticed()
    {
        NpzFile.Write(Npz, TestImages.Random());
        var bytes = File.ReadAllBytes(Npz);
        bytes[bytes.AsSpan().IndexOf(TestImages.Random().Pixels)] ^= 1;
        File.WriteAllBytes(Npz, bytes);
        TestImages.Refused(() => NpzFile.Read(Npz), "set.npz", "checksum", "images");
    }

    [Fact]
    public void Damaged_files_give_messages_only()
    {
        NpzFile.Write(Npz, TestImages.Random(count: 2, height: 2, width: 2));
        var whole = File.ReadAllBytes(Npz);
        TestImages.NeverFailsOtherwise(Npz, () => NpzFile.Read(Npz));
        File.WriteAllBytes(Npz, whole);
        TestImages.RefusedWhereverCut(Npz, () => NpzFile.Read(Npz));
    }

    private void Write(params (string, NpyArray)[] arrays) => NpzArchive.Write(Npz, arrays);
}
