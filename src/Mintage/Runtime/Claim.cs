using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Mintage.Runtime;

/// <summary>What a claim says of its holder.</summary>
/// <param name="Token">Of this claim and no other.</param>
/// <param name="Holder">The process that has it.</param>
/// <param name="Since">When it took it, by its own clock.</param>
/// <param name="Beat">Counts up for as long as the holder lives.</param>
internal sealed record ClaimRecord(string Token, ProcessIdentity Holder, DateTimeOffset Since, long Beat);

/// <summary>
/// A file that only one process has at a time, also on file systems that several machines share: it appears whole under
/// a name that nobody had (<see cref="NewName"/>), never by a lock, which some network file systems do not keep. Its
/// holder writes a heartbeat into it. A holder of this machine is asked for by its number and its start; one of another
/// machine is given up when its heartbeat stands still by the waiting process's own clock, for the clocks of two
/// machines need not agree.
/// </summary>
internal sealed class Claim : IDisposable
{
    private const int Size = 600; // bytes of the record, filled up with blanks: a heartbeat replaces all of it at once
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static int count;

    private readonly string path;
    private readonly Timer heart;
    private readonly CancellationTokenSource lost = new();
    private readonly Lock gate = new();
    private ClaimRecord record;

    private Claim(string path, ClaimRecord record, TimeSpan beatEvery)
    {
        (this.path, this.record) = (path, record);
        heart = new Timer(_ => Beat(), null, beatEvery, beatEvery);
    }

    /// <summary>Cancelled when another process has taken the claim over: this one was silent for too long.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Takes the claim, over from a dead holder too.</summary>
    /// <param name="path">The claim's file. Its folder must exist.</param>
    /// <param name="patience">How long to wait for a holder that lives.</param>
    /// <param name="pace">How often hearts beat; null for the usual.</param>
    /// <returns>Null if a living holder kept it for longer.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static Claim? Take(string path, TimeSpan patience, ClaimPace? pace = null)
    {
        var (waited, unchanged) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var (seen, isHeard, own) = ((string?)null, false, pace ?? new ClaimPace());
        while (true)
        {
            if (TryCreate(path, own) is { } taken) return taken;
            var there = ReadText(path);
            if (there is null) continue; // it has just ended
            if (there != seen)
            {
                isHeard = seen is not null && Parse(seen)?.Token == Parse(there)?.Token;
                seen = there;
                unchanged.Restart();
            }
            var holder = Parse(there);
            var isDead = holder is { Holder.IsHere: true }
                ? !holder.Holder.Lives
                : unchanged.Elapsed > (holder is null ? own.DamagedAfter : own.StaleAfter);
            if (isDead) Remove(path, there);
            else if (waited.Elapsed > patience && (isHeard || holder is { Holder.IsHere: true })) return null;
            else Thread.Sleep(Pause);
        }
    }

    /// <summary>The claim, if its holder lives, as far as that can be told at once; otherwise null.</summary>
    public static ClaimRecord? Holder(string path)
    {
        if (ReadText(path) is not { } text || Parse(text) is not { } record) return null;
        var isAlive = record.Holder.IsHere
            ? record.Holder.Lives
            : Clock.UtcNow - File.GetLastWriteTimeUtc(path) < 2 * new ClaimPace().StaleAfter;
        return isAlive ? record : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            heart.Dispose();
            if (!lost.IsCancellationRequested && Parse(ReadText(path) ?? "")?.Token == record.Token)
                WholeFile.TryDelete(path); // if it stays, it is that of a dead process soon
            lost.Dispose();
        }
    }

    /// <summary>Whether this process has the claim still.</summary>
    public bool IsHeld => Parse(ReadText(path) ?? "")?.Token == record.Token;

    private static Claim? TryCreate(string path, ClaimPace pace)
    {
        var token = $"{ProcessIdentity.Token}-{Interlocked.Increment(ref count)}";
        var record = new ClaimRecord(token, ProcessIdentity.Current, Clock.UtcNow, 0);
        if (File.Exists(path)) return null;
        var temporary = $"{path}.{token}.tmp";
        try
        {
            File.WriteAllBytes(temporary, Bytes(record));
            // A network file system may have done it, yet say that it had not.
            if (!NewName.Give(temporary, path) && Parse(ReadText(path) ?? "")?.Token != token) return null;
        }
        finally
        {
            WholeFile.TryDelete(temporary);
        }
        return new Claim(path, record, pace.BeatEvery);
    }

    /// <summary>Moves a dead holder's claim out of the way. Of several processes that try, one succeeds.</summary>
    private static void Remove(string path, string expected)
    {
        var aside = $"{path}.{ProcessIdentity.Token}-{Interlocked.Increment(ref count)}.tmp";
        try
        {
            File.Move(path, aside, overwrite: false);
            // Who came between the look and the move gets it back.
            if (Parse(ReadText(aside) ?? "")?.Token != Parse(expected)?.Token) NewName.Give(aside, path);
        }
        catch (IOException) when (ReadText(path) != expected)
        {
            // another process was quicker
        }
        finally
        {
            WholeFile.TryDelete(aside);
        }
    }

    private void Beat()
    {
        lock (gate)
        {
            if (lost.IsCancellationRequested) return;
            try
            {
                using var file = new FileStream(
                    path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                Span<byte> there = stackalloc byte[Size];
                there = there[..file.ReadAtLeast(there, Size, throwOnEndOfStream: false)];
                if (Parse(Encoding.UTF8.GetString(there))?.Token == record.Token)
                {
                    record = record with { Beat = record.Beat + 1 };
                    file.Position = 0;
                    file.Write(Bytes(record));
                    return;
                }
            }
            catch (FileNotFoundException)
            {
                // taken over and ended
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return; // a file server that does not answer: try again
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            lost.Cancel();
        }
    }

    private static byte[] Bytes(ClaimRecord record) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record, Json.Line).PadRight(Size));

    private static string? ReadText(string path)
    {
        try
        {
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static ClaimRecord? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ClaimRecord>(text, Json.Line);
        }
        catch (JsonException)
        {
            return null; // read while it was written, or damaged
        }
    }
}

/// <summary>How often claims are renewed.</summary>
internal sealed record ClaimPace
{
    /// <summary>Time between two heartbeats.</summary>
    public TimeSpan BeatEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A holder on another machine is given up after so long without a heartbeat.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A file that cannot be read as a claim is given up after so long.</summary>
    public TimeSpan DamagedAfter { get; init; } = TimeSpan.FromSeconds(1);
}
