using System.Globalization;
using System.Text;
using Mintage.Runtime;

namespace Mintage.Foreign;

/// <summary>
/// What a program says: its beginning and its end go to a file of bounded size, the last lines into messages, lines
/// such as <c>progress 0.42 loss 1.3</c> to whoever shows progress. Safe to use from several threads.
/// </summary>
internal sealed class ProgramLog : IDisposable
{
    /// <summary>Characters of the log at most, beginning and end together.</summary>
    public const int MostCharacters = 1 << 20;

    private const int MostOfLine = 4_000, LastShown = 12, MostStatus = 80;
    private const string ProgressWord = "progress ";

    private readonly Lock gate = new();
    private readonly StreamWriter file;
    private readonly IProgress<TaskProgress> progress;
    private readonly Queue<string> end = new();
    private readonly Queue<string> last = new();
    private long written, held, leftOut;
    private bool closed;

    public ProgramLog(string path, IProgress<TaskProgress> progress)
    {
        this.progress = progress;
        file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
    }

    /// <summary>The last lines that are no progress, fit to be shown; indented.</summary>
    public string LastLines()
    {
        lock (gate) return string.Concat(last.Select(line => $"{Environment.NewLine}    {ShownText.Name(line)}"));
    }

    /// <summary>Reads a stream to its end, line by line; a carriage return ends one too, as of progress bars.</summary>
    public async Task ReadAsync(StreamReader reader, ICollection<string>? lines = null)
    {
        var (buffer, line) = (new char[4_096], new StringBuilder());
        while (await reader.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
        {
            foreach (var c in buffer.AsSpan(0, count))
            {
                if (c is '\n' or '\r') End();
                else if (line.Length < MostOfLine) line.Append(c);
            }
        }
        End();

        void End()
        {
            if (line.Length > 0)
            {
                Add(line.ToString());
                lines?.Add(line.ToString());
            }
            line.Clear();
        }
    }

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        if (Progress(line) is { } told) progress.Report(told);
        lock (gate)
        {
            if (closed) return;
            Keep(line);
            if (line.StartsWith(ProgressWord, StringComparison.Ordinal)) return;
            last.Enqueue(line.Length > 500 ? line[..500] + " ..." : line);
            if (last.Count > LastShown) last.Dequeue();
        }
    }

    /// <summary>Writes what was held back and closes the file.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (closed) return;
            closed = true;
            if (leftOut > 0) file.WriteLine($"... ({leftOut} lines left out) ...");
            foreach (var line in end) file.WriteLine(line);
            file.Dispose();
        }
    }

    /// <summary>The progress that a line tells, or null.</summary>
    internal static TaskProgress? Progress(string line)
    {
        if (!line.StartsWith(ProgressWord, StringComparison.Ordinal)) return null;
        var words = line[ProgressWord.Length..].Split(' ', 2, StringSplitOptions.TrimEntries);
        if (!double.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            || !double.IsFinite(share))
        {
            return null;
        }
        var text = words.Length > 1 ? ShownText.Name(words[1]) : "";
        return new TaskProgress(Math.Clamp(share, 0, 1), text.Length > MostStatus ? text[..MostStatus] : text);
    }

    private void Keep(string line)
    {
        if (written < MostCharacters / 2)
        {
            file.WriteLine(line);
            file.Flush();
            written += line.Length + 1;
            return;
        }
        end.Enqueue(line);
        held += line.Length + 1;
        while (held > MostCharacters / 2)
        {
            held -= end.Dequeue().Length + 1;
            leftOut++;
        }
    }
}
