namespace Mintage.Execution;

/// <summary>
/// One line of JSON from a worker process to its parent. The parent sends one line per task, its key. The worker stops
/// when its
/// input ends, which also happens when the parent is killed.
/// </summary>
/// <param name="Event">"progress", "done" or "failed".</param>
/// <param name="Share">Share done, with "progress".</param>
/// <param name="Text">Status with "progress", or the message with "failed".</param>
/// <param name="IsUserInput">With "failed": true if the user's input is at fault.</param>
internal sealed record WorkerMessage(string Event, double Share = 0, string Text = "", bool IsUserInput = false)
{
    internal const string Progress = "progress", Done = "done", Failed = "failed";
}
