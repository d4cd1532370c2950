namespace Mintage.Results;

/// <summary>What a classifier says of one image.</summary>
/// <param name="Image">The image: its file, or its place.</param>
/// <param name="Class">Name of the likeliest class.</param>
/// <param name="Confidence">Its probability, 0 ... 1.</param>
/// <param name="Probabilities">Of every class in the classifier's order; they add up to 1.</param>
public sealed record Prediction(string Image, string Class, double Confidence, IReadOnlyList<float> Probabilities);
