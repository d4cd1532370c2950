using Mintage.Data;
using Parquet;
using Parquet.Schema;

namespace Mintage.Tests.Data.Formats;

/// <summary>Parquet files as other programs write them, packed in every way.</summary>
internal static class TestParquet
{
    public static IReadOnlyList<CompressionMethod> Methods { get; } =
        [CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli, CompressionMethod.Zstd, CompressionMethod.Lz4Raw];

    /// <summary>A file with a column of encoded pictures and a column of labels.</summary>
    public static byte[] Packed(LabelledImages images, CompressionMethod method)
    {
        using var file = new MemoryStream();
        WriteAsync().GetAwaiter().GetResult();
        return file.ToArray();

        async Task WriteAsync()
        {
            var (image, label) = (new DataField<byte[]>("image"), new DataField<long>("label"));
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(image, label), file, new ParquetOptions { CompressionMethod = method });
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(image, Enumerable.Range(0, images.Count).Select(i => PngPicture.Encode(images.Image(i), images.Height, images.Width, images.Channels)).ToArray());
            await group.WriteAsync<long>(label, images.Labels.Select(l => (long)l).ToArray());
        }
    }
}
