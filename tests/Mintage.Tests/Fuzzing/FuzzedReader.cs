using Mintage.Data.Pictures;
using Mintage.Runtime;

namespace Mintage.Tests.Fuzzing;

/// <summary>A reader of files, with files that it reads.</summary>
/// <param name="Name">Also the folder of its corpus.</param>
/// <param name="Seeds">Good files.</param>
/// <param name="Read">Reads a file in a folder of its own. A message to the user is a right answer.</param>
/// <param name="File">Name of the file.</param>
internal sealed record FuzzedReader(string Name, IReadOnlyList<byte[]> Seeds, Action<string> Read, string File = "x")
{
    /// <summary>Bytes that a reader may allocate in all, whatever a file says, and for every byte of it.</summary>
    private const long AnyFile = 64L << 20, PerByte = 1_100;

    /// <summary>Writes a file in the place of another. A file system may wait for the disk where one is emptied and written again; a new one is a hundred times faster.</summary>
    public static void Put(string path, byte[] content)
    {
        System.IO.File.Delete(path);
        System.IO.File.WriteAllBytes(path, content);
    }

    /// <summary>Reads one input. Gives what went wrong, or null.</summary>
    /// <param name="folder">For the file.</param>
    /// <param name="content">The input.</param>
    /// <param name="most">Bounds that were met are raised to what was seen.</param>
    public string? Try(string folder, byte[] content, FuzzPeak most)
    {
        var path = Path.Combine(folder, File);
        Put(path, content);
        var (before, start) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
        try
        {
            Read(path);
        }
        catch (Exception e) when (e is UserInputException or PictureException)
        {
            most.Refused++;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
        var bytes = GC.GetTotalAllocatedBytes() - before;
        most.See(Environment.CpuUsage.TotalTime - start, bytes); // of the processor: others may use it too
        return bytes > AnyFile + (PerByte * content.Length) ? $"allocated {bytes:N0} bytes for a file of {content.Length:N0}" : null;
    }
}

/// <summary>The worst that was seen of a reader.</summary>
internal sealed class FuzzPeak
{
    public long Refused { get; set; }

    public TimeSpan Time { get; private set; }

    public long Bytes { get; private set; }

    public void See(TimeSpan time, long bytes) => (Time, Bytes) = (time > Time ? time : Time, Math.Max(bytes, Bytes));
}
