using SkiaSharp;

namespace Mintage.Data.Pictures;

/// <summary>
/// A file for the picture library. The library's own stream throws where a damaged file asks for more bytes than there
/// can be, and an exception that crosses native code ends the process; here such a file only ends early.
/// </summary>
/// <param name="file">Can seek; the caller disposes it.</param>
internal sealed class PictureStream(Stream file) : SKAbstractManagedStream
{
    /// <summary>What went wrong while the file was read, or null.</summary>
    public Exception? Fault { get; private set; }

    protected override unsafe nint OnRead(nint buffer, nint size) => Guarded(() =>
    {
        var count = (int)Math.Clamp(size, 0, Math.Min(int.MaxValue, file.Length - file.Position));
        if (buffer != 0) return file.ReadAtLeast(new Span<byte>((void*)buffer, count), count, false);
        file.Position += count; // it skips
        return count;
    });

    protected override nint OnPeek(nint buffer, nint size)
    {
        var at = file.Position;
        var count = OnRead(buffer, size);
        return Guarded(() => file.Position = at) == at ? count : 0;
    }

    protected override bool OnIsAtEnd() => file.Position >= file.Length;

    protected override bool OnHasPosition() => true;

    protected override bool OnHasLength() => true;

    protected override bool OnRewind() => OnSeek(0);

    protected override nint OnGetPosition() => Guarded(() => file.Position);

    protected override nint OnGetLength() => Guarded(() => file.Length);

    protected override bool OnSeek(nint position) =>
        Guarded(() => file.Position = Math.Clamp(position, 0, file.Length)) == position;

    protected override bool OnMove(int offset) => OnSeek(OnGetPosition() + offset);

    protected override nint OnCreateNew() => 0;

    protected override nint OnFork() => 0;

    protected override nint OnDuplicate() => 0;

    private nint Guarded(Func<long> act)
    {
        try
        {
            return checked((nint)act());
        }
        catch (Exception e) // none may reach native code
        {
            Fault = e;
            return 0;
        }
    }
}
