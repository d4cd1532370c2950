using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Synthesis;

namespace Mintage.Tests.Synthesis;

/// <summary>Planted copies: the guard must find them, whatever else changes.</summary>
public sealed class CopyGuardTests : IDisposable
{
    private static readonly LabelledImages Training = Noise(50, 1), Drawn = Noise(200, 2);
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_copy_and_a_near_copy_are_drawn_again_for_the_same_label_and_counted()
    {
        var planted = (byte[])Drawn.Pixels.Clone();
        Training.Image(7).CopyTo(planted.AsSpan(30 * 64));
        Training.Image(8).CopyTo(planted.AsSpan(40 * 64));
        for (var p = 0; p < 64; p++) planted[(40 * 64) + p] = (byte)Math.Min(255, planted[(40 * 64) + p] * 0.9); // darker
        var asked = new List<int[]>();
        var (images, facts) = new CopyGuard(Training).WithoutCopies(With(planted), (labels, round) =>
        {
            asked.Add(labels);
            return round == 1 ? Training.Select([7, 9]) : Noise(labels.Length, 3); // copies again at first
        });
        Assert.Equal(new CopyFacts(50, 4), facts);
        Assert.Equal([[Drawn.Labels[30], Drawn.Labels[40]], [Drawn.Labels[30], Drawn.Labels[40]]], asked);
        Assert.Equal(Drawn.Labels, images.Labels);
        Assert.Equal([30, 40], Enumerable.Range(0, 200).Where(i => !images.Image(i).SequenceEqual(Drawn.Image(i))));
        Assert.Empty(Fingerprints(images).Intersect(Fingerprints(Training)));
    }

    [Fact]
    public void Nothing_changes_where_there_are_no_copies()
    {
        var (images, facts) = new CopyGuard(Training).WithoutCopies(Drawn, (_, _) => throw new InvalidOperationException("there is nothing to draw again"));
        Assert.Same(Drawn, images);
        Assert.Equal(0, facts.Redrawn);
    }

    [Fact]
    public void Common_copies_are_refused_as_memorisation_each_of_them_counted()
    {
        var planted = (byte[])Drawn.Pixels.Clone();
        for (var i = 0; i < 20; i++) Training.Image(5).CopyTo(planted.AsSpan(i * 64)); // one image again and again
        var refusal = Assert.Throws<UserInputException>(() => new CopyGuard(Training).WithoutCopies(With(planted), (_, _) => Drawn));
        Assert.Contains("20 of 200 are copies", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-memorised", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_images_a_GAN_saw_are_found_in_a_larger_set_and_missed_in_another()
    {
        var images = Shapes.Make(30);
        var options = GanPresets.Get("cgan") with { GeneratorUpdates = 3, BatchSize = 8, LatentDimension = 6, Filters = 4 };
        var facts = new GanTraining(options, images, 1, folder).Run();
        var larger = LabelledImages.Concat("larger", [Shapes.Make(40, seed: 5), images]);
        Assert.Equal(Fingerprints(images).Order(), Fingerprints(CopyGuard.TrainingImages(facts.Lineage, larger)).Order());
        var refusal = Assert.Throws<UserInputException>(() => CopyGuard.TrainingImages(facts.Lineage, images.Select([.. Enumerable.Range(0, 28)])));
        Assert.Contains("2 are missing", refusal.Message, StringComparison.Ordinal);

        using var gan = TrainedGan.Load(folder);
        var set = SyntheticSet.DrawWithoutCopies([gan], [0, 1, 2], 1, larger);
        Assert.Equal(30, set.Provenance.Copies!.TrainingImages);
        Assert.Equal(SyntheticSet.Draw([gan], [0, 1, 2], 1).Images.Fingerprint, set.Images.Fingerprint); // the check draws nothing
    }

    private static IEnumerable<string> Fingerprints(LabelledImages images) => Enumerable.Range(0, images.Count).Select(images.ImageFingerprint);

    private static LabelledImages With(byte[] pixels) => new("drawn", pixels, Drawn.Labels, 8, 8, 1, Drawn.ClassNames);

    private static LabelledImages Noise(int count, long seed)
    {
        var random = SeedTree.FromSeed(seed).Random();
        return new("noise", [.. Enumerable.Range(0, count * 64).Select(_ => (byte)random.NextInt32(256))], [.. Enumerable.Range(0, count).Select(i => i % 3)], 8, 8, 1, ["a", "b", "c"]);
    }
}
