using System.Buffers.Binary;
using Mintage.Runtime;

namespace Mintage.Results.TensorBoard;

/// <summary>
/// An event file as TensorBoard reads it: numbers and pictures by step. It is rewritten whole while it grows; what was
/// written before stays at its place, so a TensorBoard that follows the file goes on reading where it was.
/// </summary>
internal sealed class EventFile
{
    /// <summary>TensorBoard looks for files with "tfevents" in their name.</summary>
    public const string FileName = "events.out.tfevents.mintage";

    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5; // Event
    private const int Value = 1, Tag = 1, SimpleValue = 2, Image = 4; // Summary, Summary.Value

    private readonly MemoryStream records = new();

    /// <summary>Begins a file.</summary>
    /// <param name="start">Time of its beginning.</param>
    public EventFile(DateTimeOffset start) =>
        RecordFraming.Write(records, Event(start).Text(FileVersion, "brain.Event:2").ToArray());

    /// <summary>Adds what is known of a step.</summary>
    /// <param name="step">Not below the step before.</param>
    /// <param name="time">When it was measured.</param>
    /// <param name="scalars">Numbers by tag; "a/b" stands in the section a.</param>
    /// <param name="images">PNG pictures by tag.</param>
    public void Add(long step, DateTimeOffset time, IEnumerable<(string Tag, double Value)> scalars,
        IEnumerable<(string Tag, byte[] Png)> images)
    {
        var summary = new WireWriter();
        foreach (var (tag, value) in scalars)
            summary.Message(Value, new WireWriter().Text(Tag, tag).Float(SimpleValue, (float)value));
        foreach (var (tag, png) in images)
            summary.Message(Value, new WireWriter().Text(Tag, tag).Message(Image, Picture(png)));
        RecordFraming.Write(records, Event(time).Int(Step, step).Message(Summary, summary).ToArray());
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="UserInputException">It cannot be written.</exception>
    public void Write(string path) => WholeFile.Write(path, records.WriteTo);

    private static WireWriter Event(DateTimeOffset time) =>
        new WireWriter().Double(WallTime, time.ToUnixTimeMilliseconds() / 1000.0);

    private static WireWriter Picture(byte[] png)
    {
        const int Height = 1, Width = 2, Encoded = 4; // Summary.Image
        const int WidthAt = 16, HeightAt = 20; // in the first chunk of every PNG
        return new WireWriter()
            .Int(Height, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(HeightAt)))
            .Int(Width, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(WidthAt)))
            .Bytes(Encoded, png);
    }
}
