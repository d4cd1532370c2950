using System.Text.Json;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Synthesis;

namespace Mintage.Tests.Synthesis;

public sealed class CopyCheckTests
{
    private static readonly LabelledImages Training = Shapes.Make(30);
    private static readonly LabelledImages Real = Shapes.Make(6, seed: 3).Marked(isSynthetic: false);

    [Fact]
    public void What_somebody_looked_at_passes_and_the_rest_does_not()
    {
        CopyCheck.Require(Set(Other(), new CopyFacts(30, 0)));
        CopyCheck.Require(new TracedSet(Real, null));
        var refusal = Assert.Throws<UserInputException>(() => CopyCheck.Require(Set(Other(), null)));
        foreach (var part in new[] { "'shapes'", "--train", "--allow-memorised" }) Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Looking_finds_copies_among_the_synthetic_images_only_and_is_recorded()
    {
        // The real images behind the GAN may well be in the set.
        var mixed = LabelledImages.Concat("mixed", [Training.Marked(isSynthetic: false), Other().Marked(isSynthetic: true)]);
        var looked = CopyCheck.Against(Set(mixed, null), Training);
        Assert.Equal(new CopyFacts(30, 0), JsonSerializer.Deserialize<Provenance>(looked.Provenance!, Json.File)!.Copies);
        CopyCheck.Require(looked);

        var copied = LabelledImages.Concat("copied", [Real, Training.Select([4, 9]).Marked(isSynthetic: true)]);
        Assert.Contains("2 of 2 of 'copied' are copies", Assert.Throws<UserInputException>(() => CopyCheck.Against(Set(copied, null), Training)).Message, StringComparison.Ordinal);
        Assert.Contains("30 of 30", Assert.Throws<UserInputException>(() => CopyCheck.Against(Set(Training, null), Training)).Message, StringComparison.Ordinal); // nothing marked
    }

    [Fact]
    public void Other_images_than_the_GAN_saw_prove_nothing() =>
        Assert.Contains("3 are missing", Assert.Throws<UserInputException>(() => CopyCheck.Against(Set(Other(), null), Training.Select([.. Enumerable.Range(0, 27)]))).Message, StringComparison.Ordinal);

    /// <summary>Noise: like none of the training images.</summary>
    private static LabelledImages Other()
    {
        var random = SeedTree.FromSeed(9).Random();
        return new LabelledImages("noise", [.. Enumerable.Range(0, 5 * 64).Select(_ => (byte)random.NextInt32(256))], [0, 1, 2, 0, 1], 8, 8, 1, Shapes.ClassNames);
    }

    private static TracedSet Set(LabelledImages images, CopyFacts? copies) => new(images, JsonSerializer.Serialize(new Provenance
    {
        FormatVersion = Provenance.CurrentVersion,
        Gans =
        [
            new GanOrigin
            {
                Options = GanPresets.Get("cgan"),
                Seed = 1,
                GeneratorSha256 = "0",
                GeneratorUpdates = 1,
                Divergence = null,
                TrainingSet = Training.Name,
                TrainingFingerprint = Training.Fingerprint,
            },
        ],
        Seed = 1,
        ClassCounts = images.ClassCounts(),
        Fingerprint = images.Fingerprint,
        Copies = copies,
        Lineage = [.. Enumerable.Range(0, Training.Count).Select(Training.ImageFingerprint)],
    }, Json.File));
}
