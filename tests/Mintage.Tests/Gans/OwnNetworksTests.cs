using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Synthesis;

namespace Mintage.Tests.Gans;

public sealed class OwnNetworksTests : IDisposable
{
    /// <summary>With options of layers that networks of one's own do not have.</summary>
    private static readonly GanOptions Options = GanPresets.Get("best") with { Preset = "mine", GeneratorUpdates = 30, BatchSize = 8, LatentDimension = 5, SliceShare = 0.2, R1Weight = 1 };

    /// <summary>Of 7 x 7 pixels, which no DCGAN can make.</summary>
    private static readonly LabelledImages Images = Shapes.Make(60, size: 7);

    private static readonly GanNetworks Networks = DenseNetworks.For(7, 5, 3);

    private readonly string folder = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void They_train_into_a_folder_and_their_images_know_what_the_GAN_saw()
    {
        var facts = new GanTraining(Options, Images, 5, folder, Networks).Run();
        Assert.Equal(("two linear layers", 30, 60), (facts.Networks, facts.GeneratorUpdates, facts.Lineage.Count));
        Assert.Equal((0, 0, false), (facts.Options.GeneratorHidden, facts.Options.DiscriminatorHidden, facts.Options.Bfloat16));
        Assert.NotNull(facts.Choice);

        using var gan = TrainedGan.Load(folder, Networks);
        var set = SyntheticSet.DrawWithoutCopies([gan], [0, 1, 2, 2], 1, Images);
        Assert.Equal((7, 7, 1, 4), (set.Images.Height, set.Images.Width, set.Images.Channels, set.Images.Count));
        Assert.Equal("two linear layers", set.Provenance.Gans[0].Networks);
        Assert.Equal(facts.Lineage, set.Provenance.Lineage);
        Assert.Contains("'two linear layers'", Assert.Throws<UserInputException>(gan.ToSavedGenerator).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_training_of_them_ends_with_the_bits_of_an_unbroken_one()
    {
        var unbroken = new GanTraining(Options, Images, 5, Path.Combine(folder, "a"), Networks).Run();
        using var stop = new CancellationTokenSource();
        var broken = Path.Combine(folder, "b");
        var progress = new Report(p => { if (p.Share > 0.6) stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => new GanTraining(Options, Images, 5, broken, Networks) { CheckpointEvery = TimeSpan.Zero }.Run(progress, stop.Token));
        var other = Assert.Throws<UserInputException>(() => new GanTraining(Options, Images, 5, broken, Networks with { Name = "three" }).Run());
        Assert.Contains("is a checkpoint of a training with other", other.Message, StringComparison.Ordinal);
        Assert.Equal(unbroken.GeneratorSha256, new GanTraining(Options, Images, 5, broken, Networks).Run().GeneratorSha256);
    }

    [Fact]
    public void A_folder_is_loaded_with_the_networks_it_was_trained_with()
    {
        new GanTraining(Options, Images, 5, folder, Networks).Run();
        Assert.Contains("'two linear layers'", Refusal(null), StringComparison.Ordinal);
        Assert.Contains("but was to be loaded with 'three'", Refusal(Networks with { Name = "three" }), StringComparison.Ordinal);
        Assert.Contains("weights of another network", Refusal(DenseNetworks.For(7, 6, 3)), StringComparison.Ordinal);

        string Refusal(GanNetworks? networks) => Assert.Throws<UserInputException>(() => TrainedGan.Load(folder, networks)).Message;
    }

    [Fact]
    public void All_that_is_wrong_with_them_is_said_before_anything_is_written()
    {
        var place = Path.Combine(folder, "none");
        var refusal = Assert.Throws<UserInputException>(() => new GanTraining(Options, Images, 5, place, DenseNetworks.For(8, 6, 3, seeded: false)).Run()).Message;
        foreach (var fault in new[] { "the generator's weights must come from the seed alone", "the discriminator's weights must come", "latents of length 6, but the latent dimension of the options is 5", "7 x 7 x 1, but makes 8 x 8 x 1" })
            Assert.Contains(fault, refusal, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place));
    }

    [Fact]
    public void Logits_of_another_shape_are_refused()
    {
        var column = Networks with { Discriminator = seed => new Column(Networks.Discriminator(seed)) };
        var refusal = Assert.Throws<UserInputException>(() => new GanTraining(Options, Images, 5, folder, column).Run()).Message;
        Assert.Contains("must give float32 [2], but gives float32 [2, 1]", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Mintages_networks_given_as_ones_own_train_to_the_same_bits()
    {
        var (options, images) = (GanPresets.Get("wgan-gp") with { GeneratorUpdates = 8, BatchSize = 8, LatentDimension = 6, Filters = 4 }, Shapes.Make(60));
        var known = new GanTraining(options, images, 5, Path.Combine(folder, "known")).Run();
        var own = new GanTraining(options, images, 5, Path.Combine(folder, "own"), GanNetworks.Dcgan(options, new DcganShape(8, 8, 1, 3, 6, 4))).Run();
        Assert.Equal(known.GeneratorSha256, own.GeneratorSha256);
        Assert.Null(known.Networks);
        Assert.DoesNotContain("networks", File.ReadAllText(Path.Combine(folder, "known", TrainedGan.FactsFile)), StringComparison.Ordinal);
    }

    /// <summary>Gives logits [B, 1].</summary>
    private sealed class Column : DiscriminatorNetwork
    {
        private readonly DiscriminatorNetwork inner;

        public Column(DiscriminatorNetwork inner) : base("column")
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor images, TorchSharp.torch.Tensor labels) => inner.forward(images, labels).unsqueeze(1);
    }

    private sealed class Report(Action<TaskProgress> report) : IProgress<TaskProgress>
    {
        void IProgress<TaskProgress>.Report(TaskProgress value) => report(value);
    }
}
