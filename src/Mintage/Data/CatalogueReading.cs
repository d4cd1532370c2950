using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Reads the files of a catalogue data set in any format.</summary>
internal static class CatalogueReading
{
    /// <param name="entry">The data set.</param>
    /// <param name="part">Its part.</param>
    /// <param name="folder">The folder of the uncompressed files.</param>
    /// <param name="report">Called if the number of images differs from the published one.</param>
    /// <exception cref="UserInputException">
    /// The files do not hold images of the published shape and classes.
    /// </exception>
    public static LabelledImages Read(CatalogueEntry entry, CataloguePart part, string folder, Action<string>? report)
    {
        var name = $"{entry.Name}:{part.Split.Word()}";
        var files = part.Files.Select(file => Path.Combine(folder, file.Name)).ToArray();
        var images = entry.Format switch
        {
            CatalogueFormat.Idx => IdxFile.Read(files[0], files[1], name),
            CatalogueFormat.Npz => NpzFile.Read(files[0], part.Split, name),
            CatalogueFormat.Cifar => CifarFile.Read(files, name),
            _ => throw new InvalidOperationException($"{entry.Format}"),
        };
        Require(entry, part, images);
        if (images.Count != part.ImageCount)
            report?.Invoke(
                $"{name} has {images.Count:N0} images, but {part.ImageCount:N0} were published. It may be another "
                + "version.");
        var pixels = entry.IsTransposed ? Transposed(images) : images.Pixels;
        return new LabelledImages(name, pixels, Array.ConvertAll(images.Labels, label => label - entry.FirstLabel),
            images.Height, images.Width, images.Channels, entry.ClassNames);
    }

    private static void Require(CatalogueEntry entry, CataloguePart part, LabelledImages images)
    {
        var advice = $"Check the files in your folder ({string.Join(", ", part.Files.Select(file => file.Name))}).";
        if ((images.Height, images.Width, images.Channels) != (entry.Height, entry.Width, entry.Channels))
            throw new UserInputException(
                $"{entry.Title} must have images of {entry.Height}x{entry.Width}x{entry.Channels}, but its files "
                + $"have {images.Height}x{images.Width}x{images.Channels}. {advice}");
        var (first, last) = (entry.FirstLabel, entry.FirstLabel + entry.ClassCount - 1);
        var stray = Array.FindIndex(images.Labels, label => label < first || label > last);
        if (stray >= 0)
            throw new UserInputException(
                $"{entry.Title} must have labels {first} to {last}, but label {stray} (from 0) is "
                + $"{images.Labels[stray]}. {advice}");
    }

    private static byte[] Transposed(LabelledImages images)
    {
        var pixels = new byte[images.Pixels.Length];
        var (height, width) = (images.Height, images.Width);
        for (var i = 0; i < images.Count; i++)
        {
            var from = images.Image(i);
            var to = pixels.AsSpan(i * images.PixelsPerImage, images.PixelsPerImage);
            for (var at = 0; at < from.Length; at++) to[((at % width) * height) + (at / width)] = from[at];
        }
        return pixels;
    }
}
