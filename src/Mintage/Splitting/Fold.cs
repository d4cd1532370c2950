namespace Mintage.Splitting;

/// <summary>One split of a data set, as image indices to train on and to validate on.</summary>
/// <param name="Training">Indices of the training part, ascending.</param>
/// <param name="Validation">Indices of the validation part, ascending. The two parts share no image.</param>
public sealed record Fold(int[] Training, int[] Validation);
