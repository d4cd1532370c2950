namespace Mintage.Runtime;

/// <summary>Makes sure that only one process works in a folder (<see cref="Claim"/>).</summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = ".lock";

    private readonly Claim claim;

    private FolderLock(Claim claim) => this.claim = claim;

    /// <summary>Locks the folder, and creates it if it is missing.</summary>
    /// <exception cref="UserInputException">Another process has the lock, or the folder cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
            if (Claim.Take(path, TimeSpan.Zero) is { } claim) return new FolderLock(claim);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WholeFile.CannotWrite(folder, e);
        }
        throw new UserInputException(
            $"Another process is working in '{folder}'{Who(Claim.Holder(path))}. Wait for it, stop it, or name another "
            + "folder with --out.");
    }

    /// <inheritdoc/>
    public void Dispose() => claim.Dispose();

    private static string Who(ClaimRecord? record) => record is null
        ? "" // it has only just ended
        : $": process {record.Holder.ProcessId} on '{record.Holder.Host}', since {record.Since:yyyy-MM-dd HH:mm} UTC";
}
