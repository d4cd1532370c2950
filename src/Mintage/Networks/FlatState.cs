using System.Runtime.InteropServices;
using Mintage.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mintage.Networks;

/// <summary>
/// What an optimiser keeps beside parameters on a GPU: the numbers of all of them one after the other in one tensor, so that a step is a few
/// operations on it, and one for every parameter, instead of a few for every parameter.
/// </summary>
internal sealed class FlatState : IDisposable
{
    private readonly Parameter[] parameters;
    private readonly long[] lengths;

    /// <summary>All zero, where the first parameter is.</summary>
    /// <param name="parameters">Float32, on one device.</param>
    /// <param name="states">Numbers per weight.</param>
    public FlatState(Parameter[] parameters, int states)
    {
        this.parameters = parameters;
        lengths = [.. parameters.Select(p => p.numel())];
        Tensors = [.. Enumerable.Range(0, states).Select(_ => zeros(lengths.Sum(), device: parameters[0].device).DetachFromDisposeScope())];
    }

    /// <summary>Float32 [weights], one for each state.</summary>
    public Tensor[] Tensors { get; }

    /// <summary>Float32 [weights]; zeros for a parameter without a gradient. The caller's scope owns it.</summary>
    public Tensor Gradients() => cat([.. parameters.Select(p => (p.grad ?? zeros_like(p)).flatten())]);

    /// <summary>Takes a change, float32 [weights], from the parameters. To be called without gradients.</summary>
    public void Subtract(Tensor change)
    {
        var parts = change.split(lengths);
        for (var i = 0; i < parts.Length; i++) parameters[i].AddInPlace(parts[i].view(parameters[i].shape), -1);
    }

    /// <summary>A copy of one parameter's numbers.</summary>
    public float[] Read(int parameter, int state)
    {
        using var scope = NewDisposeScope();
        return Tensors[state].split(lengths)[parameter].cpu().data<float>().ToArray();
    }

    /// <summary>Overwrites one parameter's numbers.</summary>
    /// <param name="parameter">Which.</param>
    /// <param name="state">Which.</param>
    /// <param name="values">Float32, of the parameter's length.</param>
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
