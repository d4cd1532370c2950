using Mintage.Data;

namespace Mintage.Tests.Data;

public sealed class SeenImagesTests
{
    [Fact]
    public void Images_are_known_again_after_they_were_written()
    {
        var images = TestImages.Random(count: 50);
        var seen = SeenImages.Of(Enumerable.Range(0, 20).Select(images.ImageFingerprint));
        Assert.Equal(20, SeenImages.Parse($"{seen}", "file").CountIn(images));
        Assert.Equal(0, seen.CountIn(TestImages.Random(count: 50, seed: 2)));
        Assert.Equal(0, SeenImages.Parse($"{SeenImages.Of([])}", "file").CountIn(images));
    }

    [Fact]
    public void A_damaged_list_is_refused()
    {
        var text = $"{SeenImages.Of([new string('a', 64)])}";
        TestImages.Refused(() => SeenImages.Parse(text[..^4], "file"), "'file' is damaged");
        TestImages.Refused(() => SeenImages.Parse("?" + text[1..], "file"), "'file' is damaged");
    }
}
