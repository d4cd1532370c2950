using System.Text.Json;

namespace Mintage.Runtime;

/// <summary>
/// One process at a time works in a folder. The system releases the lock however its holder ends, so that none is left behind; who holds it is
/// in a file beside it, for the message to the others.
/// </summary>
public sealed class FolderLock : IDisposable
{
    /// <summary>Name of the lock in the folder.</summary>
    public const string FileName = ".lock";

    /// <summary>Name of the file that says who holds it.</summary>
    internal const string HolderFileName = ".lock.json";

    private readonly FileStream held;
    private readonly string holderPath;

    private FolderLock(FileStream held, string holderPath) => (this.held, this.holderPath) = (held, holderPath);

    /// <summary>Takes the folder, which is made where there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="UserInputException">Another process holds it, or it cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        var holderPath = Path.Combine(folder, HolderFileName);
        try
        {
            Directory.CreateDirectory(folder);
            var held = new FileStream(
                Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            File.WriteAllText(holderPath, JsonSerializer.Serialize(new Holder(Environment.ProcessId, Environment.MachineName, Clock.UtcNow), Json.Line));
            return new FolderLock(held, holderPath);
        }
        catch (IOException e) when (File.Exists(Path.Combine(folder, FileName)))
        {
            throw new UserInputException($"Another process is working in '{folder}'{Who(holderPath)}. Wait for it, stop it, or name another folder with --out.", e);
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
