using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Tests.Data;

/// <summary>Small random data sets, and what tests of files share.</summary>
internal static class TestImages
{
    /// <summary>Random pixels; labels 0, 1, ... in turn, so that every class occurs if there are enough images.</summary>
    public static LabelledImages Random(int count = 6, int height = 4, int width = 3, int channels = 1, int classes = 3, long seed = 1)
    {
        var random = SeedTree.FromSeed(seed).Random();
        var pixels = new byte[count * height * width * channels];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.NextInt32(256);
        return new LabelledImages("random", pixels, [.. Enumerable.Range(0, count).Select(i => i % classes)], height, width, channels, [.. Enumerable.Range(0, classes).Select(c => $"{c}")]);
    }

    /// <summary>The images with every second marked as synthetic.</summary>
    public static LabelledImages Mixed(LabelledImages images) => new(
        images.Name, images.Pixels, images.Labels, images.Height, images.Width, images.Channels, images.ClassNames, images.Groups, [.. images.Labels.Select((_, i) => i % 2 == 1)]);

    public static void AssertEqual(LabelledImages expected, LabelledImages actual)
    {
        Assert.Equal((expected.Height, expected.Width, expected.Channels), (actual.Height, actual.Width, actual.Channels));
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.True(expected.Pixels.AsSpan().SequenceEqual(actual.Pixels));
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        Assert.Equal(expected.Groups, actual.Groups);
        Assert.Equal(expected.IsSynthetic, actual.IsSynthetic);
    }

    /// <summary>Asserts that the user is told, with these words in the message.</summary>
    public static void Refused(Action action, params string[] words)
    {
        var message = Assert.Throws<UserInputException>(action).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    /// <summary>Reads a file cut after each of its bytes: every time the user must be told, naming the file.</summary>
    public static void RefusedWhereverCut(string path, Action read)
    {
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Refused(read, Path.GetFileName(path));
        }
    }

    /// <summary>Reads a file with each of its bytes damaged in turn: it may go unnoticed, but no other exception may come.</summary>
    public static void NeverFailsOtherwise(string path, Action read)
    {
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var flip in (byte[])[0x01, 0xff])
            {
                var damaged = whole.ToArray();
                damaged[at] ^= flip;
                File.WriteAllBytes(path, damaged);
                try { read(); }
                catch (UserInputException) { }
            }
        }
    }
}
