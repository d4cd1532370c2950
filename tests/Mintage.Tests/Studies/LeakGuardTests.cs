using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Synthesis;

namespace Mintage.Tests.Studies;

public sealed class LeakGuardTests
{
    private static readonly LabelledImages Training = Shapes.Make(30, seed: 3), Test = Shapes.Make(12, seed: 4);

    [Fact]
    public void A_lineage_inside_the_training_part_passes() => LeakGuard.Check("arm", Behind(Lineage(Training)), Test, Training, leaky: false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_test_image_behind_a_synthetic_set_is_always_refused_with_its_index(bool leaky)
    {
        var planted = Behind([.. Lineage(Training), Test.ImageFingerprint(7)]);
        var refusal = Assert.Throws<UserInputException>(() => LeakGuard.Check("arm", planted, Test, Training, leaky));
        Assert.Contains("test indices 7)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_outside_the_training_part_needs_the_mark()
    {
        var planted = Behind([.. Lineage(Training), Shapes.Make(1, seed: 5).ImageFingerprint(0)]);
        var refusal = Assert.Throws<UserInputException>(() => LeakGuard.Check("arm", planted, Test, Training, leaky: false));
        Assert.Contains("1 images of its lineage are not among them", refusal.Message, StringComparison.Ordinal);
        LeakGuard.Check("arm", planted, Test, Training, leaky: true);
    }

    private static List<string> Lineage(LabelledImages images) => [.. Enumerable.Range(0, images.Count).Select(images.ImageFingerprint)];

    private static Provenance Behind(IReadOnlyList<string> lineage) => new()
    {
        FormatVersion = 1,
        Gan = GanPresets.Get("cgan"),
        GeneratorSha256 = "",
        GeneratorUpdates = 1,
        Divergence = null,
        TrainingSet = "shapes",
        TrainingFingerprint = Training.Fingerprint,
        Seed = 1,
        ClassCounts = [],
        Fingerprint = "",
        Lineage = lineage,
    };
}
