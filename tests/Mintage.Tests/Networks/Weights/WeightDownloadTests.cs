using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Mintage.Networks.Weights;
using Mintage.Tests.Data;

namespace Mintage.Tests.Networks.Weights;

/// <summary>Downloads from a server on this machine.</summary>
public sealed class WeightDownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];

    private readonly HttpListener server = new();
    private readonly TestFolder folder = new();
    private readonly WeightEntry entry;
    private readonly List<string?> ranges = [];

    public WeightDownloadTests()
    {
        var address = new Uri($"http://localhost:{FreePort()}/weights.pth");
        server.Prefixes.Add(new Uri(address, "/").ToString());
        server.Start();
        entry = WeightCatalogue.Inception with { Addresses = [address], Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content)) };
    }

    private string Target => folder["cache/weights.pth"];

    public void Dispose()
    {
        server.Close();
        folder.Dispose();
    }

    [Fact]
    public void A_file_is_fetched_and_not_fetched_again()
    {
        Serve(context => Send(context, 0));
        Assert.Equal(Target, Fetch());
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Fetch();
        Assert.Equal([null], ranges);
        Assert.False(File.Exists(Target + ".partial"));
    }

    [Fact]
    public void An_interrupted_download_goes_on_where_it_stopped()
    {
        Serve(context =>
        {
            if (ranges.Count == 1) SendAndBreakOff(context, 600);
            else Send(context, from: 600);
        });
        TestImages.Refused(() => Fetch(), "could not be fetched", "Run the same command again");
        Assert.False(File.Exists(Target));
        Assert.Equal(600, new FileInfo(Target + ".partial").Length);
        Fetch();
        Assert.Equal([null, "bytes=600-"], ranges);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_server_that_knows_no_ranges_starts_again()
    {
        Leave(Content[..10]);
        Serve(context => Send(context, 0));
        Fetch();
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_wrong_beginning_is_thrown_away()
    {
        Leave(new byte[600]);
        Serve(context => Send(context, from: context.Request.Headers["Range"] is null ? 0 : 600));
        Fetch();
        Assert.Equal(["bytes=600-", null], ranges);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_whole_partial_file_only_gets_its_name()
    {
        Leave(Content);
        Serve(context => Answer(context, 416, [], 0));
        Fetch();
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_file_with_another_hash_never_gets_its_name()
    {
        Serve(context => Answer(context, 200, [1, 2, 3], 3));
        TestImages.Refused(() => Fetch(), $"must have the SHA-256 {entry.Sha256}", "but has 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
        Assert.False(File.Exists(Target) || File.Exists(Target + ".partial"));
    }

    [Fact]
    public void Without_a_network_the_message_says_what_to_get_from_where_and_where_to_put_it()
    {
        server.Stop();
        TestImages.Refused(() => Fetch(), entry.Addresses[0].ToString(), entry.Sha256, $"'{Target}'", "--weights FILE");
    }

    [Fact]
    public void The_next_address_is_tried()
    {
        Serve(context => Send(context, 0));
        WeightDownload.Fetch(entry with { Addresses = [new($"http://localhost:{FreePort()}/nothing"), .. entry.Addresses] }, Target, null, CancellationToken.None);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_user_who_interrupts_gets_no_error_message() =>
        Assert.ThrowsAny<OperationCanceledException>(() => WeightDownload.Fetch(entry, Target, null, new CancellationToken(canceled: true)));

    [Fact]
    public void The_catalogue_has_secure_addresses_and_whole_hashes() => Assert.All(WeightCatalogue.Entries, published =>
    {
        Assert.All(published.Addresses, address => Assert.Equal("https", address.Scheme));
        Assert.Equal(SHA256.HashSizeInBytes, Convert.FromHexString(published.Sha256).Length);
    });

    [Fact]
    public void A_file_in_the_cache_is_read_only_if_its_hash_is_right()
    {
        File.WriteAllBytes(folder["x.pth"], [1, 2, 3]);
        TestImages.Refused(() => WeightFile.ReadOfficial(folder["x.pth"], entry), "must have the SHA-256", "weights fetch inception");
        TestImages.Refused(() => WeightCache.Read(entry with { FileName = "no-such-file.pth" }), "not on this machine", "mintage weights fetch inception", "--weights FILE");
        TestImages.Refused(() => WeightCatalogue.Get("incepton"), "Did you mean 'inception'?");
    }

    private string Fetch() => WeightDownload.Fetch(entry, Target, null, CancellationToken.None);

    private void Leave(byte[] partial)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target + ".partial", partial);
    }

    private void Serve(Action<HttpListenerContext> answer) => _ = Task.Run(async () =>
    {
        while (server.IsListening)
        {
            var context = await server.GetContextAsync();
            ranges.Add(context.Request.Headers["Range"]);
            answer(context);
        }
    });

    private static void Send(HttpListenerContext context, int from)
    {
        if (from > 0) context.Response.Headers["Content-Range"] = $"bytes {from}-{Content.Length - 1}/{Content.Length}";
        Answer(context, from > 0 ? 206 : 200, Content[from..], Content.Length - from);
    }

    private static void Answer(HttpListenerContext context, int status, byte[] body, long length)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength64 = length;
        context.Response.Close(body, willBlock: true);
    }

    private static void SendAndBreakOff(HttpListenerContext context, int count)
    {
        context.Response.ContentLength64 = Content.Length;
        context.Response.OutputStream.Write(Content.AsSpan(0, count));
        context.Response.OutputStream.Flush();
        context.Response.Abort();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
