namespace Mintage.Execution;

/// <summary>
/// One line of JSON from a worker process to its parent. The parent sends one line per task: its key. The end of the
/// worker's input, which is also what a killed parent leaves, tells it to stop.
/// </summary>
/// <param name="Event">"progress", "done" or "failed".</param>
/// <param name="Share">Of a progress.</param>
/// <param name="Text">Status of a progress, or the message of a failure.</param>
/// <param name="IsUserInput">Of a failure: the user's input is at fault.</param>
public sealed record WorkerMessage(string Event, double Share = 0, string Text = "", bool IsUserInput = false)
{
    internal const string Progress = "progress", Done = "done", Failed = "failed";
}
