namespace Mintage.Splitting;

/// <summary>One split of a data set: indices of the images to train on and of those to validate on.</summary>
/// <param name="Training">The training part, ascending.</param>
/// <param name="Validation">The validation part, ascending; shares no image with the training part.</param>
public sealed record Fold(int[] Training, int[] Validation);
