using System.Security.Cryptography;
using Mintage.Runtime;

namespace Mintage.Data;

/// <summary>Downloads a data set's files over HTTPS.</summary>
internal static class MirrorDownload
{
    /// <summary>Short, so that a machine without a network soon tries the next source.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5), AnswerLimit = TimeSpan.FromSeconds(20);

    /// <summary>Long enough for the largest file on a slow line.</summary>
    private static readonly TimeSpan FileLimit = TimeSpan.FromMinutes(15);

    /// <summary>Downloads every file from a mirror and gives the uncompressed content by name.</summary>
    /// <exception cref="UserInputException">
    /// The mirror does not answer, refuses a file or sends a damaged one.
    /// </exception>
    public static IReadOnlyDictionary<string, byte[]> Fetch(CatalogueEntry entry, Uri mirror) =>
        With(client => entry.Files.ToDictionary(file => file.Name, file =>
    {
        using var packed = Download(client, new Uri(mirror, file.Name + ".gz"));
        return DataSetSource.ReadContent(packed);
    }));

    /// <summary>Downloads each file from its own address.</summary>
    /// <exception cref="UserInputException">A server does not answer, refuses a file, or sends one whose MD5 is not the
    /// published one.</exception>
    public static IReadOnlyDictionary<string, byte[]> FetchPublished(CatalogueEntry entry) =>
        With(client => entry.Files.ToDictionary(file => file.Name, file =>
    {
        using var packed = Download(client, file.Published!.Address);
        RequireMd5(file.Published, packed);
        return DataSetSource.ReadContent(packed);
    }));

    /// <summary>Downloads one archive with all files.</summary>
    /// <exception cref="UserInputException">
    /// The server does not answer or refuses, or the archive is damaged or lacks a file.
    /// </exception>
    public static IReadOnlyDictionary<string, byte[]> Fetch(CatalogueEntry entry, CatalogueArchive archive) =>
        With(client =>
    {
        using var packed = Download(client, archive.Address);
        var contents = TarArchive.Read(packed, entry.Files.Select(file => archive.Folder + file.Name));
        return entry.Files.ToDictionary(file => file.Name, file => contents[archive.Folder + file.Name]);
    });

    private static IReadOnlyDictionary<string, byte[]> With(Func<HttpClient, IReadOnlyDictionary<string, byte[]>> fetch)
    {
        using var handler = new SocketsHttpHandler { ConnectTimeout = ConnectLimit };
        // the limits are ours, see below
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            return fetch(client);
        }
        catch (OperationCanceledException e)
        {
            throw new UserInputException(
                $"no answer within the time limit ({ConnectLimit.TotalSeconds} s to connect, "
                + $"{AnswerLimit.TotalSeconds} s to answer, {FileLimit.TotalMinutes} min per file)", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            throw new UserInputException(e.Message, e);
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "The publishers state no "
        + "other hash; it is against damage and other versions.")]
    private static void RequireMd5(PublishedFile file, MemoryStream packed)
    {
        var md5 = Convert.ToHexStringLower(MD5.HashData(packed));
        packed.Position = 0;
        if (md5 != file.Md5)
            throw new UserInputException(
                $"{file.Address} must have the MD5 {file.Md5} that its publishers state, but has {md5}");
    }

    private static MemoryStream Download(HttpClient client, Uri address) =>
        new(DownloadBytes(client, address).GetAwaiter().GetResult());

    private static async Task<byte[]> DownloadBytes(HttpClient client, Uri address)
    {
        using var limit = new CancellationTokenSource(AnswerLimit);
        using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, limit.Token)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        limit.CancelAfter(FileLimit);
        return await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
    }
}
