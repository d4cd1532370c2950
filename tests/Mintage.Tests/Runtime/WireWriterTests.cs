using Mintage.Runtime;

namespace Mintage.Tests.Runtime;

/// <summary>Against the encodings that the documentation of protocol buffers shows, and its rules.</summary>
public sealed class WireWriterTests
{
    [Fact]
    public void Numbers_texts_and_messages_have_the_bytes_of_the_documentation()
    {
        Assert.Equal([0x08, 0x96, 0x01], new WireWriter().Int(1, 150).ToArray());
        Assert.Equal([0x12, 0x07, .. "testing"u8], new WireWriter().Text(2, "testing").ToArray());
        Assert.Equal([0x1A, 0x03, 0x08, 0x96, 0x01], new WireWriter().Message(3, new WireWriter().Int(1, 150)).ToArray());
    }

    [Fact]
    public void A_negative_number_takes_ten_bytes_and_a_high_field_a_longer_tag()
    {
        Assert.Equal([0x08, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], new WireWriter().Int(1, -2).ToArray());
        Assert.Equal([0xA0, 0x01, 0x07], new WireWriter().Int(20, 7).ToArray());
    }

    [Fact]
    public void Floats_and_doubles_are_little_endian_and_a_text_is_measured_in_bytes()
    {
        Assert.Equal([0x15, 0x00, 0x00, 0xC0, 0x3F], new WireWriter().Float(2, 1.5f).ToArray());
        Assert.Equal([0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F], new WireWriter().Double(1, 1.5).ToArray());
        Assert.Equal([0x0A, 0x02, 0xC3, 0xBC], new WireWriter().Text(1, "ü").ToArray());
    }
}
