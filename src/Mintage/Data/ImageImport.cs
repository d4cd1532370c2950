namespace Mintage.Data;

/// <summary>What happens to the sides of a picture that has another aspect than it should.</summary>
public enum ImageFit
{
    /// <summary>Nothing: a picture of another aspect is a fault.</summary>
    Exact,

    /// <summary>The middle is kept, what stands out of it is cut off.</summary>
    Crop,

    /// <summary>The whole is kept, with black bars.</summary>
    Pad,

    /// <summary>Width and height are scaled each by its own factor.</summary>
    Stretch,
}

/// <summary>How pixels are computed when a picture changes size.</summary>
public enum ResizeFilter
{
    /// <summary>The nearest pixel: for masks and pixel art.</summary>
    Nearest,

    /// <summary>Triangle filter, widened when a picture shrinks (no aliasing), as Pillow's BILINEAR.</summary>
    Bilinear,

    /// <summary>Cubic filter (a = -0.5), widened when a picture shrinks, as Pillow's BICUBIC.</summary>
    Bicubic,

    /// <summary>Mean over the area that a new pixel covers, as Pillow's BOX.</summary>
    Box,
}

/// <summary>Colours of the images.</summary>
public enum ImageColour
{
    /// <summary>Grey where every picture is grey (equal red, green and blue count as grey), else colour.</summary>
    Auto,

    /// <summary>One channel; colours are weighted as ITU-R 601 does (0.299, 0.587, 0.114).</summary>
    Grey,

    /// <summary>Three channels: red, green, blue.</summary>
    Rgb,
}

/// <summary>How pictures of any size and kind become images of one shape. Decides every pixel, so it belongs to what a result depends on.</summary>
public sealed record ImageImport
{
    private const int SmallestSize = 8, LargestSize = 256;

    /// <summary>Height and width in pixels, 8 to 256; null for the pictures' own, which must then be the same for all.</summary>
    public int? Size { get; init; }

    /// <summary>What happens to pictures that are not square, where a size is asked for.</summary>
    public ImageFit Fit { get; init; } = ImageFit.Exact;

    /// <summary>How pixels are computed when a picture changes size.</summary>
    public ResizeFilter Filter { get; init; } = ResizeFilter.Bilinear;

    /// <summary>Colours of the images.</summary>
    public ImageColour Colour { get; init; } = ImageColour.Auto;

    /// <summary>Whether pictures that cannot be read are left out, counted and named; otherwise they are faults.</summary>
    public bool SkipBroken { get; init; }

    /// <summary>Everything that is wrong with it, each a full sentence.</summary>
    internal IReadOnlyList<string> Faults()
    {
        List<string> faults = [];
        if (Size is < SmallestSize or > LargestSize) faults.Add($"the size of images must lie between {SmallestSize} and {LargestSize} pixels, but is {Size}.");
        if (Size is null && Fit != ImageFit.Exact) faults.Add($"the fit '{Fit.ToString().ToLowerInvariant()}' needs a size that pictures are brought to. Give a size, or leave out the fit.");
        if (Size is null && Filter != ResizeFilter.Bilinear) faults.Add($"the filter '{Filter.ToString().ToLowerInvariant()}' needs a size that pictures are brought to. Give a size, or leave out the filter.");
        return faults;
    }
}
