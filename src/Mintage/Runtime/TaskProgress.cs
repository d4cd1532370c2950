namespace Mintage.Runtime;

/// <summary>How far a long piece of work is.</summary>
/// <param name="Share">0 ... 1.</param>
/// <param name="Status">What it is doing, short, e.g. "update 1,200 of 4,700, D 1.21, G 0.94".</param>
public readonly record struct TaskProgress(double Share, string Status);
