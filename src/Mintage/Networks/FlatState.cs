using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// An optimiser's state for parameters on a GPU. Like the parameters themselves, the numbers for all of them lie one
/// after the other in one tensor, so that a step takes a few operations in all, not a few per parameter.
/// </summary>
internal sealed class FlatState : IDisposable
{
    private readonly Parameter[] ordered;
    private readonly int[] places;
    private readonly FlatTensors flat;

    /// <summary>Starts with zeros, on the parameters' device.</summary>
    /// <param name="parameters">Float32, on one device; their numbers are moved together.</param>
    /// <param name="states">Number of values per weight.</param>
    public FlatState(Parameter[] parameters, int states)
    {
        var order = FlatTensors.Ordered(Enumerable.Range(0, parameters.Length), i => parameters[i]);
        ordered = [.. order.Select(i => parameters[i])];
        places = [.. Enumerable.Range(0, ordered.Length).OrderBy(place => order[place])];
        flat = new FlatTensors(ordered);
        Tensors = [.. Enumerable.Range(0, states).Select(_ => zeros_like(Weights).DetachFromDisposeScope())];
    }

    /// <summary>Float32 [weights]: all parameters. What changes here changes there.</summary>
    public Tensor Weights => flat.All;

    /// <summary>One tensor float32 [weights] per state.</summary>
    public Tensor[] Tensors { get; }

    /// <summary>Gives all gradients as float32 [weights], with zeros for a parameter without one. The caller's scope
    /// owns it.</summary>
    public Tensor Gradients() => FlatTensors.Joined(ordered.Select(p => p.grad ?? zeros_like(p)));

    /// <summary>Copies one parameter's numbers.</summary>
    public float[] Read(int parameter, int state)
    {
        using var scope = NewDisposeScope();
        return flat.Parts(Tensors[state])[places[parameter]].cpu().data<float>().ToArray();
    }

    public void Write(int parameter, int state, ReadOnlySpan<byte> values)
    {
        using var scope = NewDisposeScope();
        var host = tensor(MemoryMarshal.Cast<byte, float>(values).ToArray(), device: CPU);
        flat.Parts(Tensors[state])[places[parameter]].copy_(host);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors) tensor.Dispose();
        flat.Dispose();
    }
}
