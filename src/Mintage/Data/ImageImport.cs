using System.Text.Json.Serialization;

namespace Mintage.Data;

/// <summary>How to make a picture fit when its aspect ratio differs.</summary>
public enum ImageFit
{
    /// <summary>Do not fit: a picture of another aspect ratio is a fault.</summary>
    Exact,

    /// <summary>Keep the middle and cut off the rest.</summary>
    Crop,

    /// <summary>Keep everything and add bars of the background.</summary>
    Pad,

    /// <summary>Scale width and height by separate factors.</summary>
    Stretch,
}

/// <summary>How to compute pixels when a picture is resized.</summary>
public enum ResizeFilter
{
    /// <summary>The nearest pixel, for masks and pixel art.</summary>
    Nearest,

    /// <summary>Triangle filter, widened when a picture shrinks (no aliasing), like Pillow's BILINEAR.</summary>
    Bilinear,

    /// <summary>Cubic filter (a = -0.5), widened when a picture shrinks, like Pillow's BICUBIC.</summary>
    Bicubic,

    /// <summary>Mean over the area that a new pixel covers, like Pillow's BOX.</summary>
    Box,
}

/// <summary>Colours of the images.</summary>
public enum ImageColour
{
    /// <summary>Grey if every picture is grey (equal red, green and blue count as grey), otherwise colour.</summary>
    Auto,

    /// <summary>One channel. Colours are weighted by ITU-R 601 (0.299, 0.587, 0.114).</summary>
    Grey,

    /// <summary>Three channels: red, green, blue.</summary>
    Rgb,
}

/// <summary>How 16 bits per channel become 8. Ranges are those of each picture, over all its colours.</summary>
public enum DepthScale
{
    /// <summary>0 to 65,535 become 0 to 255.</summary>
    Full,

    /// <summary>The picture's least value becomes 0, its greatest 255.</summary>
    Minmax,

    /// <summary>The picture's 1st percentile becomes 0, its 99th 255; what lies outside is cut off.</summary>
    Percentile,
}

/// <summary>Options that turn pictures of any size and kind into images of one shape. They decide every pixel, so
/// results depend on them. Immutable.</summary>
public sealed record ImageImport
{
    private const int SmallestSize = 8, LargestSize = 256;

    /// <summary>Height and width in pixels, 8 to 256; null for the pictures' own size, which must then be the same for
    /// all.</summary>
    public int? Size { get; init; }

    /// <summary>How to fit pictures that are not square. Needs a <see cref="Size"/>.</summary>
    public ImageFit Fit { get; init; } = ImageFit.Exact;

    /// <summary>How to compute pixels when a picture is resized. Needs a <see cref="Size"/>.</summary>
    public ResizeFilter Filter { get; init; } = ResizeFilter.Bilinear;

    /// <summary>Colours of the images.</summary>
    public ImageColour Colour { get; init; } = ImageColour.Auto;

    /// <summary>What transparent pictures and the bars of a fit lie on: "black", "white" or "#RRGGBB"; null for
    /// black.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Background { get; init; }

    /// <summary>How pictures of 16 bits per channel become images of 8; null refuses them.</summary>
    [JsonPropertyName("scale_16bit")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DepthScale? Scale16Bit { get; init; }

    /// <summary>True leaves out, counts and names pictures that cannot be read; false makes them faults.</summary>
    public bool SkipBroken { get; init; }

    /// <summary>Lists all faults, each as a full sentence.</summary>
    internal IReadOnlyList<string> Faults()
    {
        List<string> faults = [];
        if (Size is < SmallestSize or > LargestSize)
            faults.Add($"the size of images must lie between {SmallestSize} and {LargestSize} pixels, but is {Size}.");
        if (Size is null && Fit != ImageFit.Exact)
            faults.Add(
                $"the fit '{Fit.ToString().ToLowerInvariant()}' needs a target size. Give a size, or leave out the "
                + "fit.");
        if (Size is null && Filter != ResizeFilter.Bilinear)
            faults.Add(
                $"the filter '{Filter.ToString().ToLowerInvariant()}' needs a target size. Give a size, or leave out "
                + "the filter.");
        if (BackgroundColour.Find(Background) is null)
            faults.Add($"the background must be black, white or #RRGGBB, e.g. #ff8000, but is '{Background}'.");
        return faults;
    }
}
