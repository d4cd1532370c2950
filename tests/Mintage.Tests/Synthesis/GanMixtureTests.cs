using Mintage.Data;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Synthesis;

namespace Mintage.Tests.Synthesis;

public sealed class GanMixtureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_GAN_draws_its_share_of_every_class_and_a_lone_GAN_what_it_always_drew()
    {
        using var gans = Two();
        var seed = SeedTree.FromSeed(5);
        int[] labels = [0, 0, 1, 1, 2, 2, 2];
        var mixed = new GanMixture(gans).Sample(labels, seed);
        Assert.Equal(labels, mixed.Labels);

        // Class by class in turn, class 1 beginning with the second GAN.
        AssertDrew(gans[0], seed, [0, 3, 4, 6]);
        AssertDrew(gans[1], seed.Child("gan", 1), [1, 2, 5]);
        Assert.Equal(Sample(gans[0], labels, seed).Fingerprint, new GanMixture([gans[0]]).Sample(labels, seed).Fingerprint);
        Assert.Equal(mixed.Fingerprint, new GanMixture(gans).Sample(labels, seed).Fingerprint);

        void AssertDrew(TrainedGan gan, SeedTree stream, int[] rows) =>
            Assert.Equal(Sample(gan, Array.ConvertAll(rows, row => labels[row]), stream).Fingerprint, mixed.Select(rows).Fingerprint);
    }

    [Fact]
    public void The_provenance_names_every_GAN_and_their_images_once()
    {
        using var gans = Two();
        var provenance = SyntheticSet.DrawWithoutCopies(gans, [0, 1, 2], 1, Shapes.Make(30)).Provenance;
        Assert.Equal(gans.Select(g => g.Facts.GeneratorSha256), provenance.Gans.Select(g => g.GeneratorSha256));
        Assert.Equal([1, GanMember.Seed(1, 1)], provenance.Gans.Select(g => g.Seed));
        Assert.Equal(gans[0].Facts.Lineage, provenance.Lineage);
        Assert.Equal(30, provenance.Copies!.TrainingImages);
    }

    [Fact]
    public void GANs_of_other_images_or_the_same_GAN_twice_are_refused()
    {
        using var gans = Two();
        Train("other", 1, Shapes.Make(30, seed: 8));
        using var other = TrainedGan.Load(Path.Combine(folder, "other"));
        Assert.Contains("training images", Refusal(gans[0], other), StringComparison.Ordinal);
        Assert.Contains("2 have the same generator", Refusal(gans[0], gans[1], gans[0]), StringComparison.Ordinal);
        Assert.Contains("at least one GAN", Refusal(), StringComparison.Ordinal);

        string Refusal(params TrainedGan[] several) => Assert.Throws<UserInputException>(() => SyntheticSet.Draw(several, [0], 1)).Message;
    }

    [Fact]
    public void A_member_that_is_not_finished_is_missed_and_a_folder_of_one_GAN_stands_for_itself()
    {
        Two().Dispose();
        Assert.Equal([Path.Combine(folder, "1"), Path.Combine(folder, "2")], GanMember.FoldersIn(folder));
        Assert.Equal([Path.Combine(folder, "2")], GanMember.FoldersIn(Path.Combine(folder, "2")));
        Directory.CreateDirectory(Path.Combine(folder, "3"));
        Assert.Contains(Path.Combine(folder, "3"), Assert.Throws<UserInputException>(() => GanMixture.Load([folder])).Message, StringComparison.Ordinal);
    }

    private GanMixture Two()
    {
        for (var member = 0; member < 2; member++) Train($"{member + 1}", GanMember.Seed(1, member), Shapes.Make(30));
        return GanMixture.Load([folder]);
    }

    private void Train(string name, long seed, LabelledImages images) =>
        new GanTraining(GanPresets.Get("cgan") with { GeneratorUpdates = 5, BatchSize = 8, LatentDimension = 6, Filters = 4 }, images, seed, Path.Combine(folder, name)).Run();

    private static LabelledImages Sample(TrainedGan gan, int[] labels, SeedTree seed) => GanSampler.Sample(gan.Generator, labels, gan.Facts.ClassNames, "x", seed);
}
