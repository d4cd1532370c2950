namespace Mintage.Data.Pictures;

/// <summary>A file cannot be read as a picture. The message says why, worded to follow the file's name and a colon.</summary>
internal sealed class PictureException(string reason) : Exception(reason)
{
    /// <summary>The file ends too early.</summary>
    public static PictureException CutShort() => new("it is cut short; copy or download it again");

    /// <summary>The content contradicts itself.</summary>
    public static PictureException Damaged() => new("it is damaged; copy or download it again");

    /// <summary>More pictures than one in a file.</summary>
    public static PictureException Animated() => new("it is an animation; save the frames that you want as pictures of their own");
}
