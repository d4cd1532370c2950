using System.Globalization;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>
/// Reads grey images from a text file of LIBSVM: a line per image, its label, then "number:value" for each pixel, counted
/// from 1, -1 being black and 1 white; what is not named is 0.
/// </summary>
internal static class LibSvmFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The data set's name.</param>
    /// <param name="height">Of the images.</param>
    /// <param name="width">Of the images.</param>
    /// <exception cref="UserInputException">A line is none of an image of this size.</exception>
    public static LabelledImages Read(string path, string name, int height, int width)
    {
        var (labels, pixels) = (new List<int>(), new List<byte>());
        var lines = InputFile.Read(path, stream => new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        foreach (var line in lines)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var image = Enumerable.Repeat(Level(0), height * width).ToArray();
            var isImage = int.TryParse(fields[0].AsSpan(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var label) && label >= 0 && fields.Skip(1).All(field => TryPlace(field, image));
            if (!isImage)
                throw new UserInputException($"'{path}' must have in each line a label and up to {image.Length} times 'number:value', with values -1 to 1; line {labels.Count + 1} is none: '{(line.Length > 40 ? line[..40] + "..." : line)}'. Take the file that is not scaled otherwise, unpacked.");
            labels.Add(label);
            pixels.AddRange(image);
        }
        return labels.Count > 0
            ? new LabelledImages(name, [.. pixels], [.. labels], height, width, 1, IdxFile.DefaultClassNames(labels.Max() + 1))
            : throw new UserInputException($"'{path}' must hold at least one image, but is empty.");
    }

    private static bool TryPlace(string field, byte[] image)
    {
        var parts = field.Split(':');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > image.Length
            || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value is not (>= -1 and <= 1)) return false;
        image[number - 1] = Level(value);
        return true;
    }

    private static byte Level(double value) => (byte)Math.Floor(((value + 1) * 127.5) + 0.5);
}
