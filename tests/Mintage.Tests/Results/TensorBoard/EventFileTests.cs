using Mintage.Data;
using Mintage.Results.TensorBoard;

namespace Mintage.Tests.Results.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("mintage-test-").FullName, EventFile.FileName);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public void The_checksum_is_that_of_RFC_3720()
    {
        Assert.Equal(0xE3069283, RecordFraming.Crc32C("123456789"u8));
        Assert.Equal(0x8A9136AA, RecordFraming.Crc32C(new byte[32]));
        Assert.Equal(0x46DD794Eu, RecordFraming.Crc32C([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Fact]
    public void Numbers_and_pictures_come_back_with_their_steps_and_times()
    {
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var png = ImageSheet.ByClass(Shapes.Make(6, size: 9), 2);
        var file = new EventFile(start);
        file.Add(7, start.AddSeconds(1.5), [("loss/a", -0.25), ("ü", 1e30)], []);
        file.Add(300, start.AddHours(1), [], [("sheet", png)]);
        file.Write(path);

        var events = EventReader.Read(path);
        Assert.Equal(["brain.Event:2", null, null], events.Select(e => e.Version));
        Assert.Equal([0, 7, 300], events.Select(e => e.Step));
        Assert.Equal([0, 1.5, 3600], events.Select(e => e.Time - start.ToUnixTimeSeconds()));
        Assert.Equal(new Dictionary<string, float> { ["loss/a"] = -0.25f, ["ü"] = 1e30f }, events[1].Scalars);
        var image = events[2].Images["sheet"];
        Assert.Equal(png, image.Png);
        using var decoded = SkiaSharp.SKBitmap.Decode(png);
        Assert.Equal((decoded.Width, decoded.Height), (image.Width, image.Height));
    }
}
