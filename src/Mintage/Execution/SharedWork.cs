namespace Mintage.Execution;

/// <summary>
/// Part of a task's work that is done once for all tasks that name it: whichever of them comes first does it.
/// </summary>
/// <param name="Name">Of the work, in its study.</param>
/// <param name="EstimatedSeconds">Rough seconds on one core.</param>
public readonly record struct SharedWork(string Name, double EstimatedSeconds);
