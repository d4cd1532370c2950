namespace Mintage.Networks.Onnx;

/// <summary>Element types, numbered as ONNX numbers them (TensorProto.DataType).</summary>
internal enum OnnxType
{
    Float32 = 1,
    UInt8 = 2,
    Int64 = 7,
}
