using System.Text;
using Mintage.Runtime;

namespace Mintage.Cli.Output;

/// <summary>Passes text on without what a terminal would obey: names of classes and files come from anywhere.</summary>
internal sealed class HarmlessWriter(TextWriter inner) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(value is null ? null : ShownText.Clean(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : ShownText.Clean(value));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
