namespace Mintage.Runtime;

/// <summary>Progress of a long piece of work.</summary>
/// <param name="Share">Share that is done, 0 to 1.</param>
/// <param name="Status">What the work is doing, in a few words, such as "update 1,200 of 4,700, D 1.21, G
/// 0.94".</param>
public readonly record struct TaskProgress(double Share, string Status);
