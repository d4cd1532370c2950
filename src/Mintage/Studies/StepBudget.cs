namespace Mintage.Studies;

/// <summary>Another number of optimiser steps than the arms of a size have.</summary>
/// <param name="Name">What names it in runs and results.</param>
/// <param name="Steps">Its steps, from those of the size.</param>
internal sealed record StepBudget(string Name, Func<int, int> Steps)
{
    /// <summary>The family again with a third of the steps and with three times as many: does the sign hold?</summary>
    public static IReadOnlyList<StepBudget> Family { get; } =
        [new("S/3", steps => Math.Max(1, steps / 3)), new("3 S", steps => 3 * steps)];

    /// <summary>Name of the article's baseline's steps: its epochs over the real images alone.</summary>
    public const string Short = "short";

    /// <summary>Name of the family's own number of steps.</summary>
    public const string Own = "S";

    /// <summary>Name of an arm with a number of steps: with its own, the arm's.</summary>
    public static string NameOf(string arm, string budget) => budget == Own ? arm : $"{arm} @ {budget}";
}
