using System.Text;
using CsCheck;
using Mintage.Data;

namespace Mintage.Tests.Data;

public sealed class NpyArrayTests
{
    [Fact]
    public void Every_element_type_is_read_back() => Gen.OneOf(
        Gen.Byte.Array[0, 9].Select(v => (Array)v),
        Gen.Bool.Array[0, 9].Select(v => (Array)v),
        Gen.Int.Array[0, 9].Select(v => (Array)v),
        Gen.Long.Array[0, 9].Select(v => (Array)v),
        Gen.Float.Array[0, 9].Select(v => (Array)v),
        Gen.Double.Array[0, 9].Select(v => (Array)v),
        Gen.String[Gen.Char['a', 'ſ'], 0, 5].Array[0, 9].Select(v => (Array)v)).Sample(data =>
    {
        var read = NpyArray.Read(new MemoryStream(Bytes(new NpyArray([data.Length, 1], data))));
        Assert.Equal([data.Length, 1], read.Shape);
        Assert.Equal(data, read.Data);
    });

    [Fact]
    public void What_numpy_wrote_is_read() // numpy.save of numpy.arange(6, dtype='<f4').reshape(2, 3), NumPy 1.x's padding to 64
    {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".PadRight(117) + "\n";
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), .. Enumerable.Range(0, 6).SelectMany(i => BitConverter.GetBytes((float)i))];
        var read = NpyArray.Read(new MemoryStream(bytes));
        Assert.Equal([2, 3], read.Shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5], read.Values<float>());
        Assert.Equal(bytes, Bytes(read));
    }

    [Theory]
    [InlineData("|i1", new byte[] { 5, 255 }, new[] { 5, -1 })]
    [InlineData("<i2", new byte[] { 5, 0, 255, 255 }, new[] { 5, -1 })]
    [InlineData("<u2", new byte[] { 5, 0, 255, 255 }, new[] { 5, 65_535 })]
    public void Small_numbers_are_widened(string descr, byte[] content, int[] values)
    {
        var header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': (2,), }}\n";
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. content];
        Assert.Equal(values, NpyArray.Read(new MemoryStream(bytes)).Values<int>());
    }

    [Fact]
    public void Later_format_versions_and_single_values_are_read()
    {
        var header = "{'shape': (), 'descr': '<i8', 'fortran_order': False}\n";
        byte[] bytes = [0x93, .. "NUMPY"u8, 2, 0, (byte)header.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(header), .. BitConverter.GetBytes(7L)];
        var read = NpyArray.Read(new MemoryStream(bytes));
        Assert.Empty(read.Shape);
        Assert.Equal([7L], read.Values<long>());
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "pickled Python objects")]
    [InlineData("{'descr': '>i4', 'fortran_order': False, 'shape': (1,), }", "has '>i4'")]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }", "has '<f2'")]
    [InlineData("{'descr': '<U0', 'fortran_order': False, 'shape': (99999999999,), }", "cannot be read")]
    [InlineData("{'descr': '<U0', 'fortran_order': False, 'shape': (9999,), }", "has '<U0'")]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }", "structured")]
    [InlineData("{'descr': '<i4', 'fortran_order': True, 'shape': (1, 1), }", "ascontiguousarray")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (-1,), }", "cannot be read")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2147483647, 2147483647), }", "less than 2 GiB")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (1000,), }", "cut short")]
    [InlineData("import os", "cannot be read")]
    public void Headers_of_other_arrays_are_refused(string header, string words)
    {
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), 0, 0, 0, 0];
        TestImages.Refused(() => NpyArray.Read(new MemoryStream(bytes), "'x.npy'"), "'x.npy'", words);
    }

    [Fact]
    public void Text_that_is_not_unicode_is_refused()
    {
        var bytes = Bytes(new NpyArray([1], new[] { "a" }));
        bytes[^1] = 0xff;
        TestImages.Refused(() => NpyArray.Read(new MemoryStream(bytes)), "not Unicode");
    }

    [Fact]
    public void Cut_streams_are_refused()
    {
        var bytes = Bytes(new NpyArray([3], new long[3]));
        for (var length = 0; length < bytes.Length; length++)
            TestImages.Refused(() => NpyArray.Read(new MemoryStream(bytes[..length])), "cut short");
    }

    [Fact]
    public void A_shape_must_fit_its_values() => Assert.Throws<ArgumentException>(() => new NpyArray([2, 2], new int[3]));

    private static byte[] Bytes(NpyArray array)
    {
        using var stream = new MemoryStream();
        array.Write(stream);
        return stream.ToArray();
    }
}
