using Mintage.Runtime;

namespace Mintage.Networks.Onnx;

/// <summary>A setting of a node: a whole number, or a list of them (AttributeProto).</summary>
internal sealed class OnnxAttribute
{
    private const int NameField = 1, IntField = 3, IntsField = 8, TypeField = 20;
    private const int IntType = 2, IntsType = 7;

    private OnnxAttribute(WireWriter message) => Message = message;

    public WireWriter Message { get; }

    public static OnnxAttribute Int(string name, long value) =>
        new(new WireWriter().Text(NameField, name).Int(IntField, value).Int(TypeField, IntType));

    /// <summary>Makes a list as long as the operator needs.</summary>
    public static OnnxAttribute Ints(string name, params ReadOnlySpan<long> values)
    {
        var message = new WireWriter().Text(NameField, name);
        foreach (var value in values) message.Int(IntsField, value);
        return new(message.Int(TypeField, IntsType));
    }
}
