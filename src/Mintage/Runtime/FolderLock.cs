using System.Text.Json;

namespace Mintage.Runtime;

/// <summary>
/// Makes sure that only one process works in a folder. The system releases the lock however its holder ends, so a lock
/// never stays behind. A file beside the lock names the holder, for the message to other processes.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = ".lock";

    /// <summary>The file that names the holder.</summary>
    internal const string HolderFileName = ".lock.json";

    private readonly FileStream held;
    private readonly string holderPath;

    private FolderLock(FileStream held, string holderPath) => (this.held, this.holderPath) = (held, holderPath);

    /// <summary>Locks the folder, and creates it if it is missing.</summary>
    /// <exception cref="UserInputException">Another process has the lock, or the folder cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        var holderPath = Path.Combine(folder, HolderFileName);
        try
        {
            Directory.CreateDirectory(folder);
            var held = new FileStream(
                Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose);
            File.WriteAllText(
                holderPath,
                JsonSerializer.Serialize(
                    new Holder(Environment.ProcessId, Environment.MachineName, Clock.UtcNow), Json.Line));
            return new FolderLock(held, holderPath);
        }
        catch (IOException e) when (File.Exists(Path.Combine(folder, FileName)))
        {
            throw new UserInputException(
                $"Another process is working in '{folder}'{Who(holderPath)}. Wait for it, stop it, or name another "
                + "folder with --out.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WholeFile.CannotWrite(folder, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(holderPath);
        held.Dispose();
    }

    private static string Who(string path)
    {
        try
        {
            var holder = JsonSerializer.Deserialize<Holder>(File.ReadAllText(path), Json.Line)!;
            return $": process {holder.ProcessId} on '{holder.Host}', since {holder.Since:yyyy-MM-dd HH:mm} UTC";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return ""; // it has only just begun, or just ended
        }
    }

    private sealed record Holder(int ProcessId, string Host, DateTimeOffset Since);
}
