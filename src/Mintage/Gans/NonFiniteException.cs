namespace Mintage.Gans;

/// <summary>A loss or a weight became infinite or not a number; raised before another update builds on it.</summary>
public sealed class NonFiniteException(string what, double value, int update)
    : Exception($"{what} is {value} at generator update {update + 1}; training stopped before the update.");
