using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Mintage.Data;

namespace Mintage.Tests.Data;

/// <summary>Two images a batch instead of 10,000; that the real package gives the published files, their hashes in the catalogue say.</summary>
public sealed class CifarSpritesTests
{
    private static readonly LabelledImages Images = TestImages.Random(count: 12, height: 32, width: 32, channels: 3, classes: 10);

    [Fact]
    public void Rows_of_pixels_become_records_of_planes()
    {
        var files = CifarSprites.Read(Package(Images.Labels));
        Assert.Equal(["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"], files.Keys);
        using var folder = new TestFolder();
        string[] paths = [.. files.Select(file =>
        {
            File.WriteAllBytes(folder[file.Key], file.Value);
            return folder[file.Key];
        })];
        var read = CifarFile.Read(paths, "x");
        Assert.Equal(Images.Labels, read.Labels);
        Assert.Equal(Images.Pixels, read.Pixels);
    }

    [Fact]
    public void Another_package_is_refused()
    {
        TestImages.Refused(() => CifarSprites.Read(Package([.. Images.Labels, 1, 2, 3, 4, 5])), "'data_batch_1.png' must have 1024 x 3 pixels, but has 1024 x 2");
        TestImages.Refused(() => CifarSprites.Read(Package([300, .. Images.Labels[1..]])), "labels must be a list of numbers");
        TestImages.Refused(() => CifarSprites.Read(Package(Images.Labels, png => png[..100])), "'data_batch_1.png' cannot be read");
    }

    private static MemoryStream Package(int[] labels, Func<byte[], byte[]>? change = null)
    {
        var stream = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(stream, CompressionLevel.Fastest), leaveOpen: false))
        {
            for (var batch = 0; batch < 6; batch++)
            {
                var pixels = Images.Pixels.AsSpan(batch * 2 * Images.PixelsPerImage, 2 * Images.PixelsPerImage);
                var png = PngPicture.Encode(pixels, 2, 1024, 3);
                Add(tar, batch < 5 ? $"data_batch_{batch + 1}.png" : "test_batch.png", change?.Invoke(png) ?? png);
            }
            Add(tar, "train_lables.json", JsonSerializer.SerializeToUtf8Bytes(labels[..^2]));
            Add(tar, "test_lables.json", JsonSerializer.SerializeToUtf8Bytes(labels[^2..]));
        }
        return new MemoryStream(stream.ToArray());
    }

    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "package/" + name) { DataStream = new MemoryStream(content) });
}
