using Mintage.Runtime;

namespace Mintage.Data.Pictures;

/// <summary>
/// Reads the pictures of a list on all cores into one array. They keep the order of the list, and all faults are found
/// before any is reported.
/// </summary>
internal sealed class PictureReader
{
    /// <summary>About 0.5 GB for the decoders. Two to five phone photographs are decoded at once.</summary>
    private static readonly PixelBudget Budget = new(64_000_000);

    private readonly PictureList list;
    private readonly DataSetLoading loading;
    private readonly ImageImport import;
    private readonly BrokenPictures broken;
    private readonly (int Width, int Height, bool IsTransparent)[] own;
    private PictureSizes sizes = new();

    private PictureReader(PictureList list, DataSetLoading loading)
    {
        (this.list, this.loading, import) = (list, loading, loading.Import);
        broken = new BrokenPictures(list);
        own = new (int, int, bool)[list.Paths.Length];
    }

    /// <exception cref="UserInputException">
    /// Pictures cannot be read or have several sizes, or the import has faults.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static LabelledImages Read(PictureList list, DataSetLoading loading)
    {
        if (loading.Import.Faults() is { Count: > 0 } faults) throw UserInputException.FromFaults("import", faults);
        return new PictureReader(list, loading).Read();
    }

    private LabelledImages Read()
    {
        var cache = PictureCache.Of(list, loading);
        if (cache?.Read(list.Paths.Length, import) is { } kept) return Images(kept);
        var (width, height) = import.Size is { } size ? (size, size) : CommonSize();
        var (channels, pixels) = import.Colour switch
        {
            ImageColour.Grey => (1, Decode(width, height, 1)),
            ImageColour.Rgb => (3, Decode(width, height, 3)),
            _ => Decode(width, height, 1) is { } grey && !OthersHaveColours()
                ? (1, grey)
                : (3, Decode(width, height, 3)),
        };
        RequireFits();
        var decoded =
            new DecodedPictures(
                pixels!, height, width, channels,
                [.. own.SelectMany(of => new[] { of.Width, of.Height, of.IsTransparent ? 1 : 0 })]);
        var images = Images(decoded);
        if (!broken.Any)
        {
            cache?.Write(decoded);
            return images;
        }
        broken.RequireEveryClass();
        loading.Report?.Invoke(broken.Notice());
        return images.Select(broken.Others());
    }

    private LabelledImages Images(DecodedPictures decoded)
    {
        TellOfTransparent(decoded);
        return new LabelledImages(
            list.Name, decoded.Pixels, list.Labels, decoded.Height, decoded.Width, decoded.Channels, list.ClassNames,
            list.Groups, list.IsSynthetic)
        {
            Folder = list.Root,
            Import = import,
            Files = list.Root is null
                ? null
                : [.. list.Paths.Select(decoded.File)],
        };
    }

    /// <summary>Says what became of transparent pictures, unless the user chose it.</summary>
    private void TellOfTransparent(DecodedPictures decoded)
    {
        if (import.Background is null && decoded.Transparent is > 0 and var transparent)
            loading.Report?.Invoke(
                $"'{list.Name}': {transparent:N0} of {list.Paths.Length:N0} pictures are transparent, at least in "
                + "part, and lie on black. Choose with --background black, white or #RRGGBB (in a plan, import: { "
                + "background: white }).");
    }

    /// <summary>True if a picture of another part has colours to keep. Unreadable pictures are reported when that part
    /// is read.</summary>
    private bool OthersHaveColours()
    {
        if (list.OtherParts?.Value is not { Paths.Length: > 0 } others) return false;
        if (others.Paths.Length > PictureProgress.Silent)
            loading.Report?.Invoke(
                $"{list.Name} is grey: looking for colours in the other parts ({others.Paths.Length:N0} pictures)");
        return !new PictureReader(others, loading).ForEach((i, state) => WithPicture(others, i, picture =>
        {
            if (picture.Channels == 3) state.Stop();
        }));
    }

    /// <summary>Finds the size that all pictures share, from the beginnings of the files.</summary>
    private (int Width, int Height) CommonSize()
    {
        if (list.Paths.Length > PictureProgress.Silent)
            loading.Report?.Invoke($"{list.Name}: looking at the sizes of {list.Paths.Length:N0} pictures");
        ForEach((i, _) =>
        {
            using var file = list.Open(i);
            var isDeep = import.Scale16Bit is null && PictureDecoder.IsDeep(file);
            var (width, height) = PictureDecoder.Size(file);
            sizes.Add(width, height, list.Paths[i]);
            if (isDeep) throw DeepPixels.Unsaid(); // said now, not after another run
        });
        if (sizes.Count != 1) throw Faults(sizes.Count == 0 || !import.SkipBroken, sizes.Count > 1);
        return sizes.Single;
    }

    /// <summary>Decodes all pixels, [N, height, width, channels]; null if one channel was tried and a picture has
    /// colours to keep.</summary>
    private byte[]? Decode(int width, int height, int channels)
    {
        var imageBytes = (long)width * height * channels;
        if (imageBytes * list.Paths.Length > Array.MaxLength)
            throw new UserInputException(
                $"'{list.Name}': {list.Paths.Length:N0} pictures of {width}x{height} with {channels} "
                + $"channel{(channels == 1 ? "" : "s")} take {imageBytes * list.Paths.Length / (double)(1 << 30):F1} "
                + "GiB; one set may have 2 GiB. Ask for a smaller --image-size, or use fewer pictures.");
        MemoryNeed.Require(
            imageBytes * list.Paths.Length,
            $"'{list.Name}' has {list.Paths.Length:N0} pictures of {width}x{height} with {channels} "
            + $"channel{(channels == 1 ? "" : "s")}");
        var pixels = new byte[imageBytes * list.Paths.Length];
        sizes = new PictureSizes(); // a second try counts again
        var progress = new PictureProgress(list.Name, list.Paths.Length, loading.Report);
        var isComplete = ForEach((i, state) =>
        {
            progress.Advance();
            WithPicture(list, i, picture =>
            {
                own[i] = (picture.Width, picture.Height, picture.IsTransparent);
                if (channels == 1 && picture.Channels == 3 && import.Colour == ImageColour.Auto)
                {
                    state.Stop();
                    return;
                }
                var image = pixels.AsSpan((int)(i * imageBytes), (int)imageBytes);
                if (import.Size is null) picture.WithChannels(channels).Pixels.CopyTo(image);
                else if (import.Fit == ImageFit.Exact && picture.Width != picture.Height)
                    sizes.Add(picture.Width, picture.Height, list.Paths[i]);
                else PictureFitting.Fit(picture.WithChannels(channels), import, image);
            });
        });
        return isComplete ? pixels : null;
    }

    private void WithPicture(PictureList list, int i, Action<Picture> use)
    {
        var content = Content(list, i);
        Budget.Spend(Pixels(content), () => use(PictureDecoder.Decode(content, import)));
    }

    /// <summary>Gives the number of pixels; 0 if the file is broken, because decoding it will report the
    /// fault.</summary>
    private static long Pixels(byte[] content)
    {
        try
        {
            var (width, height) = PictureDecoder.Size(new MemoryStream(content));
            return (long)width * height;
        }
        catch (PictureException)
        {
            return 0;
        }
    }

    private bool ForEach(Action<int, ParallelLoopState> read) =>
        Parallel.For(
            0, list.Paths.Length,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Environment.ProcessorCount,
                CancellationToken = loading.Cancellation
            }, (i, state) =>
            {
                try
                {
                    read(i, state);
                }
                catch (PictureException e)
                {
                    broken.Add(i, e.Message);
                }
                catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
                {
                    broken.Add(i, "there is no such file");
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    broken.Add(i, e.Message.TrimEnd('.'));
                }
            }).IsCompleted;

    private static byte[] Content(PictureList list, int i)
    {
        using var file = list.Open(i);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private void RequireFits()
    {
        var areNotSquare = import.Size is not null && sizes.Count > 0;
        var allAreBroken = broken.Others().Length == 0;
        if (areNotSquare || allAreBroken || (broken.Any && !import.SkipBroken))
            throw Faults(allAreBroken || !import.SkipBroken, areNotSquare);
    }

    private UserInputException Faults(bool withBroken, bool withSizes)
    {
        var remedy = sizes.AreSquare
            ? "--image-size N (N pixels, 8 to 256; in a plan, import: { size: N })"
            : "--image-size N --fit crop (N pixels, 8 to 256; fit: crop, pad or stretch; in a plan, import: { size: N, "
                + "fit: crop })";
        List<string> faults = [];
        if (withSizes) faults.Add(import.Size is null
            ? $"'{list.Name}' must have pictures of one size, but has {sizes.Count:N0} sizes: {sizes}. Resize them "
                + $"with {remedy}."
            : $"'{list.Name}' must have square pictures because the fit is exact, but has {sizes}. Choose another "
            + $"fit, as in {remedy}.");
        if (withBroken && broken.Any) faults.Add(broken.Fault());
        return new UserInputException(string.Join($"{Environment.NewLine}  ", faults));
    }
}
