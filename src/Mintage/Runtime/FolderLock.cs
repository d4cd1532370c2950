namespace Mintage.Runtime;

/// <summary>Makes sure that only one process works in a folder, or writes an output (<see cref="Claim"/>).</summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = ".lock";

    private const int Tries = 10;
    private readonly Claim claim;

    private FolderLock(Claim claim) => this.claim = claim;

    /// <summary>Locks the folder, and creates it if it is missing.</summary>
    /// <exception cref="UserInputException">Another process has the lock, or the folder cannot be written.</exception>
    public static FolderLock Take(string folder) =>
        Take(Path.Combine(folder, FileName), folder, $"is working in '{folder}'", "name another folder with --out");

    /// <summary>Locks a file or folder that is to be written as a whole, by a hidden file beside it.</summary>
    /// <exception cref="UserInputException">Another process writes it, or it cannot be written.</exception>
    public static FolderLock Beside(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Take(
            Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}{FileName}"), full,
            $"is writing '{path}'", "choose another output");
    }

    private static FolderLock Take(string path, string target, string does, string advice)
    {
        ClaimRecord? holder = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Who is not there to be named has just ended: then it is free.
            for (var i = 0; i < Tries && holder is null; i++)
            {
                if (Claim.Take(path, TimeSpan.Zero) is { } claim) return new FolderLock(claim);
                holder = Claim.Holder(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WholeFile.CannotWrite(target, e);
        }
        throw new UserInputException($"Another process {does}{Who(holder)}. Wait for it, stop it, or {advice}.");
    }

    /// <inheritdoc/>
    public void Dispose() => claim.Dispose();

    private static string Who(ClaimRecord? record) => record is null
        ? "" // a machine whose clock differs
        : $": process {record.Holder.ProcessId} on '{record.Holder.Host}', since {record.Since:yyyy-MM-dd HH:mm} UTC";
}
