using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// Reads files of the binary CIFAR-10 and CIFAR-100: records of one label (CIFAR-100: a coarse and a fine one, and the
/// fine one counts) and 32x32 pixels, plane by plane. Class names come from the published text file beside them.
/// </summary>
internal static class CifarFile
{
    private const int Side = 32, Channels = 3, PixelCount = Side * Side * Channels;
    private const string Advice = "Unpack the archive of the binary version again.";

    /// <summary>Tells a file's kind by its size; null if it is not a CIFAR file or does not exist.</summary>
    public static CifarKind? KindOf(string path)
    {
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        return length == 0 ? null : CifarKind.All.FirstOrDefault(kind => length % kind.RecordLength(PixelCount) == 0);
    }

    /// <summary>Reads the images of several files, one file after the other.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="paths">At least one.</param>
    /// <exception cref="UserInputException">A file is cut short or holds a label without a class.</exception>
    public static LabelledImages Read(IReadOnlyList<string> paths, string name)
    {
        var kind = KindOf(paths[0]) ?? throw WrongSize(paths[0]);
        var classNames = ClassNames(paths[0], kind);
        var parts = paths.Select(path => ReadOne(path, kind, classNames, name)).ToList();
        return parts.Count == 1 ? parts[0] : LabelledImages.Concat(name, parts);
    }

    private static LabelledImages ReadOne(string path, CifarKind kind, string[] classNames, string name)
    {
        var bytes = InputFile.Read(path, DataSetSource.ReadContent);
        var recordLength = kind.RecordLength(PixelCount);
        if (bytes.Length == 0 || bytes.Length % recordLength != 0) throw WrongSize(path);
        var (labels, pixels) =
            (new int[bytes.Length / recordLength], new byte[bytes.Length / recordLength * PixelCount]);
        for (var i = 0; i < labels.Length; i++)
        {
            var record = bytes.AsSpan(i * recordLength, recordLength);
            labels[i] = record[kind.LabelBytes - 1];
            if (labels[i] >= classNames.Length)
                throw new UserInputException(
                    $"'{path}' must have labels 0 to {classNames.Length - 1} as {kind.Title} has, but that of image "
                    + $"{i} (from 0) is {labels[i]}. {Advice}");
            Interleave(record[kind.LabelBytes..], pixels.AsSpan(i * PixelCount, PixelCount));
        }
        return new LabelledImages(name, pixels, labels, Side, Side, Channels, classNames);
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        for (var at = 0; at < Side * Side; at++)
        {
            for (var channel = 0; channel < Channels; channel++)
                pixels[(at * Channels) + channel] = planes[(channel * Side * Side) + at];
        }
    }

    private static string[] ClassNames(string path, CifarKind kind)
    {
        var file = Path.Combine(Path.GetDirectoryName(path) ?? "", kind.NamesFile);
        if (!File.Exists(file)) return IdxFile.DefaultClassNames(kind.ClassCount);
        var names = InputFile.Read(file, stream =>
        {
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd()
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        });
        return names.Length == kind.ClassCount
            ? names
            : throw new UserInputException(
                $"'{file}' must name the {kind.ClassCount} classes of {kind.Title}, one per line, but has "
                + $"{names.Length} lines. {Advice}");
    }

    private static UserInputException WrongSize(string path) =>
        new($"'{path}' must consist of records of 3073 bytes (CIFAR-10) or 3074 bytes (CIFAR-100), but has "
            + $"{new FileInfo(path).Length:N0} bytes. {Advice}");
}

/// <summary>One of the two binary CIFAR layouts.</summary>
/// <param name="Title">The name for people.</param>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="LabelBytes">Bytes before the pixels; the last of them is the label.</param>
/// <param name="NamesFile">The file that names the classes.</param>
internal sealed record CifarKind(string Title, int ClassCount, int LabelBytes, string NamesFile)
{
    public static IReadOnlyList<CifarKind> All { get; } =
        [new("CIFAR-10", 10, 1, "batches.meta.txt"), new("CIFAR-100", 100, 2, "fine_label_names.txt")];

    /// <summary>Number of bytes of an image with its labels.</summary>
    public int RecordLength(int pixelCount) => LabelBytes + pixelCount;
}
