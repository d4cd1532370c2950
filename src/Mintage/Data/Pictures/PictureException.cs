namespace Mintage.Data.Pictures;

/// <summary>A file cannot be read as a picture. The message gives the reason, in words that follow the file's name and
/// a colon.</summary>
internal sealed class PictureException(string reason) : Exception(reason)
{
    public static PictureException CutShort() => new("it is cut short; copy or download it again");

    public static PictureException Damaged() => new("it is damaged; copy or download it again");

    public static PictureException Animated() =>
        new("it is an animation; save the frames that you want as pictures of their own");
}
