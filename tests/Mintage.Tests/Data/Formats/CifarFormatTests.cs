using Mintage.Data;

namespace Mintage.Tests.Data.Formats;

public sealed class CifarFormatTests : IDisposable
{
    private const int PixelCount = 3 * 32 * 32;

    private static readonly string[] Names10 = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_folder_of_CIFAR_10_is_read_with_its_class_names()
    {
        for (var batch = 1; batch <= 5; batch++) Write($"data_batch_{batch}.bin", [[(byte)batch], [9]]);
        Write("test_batch.bin", [[3]]);
        File.WriteAllText(folder["batches.meta.txt"], string.Join('\n', Names10) + "\n\n");
        var train = DataSetReference.Parse(folder.ToString()).Load();
        Assert.Equal([1, 9, 2, 9, 3, 9, 4, 9, 5, 9], train.Labels);
        Assert.Equal(Names10, train.ClassNames);
        Assert.Equal((32, 32, 3), (train.Height, train.Width, train.Channels));
        Assert.Equal(Pixel(0, 1, 33), train.Image(1)[(3 * 33)..(3 * 34)].ToArray());
        Assert.Equal([3], DataSetReference.Parse($"{folder}:test").Load().Labels);
        Assert.Equal($"{folder}:test", DataSetReference.Parse(folder.ToString()).Counterpart()?.ToString());
        Assert.Equal([4, 9], DataSetReference.Parse(folder["data_batch_4.bin"]).Load().Labels);
    }

    [Fact]
    public void Of_CIFAR_100_the_fine_labels_count()
    {
        Write("train.bin", [[19, 99], [1, 4]]);
        Write("test.bin", [[2, 55]]);
        Assert.Equal(100, DataSetReference.Parse($"{folder}:test").Load().ClassCount);
        File.WriteAllText(folder["fine_label_names.txt"], string.Join('\n', Enumerable.Range(0, 100).Select(i => $"n{i}")));
        var train = DataSetReference.Parse(folder.ToString()).Load();
        Assert.Equal([99, 4], train.Labels);
        Assert.Equal("n99", train.ClassNames[99]);
        Assert.Equal(Pixel(0, 1, 1023), train.Image(1)[(3 * 1023)..].ToArray());
    }

    [Fact]
    public void What_is_not_whole_is_refused_by_name()
    {
        Write("data_batch_1.bin", [[1]]);
        Write("data_batch_3.bin", [[1]]);
        TestImages.Refused(() => DataSetReference.Parse(folder.ToString()).Load(), "lacks data_batch_2.bin, data_batch_4.bin, data_batch_5.bin");
        TestImages.Refused(() => DataSetReference.Parse($"{folder}:test").Load(), "no part 'test'");
        foreach (var missing in new[] { 2, 4, 5 }) Write($"data_batch_{missing}.bin", [[1]]);
        File.WriteAllBytes(folder["data_batch_5.bin"], File.ReadAllBytes(folder["data_batch_5.bin"])[..^1]);
        TestImages.Refused(() => DataSetReference.Parse(folder.ToString()).Load(), "data_batch_5.bin", "records of 3073 bytes");
        Write("data_batch_5.bin", [[10]]);
        TestImages.Refused(() => DataSetReference.Parse(folder.ToString()).Load(), "data_batch_5.bin", "labels 0 to 9", "is 10");
        File.WriteAllText(folder["batches.meta.txt"], "cat\ndog\n");
        TestImages.Refused(() => DataSetReference.Parse(folder.ToString()).Load(), "batches.meta.txt", "10 classes", "2 lines");
        TestImages.Refused(() => DataSetReference.Parse(folder["data_batch_1.bin"] + ":test").Load(), "one file", "no part 'test'");
    }

    private static byte[] Pixel(int label, int image, int at) => [.. Enumerable.Range(0, 3).Select(channel => Value(label, image, channel, at))];

    private static byte Value(int label, int image, int channel, int at) => (byte)(label + (image * 7) + (channel * 50) + at);

    /// <summary>Records with these label bytes and pixels that depend on their place.</summary>
    private void Write(string file, byte[][] labels) => File.WriteAllBytes(folder[file],
        [.. labels.SelectMany((label, image) => label.Concat(Enumerable.Range(0, PixelCount).Select(p => Value(0, image, p / 1024, p % 1024))))]);
}
