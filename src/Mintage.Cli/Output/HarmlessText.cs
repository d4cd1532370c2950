using Mintage.Runtime;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mintage.Cli.Output;

/// <summary>Does for tables and colours what <see cref="HarmlessWriter"/> does for plain lines: the sequences that the
/// console makes itself must pass.</summary>
internal sealed class HarmlessText : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(inner => new Cleaned(inner));

    private sealed class Cleaned(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || segment.IsLineBreak
                ? segment
                : new Segment(ShownText.Clean(segment.Text), segment.Style));
    }
}
