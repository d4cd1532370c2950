namespace Mintage.Data.Formats;

/// <summary>
/// The parts of a Parquet file that were checked. The Parquet reader goes on from page to page until it has as many
/// values as a column promises, and takes for a page whatever comes there; here it meets an end.
/// </summary>
/// <param name="inner">The file; not disposed.</param>
/// <param name="parts">Begin and end of each part.</param>
internal sealed class ParquetStream(Stream inner, IEnumerable<(long Begin, long End)> parts) : Stream
{
    private readonly (long Begin, long End)[] parts = [.. parts.Where(p => p.End > p.Begin).OrderBy(p => p.Begin)];

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">Nothing was checked there.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0) return 0;
        var (at, end) = (inner.Position, -1L);
        foreach (var part in parts)
        {
            if (part.Begin <= at && at < part.End) end = Math.Max(end, part.End);
        }
        if (end < 0) throw new InvalidDataException("a column has fewer values than it promises");
        return inner.Read(buffer[..(int)Math.Min(buffer.Length, end - at)]);
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
