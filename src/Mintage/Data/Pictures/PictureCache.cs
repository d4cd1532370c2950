using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>
/// Decoded pictures of a set on the disk, so that the processes of a study decode them once. An entry is named after
/// everything that decides its pixels: paths, sizes and times of change of the files, and how they are imported.
/// </summary>
/// <param name="path">The entry's file; it need not exist.</param>
/// <param name="count">Pictures in it.</param>
internal sealed class PictureCache(string path, int count)
{
    private const int Version = 2, MostEntries = 100;
    private const long MostBytes = 4L << 30;
    private const string Pixels = "pixels", OwnSizes = "own_sizes", Extension = ".npz";

    /// <summary>The entry of a list; null where none is kept: no folder for it, pictures that are no files, or one that is missing.</summary>
    public static PictureCache? Of(PictureList list, DataSetLoading loading)
    {
        if (loading.PictureCache is not { } folder || list.Root is null) return null;
        var text = new StringBuilder($"{Version}\n{JsonSerializer.Serialize(loading.Import, Json.Line)}\n");
        // Whether all is grey depends on the other parts too.
        List<PictureList> lists = loading.Import.Colour == ImageColour.Auto && list.OtherParts?.Value is { } others ? [list, others] : [list];
        foreach (var part in lists)
        {
            text.Append($"{part.Paths.Length} pictures\n");
            foreach (var file in part.Paths)
            {
                var facts = new FileInfo(Path.Combine(part.Root!, file));
                if (!facts.Exists) return null;
                text.Append($"{facts.FullName}\n{facts.Length} {facts.LastWriteTimeUtc.Ticks}\n");
            }
        }
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return new PictureCache(Path.Combine(folder, key[..32] + Extension), list.Paths.Length);
    }

    /// <summary>The entry, or null where there is none that can be used.</summary>
    public DecodedPictures? Read()
    {
        if (!File.Exists(path)) return null;
        try
        {
            var decoded = NpzArchive.Read(path, archive => Decoded(archive.Array(Pixels), archive.Array(OwnSizes)));
            if (decoded is null) return null;
            File.SetLastWriteTimeUtc(path, Clock.UtcNow.UtcDateTime); // the entry used longest ago goes first
            return decoded;
        }
        catch (Exception e) when (e is UserInputException or IOException or UnauthorizedAccessException)
        {
            return null; // damaged, or just removed: the pictures are there
        }
    }

    /// <summary>Null where the arrays are not those of so many pictures.</summary>
    private DecodedPictures? Decoded(NpyArray pixels, NpyArray sizes) =>
        pixels is { Data: byte[], Shape: [var n, var height, var width, 1 or 3] } && sizes is { Data: int[], Shape: [var m, 2] } && n == count && m == count
            ? new(pixels.Values<byte>(), height, width, pixels.Shape[3], sizes.Values<int>())
            : null;

    /// <summary>Keeps pictures, if there is room; without it, or where the folder cannot be written, nothing happens.</summary>
    public void Write(DecodedPictures decoded)
    {
        if (decoded.Pixels.LongLength > MostBytes) return;
        try
        {
            MakeRoom(decoded.Pixels.LongLength);
            NpzArchive.Write(path,
            [
                (Pixels, new NpyArray([count, decoded.Height, decoded.Width, decoded.Channels], decoded.Pixels)),
                (OwnSizes, new NpyArray([count, 2], decoded.OwnSizes)),
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

/// <summary>Pictures as images of one shape.</summary>
/// <param name="Pixels">Shape [N, Height, Width, Channels] row-major.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="OwnSizes">Each picture's own width and height, N times 2.</param>
internal sealed record DecodedPictures(byte[] Pixels, int Height, int Width, int Channels, int[] OwnSizes);
