using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ICSharpCode.SharpZipLib.BZip2;
using Mintage.Data;

namespace Mintage.Tests.Data;

/// <summary>Downloads from a mirror on this machine.</summary>
public sealed class MirrorDownloadTests : IDisposable
{
    private static readonly CatalogueEntry Entry = DataCatalogue.Entries[0] with { Parts = [new(DataSplit.Train, 1, [new("a", ""), new("b", "")])] };

    private readonly HttpListener server = new();
    private readonly Uri mirror;

    public MirrorDownloadTests()
    {
        mirror = new Uri($"http://localhost:{FreePort()}/set/");
        server.Prefixes.Add(mirror.ToString());
        server.Start();
    }

    public void Dispose() => server.Close();

    [Fact]
    public void Files_are_fetched_and_unpacked()
    {
        Serve(path => Gzip(path == "/set/a.gz" ? [1, 2, 3] : [4]));
        var files = MirrorDownload.Fetch(Entry, mirror);
        Assert.Equal([1, 2, 3], files["a"]);
        Assert.Equal([4], files["b"]);
    }

    [Fact]
    public void Files_are_taken_out_of_an_archive()
    {
        using var packed = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(packed, CompressionLevel.Fastest)))
        {
            foreach (var name in new[] { "set/a", "other", "set/b" })
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([(byte)name[^1], 7]) });
        }
        Serve(path => path == "/set/all.tar.gz" ? packed.ToArray() : null);
        var archive = new CatalogueArchive(new Uri(mirror, "all.tar.gz"), "set/");
        var files = MirrorDownload.Fetch(Entry, archive);
        Assert.Equal([(byte)'a', 7], files["a"]);
        Assert.Equal([(byte)'b', 7], files["b"]);
        TestImages.Refused(() => MirrorDownload.Fetch(Entry, archive with { Folder = "elsewhere/" }), "no file 'elsewhere/a'");
        TestImages.Refused(() => MirrorDownload.Fetch(Entry, archive with { Address = mirror }), "404");
    }

    [Fact]
    public void Published_files_are_held_against_their_MD5_and_unpacked()
    {
        using var squeezed = new MemoryStream();
        using (var bzip2 = new BZip2OutputStream(squeezed) { IsStreamOwner = false }) bzip2.Write([1, 2, 3]);
        Serve(path => path switch { "/set/a.bz2" => squeezed.ToArray(), "/set/b" => [4, 5], _ => null });
        var entry = Published(Md5(squeezed.ToArray()), Md5([4, 5]));
        Assert.True(entry is { IsVerified: false, HasPublishedHashes: true });
        var source = Assert.Single(DataSetSource.Of(entry));
        Assert.Equal("localhost", source.Name);
        var files = source.Fetch();
        Assert.Equal([1, 2, 3], files["a"]);
        Assert.Equal([4, 5], files["b"]);
        TestImages.Refused(() => MirrorDownload.FetchPublished(Published(Md5(squeezed.ToArray()), Md5([4]))), "/set/b", Md5([4]), Md5([4, 5]));
    }

    private CatalogueEntry Published(string md5OfA, string md5OfB) => Entry with
    {
        Mirrors = [],
        NpmPackage = null,
        Parts = [new(DataSplit.Train, 1, [new("a", null, new(new(mirror, "a.bz2"), md5OfA)), new("b", null, new(new(mirror, "b"), md5OfB))])],
    };

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "It is what publishers state.")]
    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    [Fact]
    public void A_missing_file_is_the_reason()
    {
        Serve(path => path == "/set/a.gz" ? Gzip([1]) : null);
        TestImages.Refused(() => MirrorDownload.Fetch(Entry, mirror), "404");
    }

    [Fact]
    public void A_file_that_is_cut_short_is_the_reason()
    {
        Serve(_ => Gzip([1, 2, 3])[..^3]);
        TestImages.Refused(() => MirrorDownload.Fetch(Entry, mirror), "GZIP footer");
    }

    [Fact]
    public void A_server_that_is_not_there_is_the_reason()
    {
        server.Stop();
        TestImages.Refused(() => MirrorDownload.Fetch(Entry, mirror), "localhost");
    }

    private void Serve(Func<string, byte[]?> answer) => _ = Task.Run(async () =>
    {
        while (server.IsListening)
        {
            var context = await server.GetContextAsync();
            var content = answer(context.Request.Url!.AbsolutePath);
            context.Response.StatusCode = content is null ? 404 : 200;
            context.Response.Close(content ?? [], willBlock: true);
        }
    });

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(content);
        return stream.ToArray();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
