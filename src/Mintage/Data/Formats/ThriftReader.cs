namespace Mintage.Data.Formats;

/// <summary>
/// Reads structs of Thrift's compact protocol, in which Parquet writes its footer and the heads of its pages. A field
/// of another type than <see cref="ParquetShapes"/> says is damage, and so is one that is missing; one that is not
/// known there is refused, for the Parquet reader does not pass over all of them rightly.
/// </summary>
/// <param name="bytes">They begin with a struct.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Types of fields, and of a list's items.</summary>
    public const int True = 1, False = 2, OneByte = 3, Integer16 = 4, Integer32 = 5, Integer64 = 6, Number = 7,
        Text = 8, List = 9, Set = 10, Struct = 12;

    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Reads a struct.</summary>
    /// <param name="name">Its name in <see cref="ParquetShapes"/>.</param>
    /// <exception cref="InvalidDataException">It is damaged or cut short.</exception>
    public ThriftStruct ReadStruct(string name) => Fields(name, 0);

    private ThriftStruct Fields(string name, int depth)
    {
        var known = ParquetShapes.Of(name);
        var fields = new Dictionary<int, object?>();
        var id = 0;
        while (Byte() is not 0 and var field)
        {
            // the number is written out where it is no small step from the one before
            id = field >> 4 == 0 ? (short)Signed() : id + (field >> 4);
            var (type, shape) = (field & 15, known.GetValueOrDefault(id));
            if (shape is null)
                throw new InvalidDataException(
                    $"a head has field {id} of '{name}', which Mintage does not know; if a later version of Parquet "
                    + "wrote the file, write it with version 2.6");
            if (shape.Type != (type == False ? True : type)) throw Damaged();
            var value = type switch { True => 1L, False => 0L, _ => Value(type, shape, depth + 1) };
            if (!fields.TryAdd(id, value)) throw Damaged();
        }
        if (known.Any(field => field.Value.IsRequired && !fields.ContainsKey(field.Key))) throw Damaged();
        return new ThriftStruct(fields);
    }

    /// <summary>A long, a struct or a list of them; null for what nobody asks for.</summary>
    private object? Value(int type, ThriftField shape, int depth)
    {
        if (depth > MaxDepth) throw Damaged();
        switch (type)
        {
            case True or False or OneByte:
                Byte();
                return null;
            case Integer16 or Integer32 or Integer64:
                var number = Signed();
                return type == Integer64 || number == (type == Integer16 ? (short)number : (int)number)
                    ? number
                    : throw Damaged();
            case Number:
                Advance(sizeof(double));
                return null;
            case Text:
                Advance(ReadVarint());
                return null;
            case List or Set:
                return Items(shape.Item!, depth);
            case Struct:
                return Fields(shape.Struct!, depth);
            default:
                throw Damaged(); // maps do not occur in Parquet
        }
    }

    private List<ThriftStruct> Items(ThriftField shape, int depth)
    {
        var head = Byte();
        var count = head >> 4 == 15 ? ReadVarint() : (ulong)(head >> 4);
        if (count > 0 && shape.Type != (head & 15)) throw Damaged();
        var items = new List<ThriftStruct>();
        for (var i = 0UL; i < count; i++)
        {
            if (Value(head & 15, shape, depth + 1) is ThriftStruct item) items.Add(item);
        }
        return items;
    }

    private long Signed()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private byte Byte()
    {
        Advance(1);
        return bytes[Position - 1];
    }

    /// <summary>Reads a number of 7 bits a byte, the lowest first.</summary>
    /// <exception cref="InvalidDataException">It is damaged or cut short.</exception>
    public ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128) return value;
        }
        throw Damaged();
    }

    private void Advance(ulong count)
    {
        if (count > (ulong)(bytes.Length - Position)) throw Damaged();
        Position += (int)count;
    }

    private static InvalidDataException Damaged() => new("a head in the Parquet file cannot be read");
}

/// <summary>A struct that was read: its numbers, structs and lists of structs by their field's number.</summary>
internal readonly record struct ThriftStruct(IReadOnlyDictionary<int, object?> Fields)
{
    /// <summary>A number; null where there is none.</summary>
    public long? Number(int field) => Fields.GetValueOrDefault(field) as long?;

    public ThriftStruct? Struct(int field) => Fields.GetValueOrDefault(field) as ThriftStruct?;

    public bool HasList(int field) => Fields.GetValueOrDefault(field) is List<ThriftStruct>;

    public IReadOnlyList<ThriftStruct> List(int field) => Fields.GetValueOrDefault(field) as List<ThriftStruct> ?? [];
}
