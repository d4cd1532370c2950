using System.Net;
using System.Net.Http.Headers;
using Mintage.Runtime;

namespace Mintage.Networks.Weights;

/// <summary>
/// Downloads a weight file over HTTPS into a .partial file beside its target, and renames it only if the hash is right.
/// </summary>
internal static class WeightDownload
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Short, so that a machine without a network soon gets its message. Stalls are tolerated
    /// longer.</summary>
    private static readonly TimeSpan ConnectLimit =
        TimeSpan.FromSeconds(5), AnswerLimit = TimeSpan.FromSeconds(20), StallLimit = TimeSpan.FromSeconds(60);

    public static string Fetch(
        WeightEntry entry, string path, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        if (File.Exists(path) && WholeFile.Sha256(path) == entry.Sha256) return path;
        using var handler = new SocketsHttpHandler { ConnectTimeout = ConnectLimit };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // the limits are ours
        var tried = new List<string>();
        foreach (var address in entry.Addresses)
        {
            try
            {
                DownloadAsync(client, address, entry, path + ".partial", progress, cancellation).GetAwaiter()
                    .GetResult();
                File.Move(path + ".partial", path, overwrite: true);
                return path;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                tried.Add($"{address}: no answer within the time limit");
            }
            catch (Exception e) when (e is HttpRequestException or HttpIOException or InvalidDataException)
            {
                tried.Add($"{address}: {e.Message.TrimEnd('.')}");
            }
        }
        var newLine = Environment.NewLine;
        var lines = string.Concat(tried.Select(line => $"{newLine}  - {line}"));
        throw new UserInputException(
            $"The weights '{entry.Name}' could not be fetched. Tried:{lines}{newLine}"
            + "Run the same command again to continue the download. If this machine has no network, download the file "
            + $"elsewhere, check that its SHA-256 is {entry.Sha256}, and put it at '{path}' or pass it with "
            + "--weights FILE.");
    }

    /// <summary>Leaves a complete .partial file with the right hash, or throws.</summary>
    private static async Task DownloadAsync(HttpClient client, Uri address, WeightEntry entry, string partial,
        IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        for (; ; )
        {
            var resumed = await ReceiveAsync(client, address, partial, progress, cancellation).ConfigureAwait(false);
            var sha256 = WholeFile.Sha256(partial);
            if (sha256 == entry.Sha256) return;
            File.Delete(partial);
            // The remains of an earlier attempt may be the fault, so try once more from the start.
            if (!resumed)
                throw new InvalidDataException($"the file must have the SHA-256 {entry.Sha256}, but has {sha256}");
        }
    }

    /// <summary>Downloads the missing part of the .partial file. Tells if there was a beginning of it.</summary>
    private static async Task<bool> ReceiveAsync(HttpClient client, Uri address, string partial,
        IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var start = File.Exists(partial) ? new FileInfo(partial).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (start > 0) request.Headers.Range = new RangeHeaderValue(start, null);
        limit.CancelAfter(AnswerLimit);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token)
            .ConfigureAwait(false);
        // The server has no more than we have, so the hash decides if that is all.
        if (start > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return true;
        response.EnsureSuccessStatusCode();
        var resumed = response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange?.From == start && start > 0;
        using var file = Open(partial);
        if (!resumed) file.SetLength(start = 0);
        file.Position = start;
        using var body = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
        await CopyAsync(body, file, start + response.Content.Headers.ContentLength, progress, limit)
            .ConfigureAwait(false);
        return resumed;
    }

    private static async Task CopyAsync(
        Stream body, FileStream file, long? total, IProgress<TaskProgress>? progress, CancellationTokenSource limit)
    {
        var buffer = new byte[BufferBytes];
        for (; ; )
        {
            limit.CancelAfter(StallLimit);
            var count = await body.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
            if (count == 0) break;
            Store(file, buffer.AsSpan(0, count));
            if (total is > 0)
                progress?.Report(
                    new TaskProgress(
                        (double)file.Position / total.Value, $"{file.Position / 1e6:F0} of {total / 1e6:F0} MB"));
        }
    }

    private static FileStream Open(string partial)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
            return new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WholeFile.CannotWrite(partial, e);
        }
    }

    private static void Store(FileStream file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Write(bytes);
        }
        catch (IOException e)
        {
            throw WholeFile.CannotWrite(file.Name, e);
        }
    }
}
