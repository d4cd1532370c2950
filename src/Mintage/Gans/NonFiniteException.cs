namespace Mintage.Gans;

/// <summary>A loss or a weight became infinite or not a number; raised before a checkpoint holds what was built on it, on the processor before another update.</summary>
public sealed class NonFiniteException(string what, double value, int update)
    : Exception($"{what} is {value} at generator update {update + 1}; training stopped.");
