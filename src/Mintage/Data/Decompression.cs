using ICSharpCode.SharpZipLib.BZip2;
using ICSharpCode.SharpZipLib.GZip;

namespace Mintage.Data;

/// <summary>Decompresses gzip and bzip2. Whatever a damaged file does to the library that reads it, it ends as one
/// exception that says so.</summary>
internal static class Decompression
{
    /// <summary>The framework's GZipStream would take a file that was cut short for a complete one.</summary>
    /// <param name="packed">Not disposed.</param>
    public static Stream Gzip(Stream packed) =>
        new GuardedStream(() => new GZipInputStream(packed) { IsStreamOwner = false });

    /// <param name="packed">Not disposed.</param>
    public static Stream Bzip2(Stream packed) =>
        new GuardedStream(() => new BZip2InputStream(packed) { IsStreamOwner = false });

    /// <summary>Opens a stream on the first reading, as opening reads too.</summary>
    private sealed class GuardedStream(Func<Stream> open) : ReadOnlyStream
    {
        private Stream? inner;

        public override int Read(byte[] buffer, int offset, int count)
        {
            try
            {
                return (inner ??= open()).Read(buffer, offset, count);
            }
            // A damaged file can make the library fail in any way.
            catch (Exception e) when (e is not (IOException or InvalidDataException))
            {
                throw new InvalidDataException(e.Message, e);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner?.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A stream that is read once, from its beginning.</summary>
internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
