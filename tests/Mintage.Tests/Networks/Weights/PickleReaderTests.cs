using System.Text;
using Mintage.Networks.Weights;
using Mintage.Tests.Data;

namespace Mintage.Tests.Networks.Weights;

/// <summary>Pickles that PyTorch does not write, in a file of the legacy layout.</summary>
public sealed class PickleReaderTests
{
    private static readonly byte[] Protocol = [0x80, 2];

    [Fact]
    public void Names_are_refused_in_every_form_that_pickle_has_for_them()
    {
        TestImages.Refused(() => Read("cos\nsystem\n(X\u0002\0\0\0lstR."), "'os.system'", "nothing was run");
        TestImages.Refused(() => Read("(X\u0002\0\0\0lsios\nsystem\n."), "'os.system'"); // INST of protocol 0
        TestImages.Refused(() => Read("\u008c\u0002os\u008c\u0006system\u0093."), "'os.system'"); // STACK_GLOBAL of protocol 4
        TestImages.Refused(() => Read("ctorch\n_rebuild_tensor_v2\n."), "'torch._rebuild_tensor_v2'"); // the right name of another module
        TestImages.Refused(() => Read("(cos\nsystem\no."), "'os.system'"); // OBJ: refused where it is named
    }

    [Fact]
    public void Names_in_messages_hold_no_control_characters() =>
        TestImages.Refused(() => Read($"cos\n{new string('x', 500)}\u001b[2J\n."), $"'os.{new string('x', 97)}...'");

    [Fact]
    public void Allowed_names_with_other_arguments_are_refused()
    {
        TestImages.Refused(() => Read("ctorch._utils\n_rebuild_tensor_v2\n)R."), "arguments of the wrong kind");
        TestImages.Refused(() => Read("ctorch\nFloatStorage\n)R."), "arguments of the wrong kind");
        TestImages.Refused(() => Read("X\u0001\0\0\0xQ."), "no storage");
    }

    [Fact]
    public void Deep_nesting_and_a_dictionary_that_holds_itself_end()
    {
        const string Inner = "X\u0001\0\0\0x}";
        TestImages.Refused(() => Read($"}}{string.Concat(Enumerable.Repeat(Inner, 100_000))}{new string('s', 100_000)}."), "no dictionary of tensors");
        TestImages.Refused(() => Read("}q\0X\u0001\0\0\0xh\0s."), "no dictionary of tensors");
    }

    [Fact]
    public void A_small_file_cannot_take_all_memory()
    {
        const string Storage = "((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0kX\u0003\0\0\0cpuK\u0001NtQ";
        var repeated = $"}}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n{Storage}K\0J\u00ff\u00ff\u00ff\u007fJ\u00ff\u00ff\u00ff\u007f\u0086K\0K\0\u0086\u0089}}tRs.";
        TestImages.Refused(() => Read(repeated, "k", 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4), "more memory than the file", "'w'");
        var outside = repeated.Replace("K\0K\0\u0086\u0089", "K\u0001K\u0001\u0086\u0089", StringComparison.Ordinal);
        TestImages.Refused(() => Read(outside, "k", 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4), "beyond the 1 numbers");
        TestImages.Refused(() => Read("X\u00ff\u00ff\u00ff\u00ffx."), "cut short"); // a text of 4 GiB
    }

    [Fact]
    public void A_tensor_that_repeats_a_number_is_read()
    {
        const string Storage = "((X\u0007\0\0\0storagectorch\nByteStorage\nX\u0001\0\0\0kX\u0003\0\0\0cpuK\u0002NtQ";
        var file = Read($"}}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n{Storage}K\0K\u0002K\u0003\u0086K\u0001K\0\u0086\u0089}}tRs.", "k", 2, 0, 0, 0, 0, 0, 0, 0, 7, 8);
        Assert.Equal([2, 3], file.Tensors["w"].Shape);
        Assert.Equal([7, 7, 7, 8, 8, 8], file.Tensors["w"].Bytes.ToArray());
    }

    /// <summary>A legacy file around this pickle (one character a byte), with one storage if it has a key.</summary>
    private static WeightFile Read(string pickle, string? key = null, params byte[] storage)
    {
        byte[] magic = [.. Protocol, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];
        byte[] version = [.. Protocol, (byte)'M', 0xe9, 0x03, (byte)'.'];
        byte[] system = [.. Protocol, .. Encoding.Latin1.GetBytes("}X\u000d\0\0\0little_endian\u0088s.")];
        byte[] keys = [.. Protocol, .. Encoding.Latin1.GetBytes(key is null ? "]." : $"]X\u0001\0\0\0{key}a.")];
        return WeightFile.Parse([.. magic, .. version, .. system, .. Protocol, .. Encoding.Latin1.GetBytes(pickle), .. keys, .. storage], "x.pth");
    }
}
