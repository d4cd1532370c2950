using ICSharpCode.SharpZipLib;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Fetches a data set's files over HTTPS.</summary>
internal static class MirrorDownload
{
    /// <summary>Short, so that a machine without a network soon tries the next source.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5), AnswerLimit = TimeSpan.FromSeconds(20);

    /// <summary>For the largest file on a slow line.</summary>
    private static readonly TimeSpan FileLimit = TimeSpan.FromMinutes(15);

    /// <summary>Content of every file by name, not compressed.</summary>
    /// <exception cref="UserInputException">The mirror does not answer, refuses a file or sends a damaged one.</exception>
    public static IReadOnlyDictionary<string, byte[]> Fetch(CatalogueEntry entry, Uri mirror) => With(client => entry.Files.ToDictionary(file => file.Name, file =>
    {
        using var packed = Download(client, new Uri(mirror, file.Name + ".gz"));
        return DataSetSource.ReadContent(packed);
    }));

    /// <summary>The same from one archive with all files.</summary>
    /// <exception cref="UserInputException">The server does not answer or refuses, or the archive is damaged or lacks a file.</exception>
    public static IReadOnlyDictionary<string, byte[]> Fetch(CatalogueEntry entry, CatalogueArchive archive) => With(client =>
    {
        using var packed = Download(client, archive.Address);
        var contents = TarArchive.Read(packed, entry.Files.Select(file => archive.Folder + file.Name));
        return entry.Files.ToDictionary(file => file.Name, file => contents[archive.Folder + file.Name]);
    });

    private static IReadOnlyDictionary<string, byte[]> With(Func<HttpClient, IReadOnlyDictionary<string, byte[]>> fetch)
    {
        using var handler = new SocketsHttpHandler { ConnectTimeout = ConnectLimit };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // the limits are ours, see below
        try
        {
            return fetch(client);
        }
        catch (OperationCanceledException e)
        {
            throw new UserInputException($"no answer within the time limit ({ConnectLimit.TotalSeconds} s to connect, {AnswerLimit.TotalSeconds} s to answer, {FileLimit.TotalMinutes} min per file)", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SharpZipBaseException)
        {
            throw new UserInputException(e.Message, e);
        }
    }

    private static MemoryStream Download(HttpClient client, Uri address) => new(DownloadBytes(client, address).GetAwaiter().GetResult());

    private static async Task<byte[]> DownloadBytes(HttpClient client, Uri address)
    {
        using var limit = new CancellationTokenSource(AnswerLimit);
        using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        limit.CancelAfter(FileLimit);
        return await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
    }
}
