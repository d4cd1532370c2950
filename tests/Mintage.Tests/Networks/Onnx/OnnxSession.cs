using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Mintage.Runtime;
using static TorchSharp.torch;

namespace Mintage.Tests.Networks.Onnx;

/// <summary>A model file in ONNX Runtime, the judge of what Mintage writes.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession session;

    public OnnxSession(string path)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        session = new InferenceSession(path, options);
    }

    public ModelMetadata Metadata => session.ModelMetadata;

    /// <summary>Outputs by name, as tensors of the caller's scope.</summary>
    public Dictionary<string, Tensor> Run(params (string Name, Tensor Value)[] inputs)
    {
        var values = inputs.ToDictionary(input => input.Name, input => Value(input.Value));
        using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var outputs = session.Run(options, values, session.OutputNames);
        foreach (var value in values.Values) value.Dispose();
        return session.OutputNames.Zip(outputs).ToDictionary(output => output.First, output => Of(output.Second));
    }

    public void Dispose() => session.Dispose();

    /// <summary>Gives every weight and buffer of a network draws that matter: outputs of the order of 1, norm statistics far from 0 and 1.</summary>
    public static void Randomize(nn.Module network)
    {
        foreach (var (name, target) in network.state_dict())
        {
            if (!target.is_floating_point()) continue;
            var values = new float[target.numel()];
            SeedTree.FromSeed(3).Child(name).Random().FillNormal(values);
            var deviation = MathF.Sqrt(2f * target.shape[0] / target.numel());
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = name.Split('.')[^1] switch
                {
                    "running_var" => MathF.Abs(values[i]) + 0.5f,
                    "running_mean" or "bias" => values[i] * 0.3f,
                    "gain" => 1 + (values[i] * 0.3f),
                    "weight" when target.shape.Length == 1 => 1 + (values[i] * 0.3f),
                    _ => values[i] * deviation,
                };
            }
            MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(target.bytes);
        }
    }

    private static OrtValue Value(Tensor tensor) => tensor.dtype == ScalarType.Int64
        ? OrtValue.CreateTensorValueFromMemory(tensor.data<long>().ToArray(), tensor.shape)
        : OrtValue.CreateTensorValueFromMemory(tensor.data<float>().ToArray(), tensor.shape);

    private static Tensor Of(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        return info.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.UInt8
            ? tensor(value.GetTensorDataAsSpan<byte>().ToArray(), info.Shape, ScalarType.Byte)
            : tensor(value.GetTensorDataAsSpan<float>().ToArray(), info.Shape);
    }
}
