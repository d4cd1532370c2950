namespace Mintage.Results;

/// <summary>What a look at the results saw of a comparison.</summary>
/// <param name="Size">Name of the training set size.</param>
/// <param name="Arm">The arm.</param>
/// <param name="Against">Its control.</param>
/// <param name="Points">Mean difference in points; null without a replicate.</param>
public sealed record LookEstimate(string Size, string Arm, string Against, double? Points);

/// <summary>A look at the results of a study.</summary>
/// <param name="Replicates">Replicates that had ended.</param>
/// <param name="Estimates">The comparisons of the family.</param>
public sealed record LookRecord(int Replicates, IReadOnlyList<LookEstimate> Estimates);
