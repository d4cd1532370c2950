using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

public sealed class WireReaderTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var message = new WireWriter().Int(1, -3).Text(2, "grün").Float(3, 0.5f).Double(4, 2).Message(5, new WireWriter().Int(300, long.MaxValue)).ToArray();
        var fields = WireReader.Fields(message).ToArray();
        Assert.Equal([1, 2, 3, 4, 5], fields.Select(f => f.Number));
        Assert.Equal(-3, fields[0].Int);
        Assert.Equal([-3], fields[0].Ints);
        Assert.Equal("grün", fields[1].Text);
        Assert.Equal(0.5f, fields[2].Float);
        var inner = Assert.Single(WireReader.Fields(fields[4].Bytes));
        Assert.Equal((300, long.MaxValue), (inner.Number, inner.Int));
        Assert.Throws<FormatException>(() => fields[1].Int);
        Assert.Throws<FormatException>(() => fields[0].Text);
        Assert.Throws<FormatException>(() => fields[0].Float);
    }

    [Fact]
    public void Packed_numbers_are_read() =>
        Assert.Equal([1, 300, -1], new WireField(1, WireField.LengthDelimited, 0, new byte[] { 1, 0xac, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1 }).Ints);

    [Theory]
    [InlineData(new byte[] { 0x08 })] // a number without its bytes
    [InlineData(new byte[] { 0x08, 0x80 })] // a number cut short
    [InlineData(new byte[] { 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2 })] // 65 bits
    [InlineData(new byte[] { 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0 })] // without end
    [InlineData(new byte[] { 0x0a, 5, 1, 2 })] // fewer bytes than promised
    [InlineData(new byte[] { 0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1 })] // 2^64 - 1 bytes
    [InlineData(new byte[] { 0x0d, 1, 2, 3 })] // float cut short
    [InlineData(new byte[] { 0x0b })] // a group, which is no longer written
    [InlineData(new byte[] { 0x00, 1 })] // field 0
    [InlineData(new byte[] { 0xf8, 0xff, 0xff, 0xff, 0xff, 1, 1 })] // field number beyond 2^29
    public void A_damaged_message_is_refused(byte[] message) =>
        Assert.Throws<FormatException>(() => WireReader.Fields(message).Count());
}
