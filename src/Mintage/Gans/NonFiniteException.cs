namespace Mintage.Gans;

/// <summary>
/// A loss or a weight became infinite or NaN. It is thrown before a checkpoint could contain the result; on the
/// processor before the next update.
/// </summary>
internal sealed class NonFiniteException(string what, double value, int update)
    : Exception($"{what} is {value} at generator update {update + 1}; training stopped.");
