using System.Runtime.InteropServices;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// An optimiser's state for parameters on a GPU. The numbers of all parameters lie one after the other in one tensor,
/// so that a step takes a few operations in all and one per parameter, not a few per parameter.
/// </summary>
internal sealed class FlatState : IDisposable
{
    private readonly Parameter[] parameters;
    private readonly long[] lengths;

    /// <summary>Starts with zeros, on the first parameter's device.</summary>
    /// <param name="parameters">Float32, on one device.</param>
    /// <param name="states">Number of values per weight.</param>
    public FlatState(Parameter[] parameters, int states)
    {
        this.parameters = parameters;
        lengths = [.. parameters.Select(p => p.numel())];
        Tensors =
            [.. Enumerable.Range(0, states)
            .Select(_ => zeros(lengths.Sum(), device: parameters[0].device).DetachFromDisposeScope())];
    }

    /// <summary>One tensor float32 [weights] per state.</summary>
    public Tensor[] Tensors { get; }

    /// <summary>Gives all gradients as float32 [weights], with zeros for a parameter without one. The caller's scope
    /// owns it.</summary>
    public Tensor Gradients() => cat([.. parameters.Select(p => (p.grad ?? zeros_like(p)).flatten())]);

    /// <summary>Subtracts a change, float32 [weights], from the parameters. Call it without gradients.</summary>
    public void Subtract(Tensor change)
    {
        var parts = change.split(lengths);
        for (var i = 0; i < parts.Length; i++) parameters[i].AddInPlace(parts[i].view(parameters[i].shape), -1);
    }

    /// <summary>Copies one parameter's numbers.</summary>
    public float[] Read(int parameter, int state)
    {
        using var scope = NewDisposeScope();
        return Tensors[state].split(lengths)[parameter].cpu().data<float>().ToArray();
    }

    public void Write(int parameter, int state, ReadOnlySpan<byte> values)
    {
        using var scope = NewDisposeScope();
        var host = tensor(MemoryMarshal.Cast<byte, float>(values).ToArray(), device: CPU);
        Tensors[state].split(lengths)[parameter].copy_(host);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors) tensor.Dispose();
    }
}
