using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Mintage.Networks.Weights;

/// <summary>Decides which objects a pickle may build beyond plain data.</summary>
internal interface IPickleObjects
{
    /// <summary>True if this class or function may be named at all.</summary>
    bool Allows(PickleName name);

    /// <summary>Gives the result of calling an allowed name with these arguments.</summary>
    object Build(PickleName name, object?[] arguments);

    /// <summary>Gives the object that stands for one kept outside the pickle.</summary>
    object Persistent(object? id);
}

/// <summary>
/// Reads Python pickles, protocols 2 to 5, and runs nothing. A name is looked up in a short list of ours, never in
/// Python. Any other name is refused before anything is built from it.
/// </summary>
/// <remarks>
/// Python's pickletools.py documents the instructions. Memory stays within a small multiple of the input.
/// </remarks>
internal sealed class PickleReader(ReadOnlyMemory<byte> data, IPickleObjects objects)
{
    private readonly Dictionary<long, object?> memo = [];
    private readonly Stack<List<object?>> outer = []; // what lies below each mark
    private List<object?> stack = [];

    /// <summary>Start of the next pickle.</summary>
    public int Position { get; private set; }

    /// <summary>Reads one pickle, including its STOP.</summary>
    /// <exception cref="FormatException">The pickle is damaged, or asks for something that is not allowed.</exception>
    public object? Read()
    {
        memo.Clear();
        outer.Clear();
        stack = [];
        for (; ; )
        {
            var code = Bytes(1)[0];
            if (code == '.') return Pop();
            Execute(code);
        }
    }

    private void Execute(byte code)
    {
        switch (code)
        {
            case 0x80: Bytes(1); break; // PROTO
            case 0x95: Bytes(8); break; // FRAME
            case (byte)'(': outer.Push(stack); stack = []; break;
            case (byte)'0': Pop(); break;
            case (byte)'1': ToMark(); break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push((long)Bytes(1)[0]); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))); break;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4))); break;
            case 0x8a: Push(Integer(Bytes(Bytes(1)[0]))); break;
            case 0x8b: Push(Integer(Bytes(Length32()))); break;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8))); break;
            case (byte)'X': Push(Encoding.UTF8.GetString(Bytes(Length32()))); break;
            case 0x8c: Push(Encoding.UTF8.GetString(Bytes(Bytes(1)[0]))); break;
            case 0x8d: Push(Encoding.UTF8.GetString(Bytes(Length64()))); break;
            case (byte)'U': Push(Encoding.Latin1.GetString(Bytes(Bytes(1)[0]))); break;
            case (byte)'T': Push(Encoding.Latin1.GetString(Bytes(Length32()))); break;
            case (byte)'C': Push(Bytes(Bytes(1)[0]).ToArray()); break;
            case (byte)'B': Push(Bytes(Length32()).ToArray()); break;
            case (byte)')': Push(new PickleTuple([])); break;
            case 0x85 or 0x86 or 0x87: Push(new PickleTuple(PopMany(code - 0x84))); break;
            case (byte)'t': Push(new PickleTuple([.. ToMark()])); break;
            case (byte)']': Push(new List<object?>()); break;
            case (byte)'}': Push(new PickleDict()); break;
            case (byte)'a': Append([Pop()]); break;
            case (byte)'e': Append(ToMark()); break;
            case (byte)'s': Set(PopMany(2)); break;
            case (byte)'u': Set(ToMark()); break;
            case (byte)'q': memo[Bytes(1)[0]] = Top(); break;
            case (byte)'r': memo[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = Top(); break;
            case 0x94: memo[memo.Count] = Top(); break;
            case (byte)'h': Push(Recall(Bytes(1)[0])); break;
            case (byte)'j': Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)))); break;
            case (byte)'c': Push(Allowed(new PickleName(Line(), Line()))); break;
            case 0x93: Push(StackName()); break;
            case (byte)'i': throw Refused(new PickleName(Line(), Line())); // a call in the oldest protocol's form
            case (byte)'R': Call(); break;
            case (byte)'b': SetAttributes(); break;
            case (byte)'Q': Push(objects.Persistent(Pop())); break;
            default:
                throw new FormatException(
                $"it has the pickle instruction 0x{code:x2} at byte {Position - 1}, which is damage or nothing that "
                + "weights need");
        }
    }

    private void Call()
    {
        var arguments = Pop() as PickleTuple ?? throw Damaged("a call without its arguments");
        var name = Pop() as PickleName ?? throw Damaged("a call of something that is no function");
        Push(objects.Build(name, arguments.Items));
    }

    /// <summary>Skips attributes: PyTorch attaches version numbers of layers to a state's OrderedDict, and they are not
    /// needed.</summary>
    private void SetAttributes()
    {
        Pop();
        if (Top() is not PickleDict) throw Damaged("attributes of something that is no dictionary");
    }

    private PickleName StackName()
    {
        var names = PopMany(2);
        return names is [string module, string name]
            ? Allowed(new PickleName(module, name))
            : throw Damaged("a name that is no text");
    }

    private PickleName Allowed(PickleName name) => objects.Allows(name) ? name : throw Refused(name);

    private static FormatException Refused(PickleName name) =>
        new($"it wants to call or make '{name}' of Python, which weights never need; it was refused as a whole and "
            + "nothing was run");

    private void Append(IEnumerable<object?> items)
    {
        if (Top() is not List<object?> list) throw Damaged("items of something that is no list");
        list.AddRange(items);
    }

    private void Set(IReadOnlyList<object?> pairs)
    {
        if (Top() is not PickleDict dictionary || pairs.Count % 2 != 0)
            throw Damaged("entries of something that is no dictionary");
        for (var i = 0; i < pairs.Count; i += 2) dictionary.Entries.Add((pairs[i], pairs[i + 1]));
    }

    private object? Recall(long index) =>
        memo.TryGetValue(index, out var value) ? value : throw Damaged("a reference to nothing");

    /// <summary>A method, because <see cref="ToMark"/> in its argument changes which list is the stack.</summary>
    private void Push(object? value) => stack.Add(value);

    private object? Top() => stack.Count > 0 ? stack[^1] : throw Damaged("an instruction without its operand");

    private object? Pop() => PopMany(1)[0];

    private object?[] PopMany(int count)
    {
        if (stack.Count < count) throw Damaged("an instruction without its operands");
        var items = stack.GetRange(stack.Count - count, count).ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return items;
    }

    private List<object?> ToMark()
    {
        var items = stack;
        stack = outer.Count > 0 ? outer.Pop() : throw Damaged("an end without its beginning");
        return items;
    }

    private static object Integer(ReadOnlySpan<byte> bytes)
    {
        var value = new BigInteger(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
    }

    private long Length32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private long Length64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    private string Line()
    {
        var length = data.Span[Position..].IndexOf((byte)'\n');
        if (length < 0) throw Damaged("a name without an end");
        var text = Encoding.UTF8.GetString(Bytes(length));
        Bytes(1);
        return text;
    }

    private ReadOnlySpan<byte> Bytes(long count)
    {
        if (count < 0 || count > data.Length - Position)
            throw Damaged($"{count} bytes where {data.Length - Position} are left");
        Position += (int)count;
        return data.Span.Slice(Position - (int)count, (int)count);
    }

    private FormatException Damaged(string what) =>
        new($"it is damaged or cut short: its pickle has {what} at byte {Position}");
}
