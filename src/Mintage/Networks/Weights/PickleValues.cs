namespace Mintage.Networks.Weights;

// What a pickle can hold, besides null, bool, long, BigInteger, double, string, byte[] and List<object?>.

/// <summary>A Python tuple.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>The name of a Python class or function; nothing but a name.</summary>
internal sealed record PickleName(string Module, string Name)
{
    /// <summary>The name as Python writes it, without control characters and at most a line long.</summary>
    public override string ToString()
    {
        var text = string.Concat($"{Module}.{Name}".Where(c => !char.IsControl(c)));
        return text.Length <= 100 ? text : $"{text[..100]}...";
    }
}

/// <summary>A Python dict or OrderedDict: entries in the order in which they were set, keys of any kind.</summary>
internal sealed class PickleDict
{
    /// <summary>Keys and values. A key that was set twice is listed twice.</summary>
    public List<(object? Key, object? Value)> Entries { get; } = [];

    /// <summary>The last value set under this key; null if there is none.</summary>
    public object? this[string key] => Entries.LastOrDefault(entry => entry.Key is string name && name == key).Value;
}
