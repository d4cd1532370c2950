using System.Net;
using System.Net.Http.Headers;
using Mintage.Runtime;

namespace Mintage.Networks.Weights;

/// <summary>Downloads a file over HTTPS into a .partial file, and goes on where an earlier attempt stopped.</summary>
internal static class ResumedDownload
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Short, so that a machine without a network soon gets its message. Stalls are tolerated
    /// longer.</summary>
    private static readonly TimeSpan ConnectLimit =
        TimeSpan.FromSeconds(5), AnswerLimit = TimeSpan.FromSeconds(20), StallLimit = TimeSpan.FromSeconds(60);

    /// <summary>Leaves a complete .partial file that was accepted, or throws.</summary>
    /// <param name="address">The file's address.</param>
    /// <param name="partial">The .partial file.</param>
    /// <param name="accept">Checks the complete file; throws <see cref="InvalidDataException"/> if it is the wrong
    /// one.</param>
    /// <param name="progress">Told the share that has come.</param>
    /// <param name="cancellation">Stops the download; what has come is kept.</param>
    /// <exception cref="HttpRequestException">The server does not answer or refuses.</exception>
    /// <exception cref="HttpIOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">The file was not accepted, and is gone.</exception>
    /// <exception cref="OperationCanceledException">A time limit has passed, or the user cancelled.</exception>
    /// <exception cref="UserInputException">The file cannot be written.</exception>
    public static void Fetch(Uri address, string partial, Action<string> accept, IProgress<TaskProgress>? progress,
        CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { ConnectTimeout = ConnectLimit };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // the limits are ours
        DownloadAsync(client, address, partial, accept, progress, cancellation).GetAwaiter().GetResult();
    }

    private static async Task DownloadAsync(HttpClient client, Uri address, string partial, Action<string> accept,
        IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        for (; ; )
        {
            var resumed = await ReceiveAsync(client, address, partial, progress, cancellation).ConfigureAwait(false);
            try
            {
                accept(partial);
                return;
            }
            catch (InvalidDataException) when (resumed)
            {
                File.Delete(partial); // the remains of an earlier attempt may be the fault: once more from the start
            }
            catch (InvalidDataException)
            {
                File.Delete(partial);
                throw;
            }
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
