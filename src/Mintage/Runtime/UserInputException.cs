namespace Mintage.Runtime;

/// <summary>
/// Reports input that cannot be used. The command line shows the message without a stack trace and ends with exit code
/// 2. The message says what must hold, what came, where, and what to do; control characters in it are replaced and
/// endless lines shortened, for it quotes what others wrote.
/// </summary>
public sealed class UserInputException : Exception
{
    /// <summary>Creates the exception with the complete message for the user.</summary>
    public UserInputException(string message) : base(ShownText.Message(message)) { }

    /// <summary>Creates the exception with the complete message and the failure behind it.</summary>
    public UserInputException(string message, Exception inner) : base(ShownText.Message(message), inner) { }

    /// <summary>Creates one exception from what must hold and a list of what does not.</summary>
    internal static UserInputException FromList(string heading, IEnumerable<string> items) =>
        new($"{heading}:{string.Concat(items.Select(item => $"{Environment.NewLine}  - {item}"))}");

    /// <summary>Whether the disk is full or read-only, so that whatever is written next fails too.</summary>
    internal bool IsOfDisk { get; init; }

    /// <summary>Creates one exception from all faults found, so that the user sees them at once.</summary>
    /// <param name="subject">What was checked, e.g. "plan.yaml".</param>
    /// <param name="faults">At least one fault, each a full sentence.</param>
    public static UserInputException FromFaults(string subject, IReadOnlyList<string> faults) =>
        new(faults.Count == 1
            ? $"{subject}: {faults[0]}"
            : $"{subject} has {faults.Count} "
            + $"faults:{string.Concat(faults.Select(f => $"{Environment.NewLine}  - {f}"))}");
}
