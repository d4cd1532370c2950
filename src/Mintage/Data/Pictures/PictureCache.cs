using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>
/// Keeps a set's decoded pictures on disk, so that the processes of a study decode them once. An entry is named after
/// everything that decides its pixels: paths, sizes and times of change of the files, and the import options.
/// </summary>
/// <param name="path">The entry's file, which may be missing.</param>
internal sealed class PictureCache(string path)
{
    private const int Version = 3, MostEntries = 100;
    private const long MostBytes = 4L << 30;
    private const string Pixels = "pixels", OwnFacts = "own_facts", Extension = ".npz";

    /// <summary>
    /// Gives the entry of a list; null if there is no cache folder, if the pictures are not files, or if a file is
    /// missing.
    /// </summary>
    public static PictureCache? Of(PictureList list, DataSetLoading loading)
    {
        if (loading.PictureCache is not { } folder || list.Root is null) return null;
        var text = new StringBuilder($"{Version}\n{JsonSerializer.Serialize(loading.Import, Json.Line)}\n");
        // The other parts matter because they decide if all pictures are grey; the division decides which pictures are
        // the entry's own.
        var others = loading.Import.Colour == ImageColour.Auto ? list.OtherParts?.Value : null;
        if (!Append(text, list) || (others is not null && !Append(text, others))) return null;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return new PictureCache(Path.Combine(folder, key[..32] + Extension));
    }

    /// <summary>Adds the files of one part. Returns false if one is missing.</summary>
    private static bool Append(StringBuilder text, PictureList list)
    {
        text.Append($"{list.Paths.Length} files\n");
        var links = new RealPath();
        foreach (var file in list.Paths)
        {
            // A link has a size and a time of its own, whatever happens to its target.
            var facts = new FileInfo(links.Of(Path.Combine(list.Root!, file)));
            if (!facts.Exists) return false;
            text.Append($"{facts.Length} {facts.LastWriteTimeUtc.Ticks} {facts.FullName.Length} {facts.FullName}\n");
        }
        return true;
    }

    /// <summary>Reads the entry; null if there is none that can be used.</summary>
    /// <param name="count">Number of pictures that it must hold.</param>
    /// <param name="import">The options that they must have been imported with.</param>
    public DecodedPictures? Read(int count, ImageImport import)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var decoded =
                NpzArchive.Read(
                    path, archive => Fitting(archive.Array(Pixels), archive.Array(OwnFacts), count, import));
            if (decoded is not null) Touch();
            return decoded;
        }
        catch (Exception e) when (e is UserInputException or IOException or UnauthorizedAccessException)
        {
            return null; // damaged, or just removed: the pictures are there
        }
    }

    /// <summary>Gives the pictures if their number and shape are right; otherwise null.</summary>
    private static DecodedPictures? Fitting(NpyArray pixels, NpyArray facts, int count, ImageImport import)
    {
        if (pixels is not { Data: byte[] bytes, Shape: [var images, > 0 and var height, > 0 and var width, 1 or 3] })
            return null;
        if (facts is not { Data: int[] own, Shape: [var known, DecodedPictures.Facts] }) return null;
        if (images != count || known != count) return null;
        if (import.Size is { } size && (height != size || width != size)) return null;
        var channels = pixels.Shape[3];
        return import.Colour is var colour && colour != ImageColour.Auto
            && channels != (colour == ImageColour.Grey ? 1 : 3)
            ? null
            : new DecodedPictures(bytes, height, width, channels, own);
    }

    /// <summary>Marks the entry as used: the one unused for the longest time is deleted first. If it cannot be written,
    /// it keeps its time.</summary>
    private void Touch()
    {
        try
        {
            File.SetLastWriteTimeUtc(path, Clock.UtcNow.UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache on a read-only disk still saves the decoding.
        }
    }

    /// <summary>Keeps pictures if there is room and the folder can be written; otherwise does nothing.</summary>
    public void Write(DecodedPictures decoded)
    {
        if (decoded.Pixels.LongLength > MostBytes) return;
        var count = decoded.OwnFacts.Length / DecodedPictures.Facts;
        try
        {
            MakeRoom(decoded.Pixels.LongLength);
            NpzArchive.Write(path,
            [
                (Pixels, new NpyArray([count, decoded.Height, decoded.Width, decoded.Channels], decoded.Pixels)),
                (OwnFacts, new NpyArray([count, DecodedPictures.Facts], decoded.OwnFacts)),
            ]);
        }
        catch (Exception e) when (e is UserInputException or IOException or UnauthorizedAccessException)
        {
            // A cache only saves time.
        }
    }

    private void MakeRoom(long bytes)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var entries = folder.GetFiles($"*{Extension}").OrderByDescending(entry => entry.LastWriteTimeUtc).ToList();
        var room = MostBytes - bytes;
        foreach (var (rank, entry) in entries.Index())
        {
            room -= entry.Length;
            if (room < 0 || rank + 1 >= MostEntries) entry.Delete();
        }
    }
}

/// <summary>Decoded pictures as images of one shape.</summary>
/// <param name="Pixels">Shape [N, Height, Width, Channels] row-major.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="OwnFacts">Each picture's own width and height, and 1 if it is transparent; N times 3.</param>
internal sealed record DecodedPictures(byte[] Pixels, int Height, int Width, int Channels, int[] OwnFacts)
{
    /// <summary>Number of facts of a picture.</summary>
    public const int Facts = 3;

    /// <summary>Number of pictures that are transparent, at least in part.</summary>
    public int Transparent => OwnFacts.Chunk(Facts).Count(own => own[2] != 0);

    /// <summary>A picture's file with its facts.</summary>
    public ImageFile File(string path, int index) =>
        new(path, OwnFacts[Facts * index], OwnFacts[(Facts * index) + 1])
        {
            IsTransparent = OwnFacts[(Facts * index) + 2] != 0,
        };
}
