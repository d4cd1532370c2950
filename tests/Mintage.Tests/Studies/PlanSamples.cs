using CsCheck;
using Mintage.Augmentation;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies;

/// <summary>Plans to read and write.</summary>
internal static class PlanSamples
{
    /// <summary>The shortest plan.</summary>
    public const string Minimal = "{ name: tiny, data: shapes.npz, sizes: [60], gans: [cgan] }";

    /// <summary>Every key, none with its default.</summary>
    public const string Everything = """
        name: everything
        plumbing_only: true
        data: mnist
        test_data: other-test.npz
        import: { size: 48, fit: crop, filter: bicubic, colour: grey, background: white, scale_16bit: minmax, skip_broken: true }
        test_share: ~
        repeated_splits: false
        test_images: 50
        seed: 7
        replicates: 3
        looks: [2, 3]
        given_up: ["GANs train for 9 of 90 updates."]
        synthetic_images: 500
        threads: 2
        device: "cuda:1"
        sizes:
          - name: one
            images: 61
            draw: same
            classifier: { width: { filters1: 1, filters2: 2, hidden: 3 }, batch_size: 10, learning_rate: 1e-4 }
            epochs: 4
            steps: 30
            synthetic_images: 400
          - name: two
            images: 50
            classifier: { residual: { maps: 16, blocks: 2 } }
          - name: three
            images: 50
            classifier: { pretrained: { side: 64, learns: last-stage, copies: 3, backbone: resnet18 } }
          - name: four
            images: 50
            classifier: { command: "python fit.py {train} {test}", files: [fit.py], version_command: v, time_limit_minutes: 5, memory_limit_gb: 2, run_twice: true, environment: [A=b], copies: 2 }
          - name: five
            images: 50
            classifier: { program: { command: "p {task}", files: [fit.py], version_command: v, time_limit_minutes: 5, memory_limit_gb: 2, run_twice: true, environment: [A=b] } }
        gans:
          - name: mine
            preset: wgan-gp
            scope: training-part
            options:
              objective: minimax
              constraint: gradient-penalty
              clip_value: 0.02
              penalty_weight: 9
              r1_every: 8
              discriminator_batch_norm: false
              spectral_norm: true
              minibatch_deviation: 4
              conditioning: auxiliary-classifier
              class_loss_weight: 0.5
              fake_class_loss_weight: 0
              generator_conditioning: conditional-batch-norm
              classical: { max_shift: 0.03, max_rotation_degrees: 4, max_scale: 0.02, elastic_pixels: 0.4, elastic_smoothness: 3, mirror: true, mirror_vertical: true, quarter_turns: true, brightness: 0.3, contrast: 0.25 }
              classical_share: 0.6
              diff_augment: [translation, cutout]
              adaptive_target: 0.4
              adaptive_images: 20_000
              bfloat16: true
              rate_decay: 0.3
              generator_hidden: 12
              discriminator_hidden: 7
              discriminator_rate_factor: 1.5
              optimiser: rms-prop
              learning_rate: 2.5e-3
              beta1: 0.4
              beta2: .99
              critic_steps: 3
              batch_size: 16
              latent_dimension: 20
              filters: 8
              generator_updates: 1_000
              average_decay: 0.9
              slice_share: 0.15
              slice_points: 3
            members: 2
            filter: { epochs: 3, min_confidence: 0.5, max_draws_per_image: 4 }
          - name: all
            preset: cgan
            scope: whole-training-set
            options: { r1_weight: 5, discriminator_batch_norm: false }
          - { name: vendor, images: made }
          - { name: file, onnx: generator.onnx }
          - { name: beside, command: "p {train} {synthetic}", files: [gen.py], version_command: v, time_limit_minutes: 5, memory_limit_gb: 2, run_twice: true, environment: [A=b] }
          - { name: below, program: { command: "p {train_folder} {synthetic_folder}", files: [gen.py], version_command: v, time_limit_minutes: 5, memory_limit_gb: 2, run_twice: true, environment: [A=b] } }
        article: { folds: 2, fold_replicates: 2, published_figures: true }
        fair:
          synthetic_share: 0.25
          synthetic_loss_weight: 0.5
          classical: { max_shift: 0.1, max_rotation_degrees: 5, max_scale: 0.2, elastic_pixels: 0.7, elastic_smoothness: 5, mirror: true, mirror_vertical: true, quarter_turns: true, brightness: 0.1, contrast: 0.15 }
          real_tuned:
            classifier: { small: 24, batch_size: 20, learning_rate: 0.002, recipe: { rate: cosine, weight_decay: 0.1, label_smoothing: 0.1, mixup_alpha: 0.2, cut_mix_alpha: 0.3, average_decay: 0.9 } }
            slice_share: 0.2
            max_epochs: 5
            patience_epochs: 2
          thorough: true
          strong:
            learning_rate: 0.005
            recipe: { rate: one-cycle, weight_decay: 0.03, label_smoothing: 0.2, mixup_alpha: 0.4, cut_mix_alpha: 0.9, average_decay: 0.99 }
            augmentation: { changes: [rotate, solarise], cutout_share: 0.4 }
          nested_folds: 3
          doses: [0, 0.5, 2]
          arms:
            - { name: light, gan: mine, classical: true, synthetic_share: 0.1, synthetic_loss_weight: 2, synthetic_images: 100, redraw: 1 }
          contrasts:
            - { arm: light, against: mine }
          measure: balanced-accuracy
          balance: true
          relevant_points: 1
        frechet:
          shared: true
          extractor_images: 300
          extractor: { width: { filters1: 4, filters2: 5, hidden: 6 }, batch_size: 30, learning_rate: 0.01 }
          extractor_epochs: 2
          reference_images: 200
          counts: [10, 20]
          inception_replicates: 2
          backbone_side: 64
        """;

    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 1, 8],
        Gen.String[Gen.OneOf('a', ' ', ':', '#', '"', '\'', '\\', 'é', '-', '~', '{', ',', '[', '&', '*', '\u2028', '1'), 1, 8],
        Gen.OneOf("true", "null", "~", "10_000", "1e5", "all", "no", "- a", "\U0001F600", " "));

    private static readonly Gen<double> Share = Gen.Double[0.001, 0.999];

    private static readonly Gen<ClassifierOptions> Classifier =
        from w in Gen.Int[1, 99]
        from batch in Gen.Int[1, 64]
        from rate in Gen.OneOf(1e-3, 1e-7, 0.1, 0.3333333333333333)
        from isResidual in Gen.Bool
        select (isResidual ? new ClassifierOptions { Small = w } : new ClassifierOptions { Width = new ClassifierWidth(w, w + 1, 3 * w) }) with { BatchSize = batch, LearningRate = rate };

    private static readonly Gen<SizePlan> Size =
        from images in Gen.Int[60, 9_000].Nullable()
        from classifier in Classifier
        from steps in Gen.Int[1, 2_000].Nullable()
        from synthetic in Gen.Int[100, 5_000].Nullable()
        select new SizePlan { Name = "", Images = images, Classifier = classifier, Epochs = 1 + (classifier.BatchSize % 20), Steps = steps, SyntheticImages = synthetic };

    private static readonly Gen<GanPlan> Gan =
        from preset in Gen.OneOf([.. GanPresets.Names])
        from updates in Gen.Int[1, 100_000]
        from rate in Gen.OneOf(2e-4, 5e-4, 1e-5)
        from confidence in Share.Nullable()
        from changed in Gen.Bool
        from transforms in Gen.Enum<DifferentiableTransform>().Array[0, 3]
        select updates % 7 == 0 ? new GanPlan { Name = "", Images = $"made-{updates}.npz" } : new GanPlan
        {
            Name = "",
            Options = changed ? GanPresets.Get(preset) with { GeneratorUpdates = updates, LearningRate = rate, DiffAugment = [.. transforms.Distinct()], Classical = rate > 3e-4 ? new ClassicalOptions { MaxShift = rate } : null } : GanPresets.Get(preset),
            Members = 1 + (updates % 2),
            Scope = updates % 3 == 0 ? GanScope.WholeTrainingSet : GanScope.TrainingPart,
            Filter = confidence is { } least ? new FilterPlan { MinConfidence = least } : null,
        };

    private static readonly Gen<FairPlan> Fair =
        from share in Share
        from weight in Gen.Double[0.1, 3]
        from mirror in Gen.Bool
        from doses in Gen.Double[0, 4].Array[0, 3]
        from tuned in Classifier
        from folds in Gen.OneOf(0, 2, 5)
        select new FairPlan
        {
            SyntheticShare = share,
            SyntheticLossWeight = weight,
            Classical = new ClassicalOptions { Mirror = mirror, MaxShift = share / 2, ElasticPixels = weight, QuarterTurns = mirror, Brightness = share / 3 },
            Doses = doses,
            RealTuned = new TunedPlan { Classifier = tuned },
            NestedFolds = folds,
            Arms = [new ArmPlan { Name = "an extra arm", Gan = "first", SyntheticShare = share, Classical = mirror }, new ArmPlan { Name = "other", SyntheticImages = 100 }],
            Contrasts = [new ContrastPlan("an extra arm", "other")],
        };

    private static readonly Gen<ImageImport> Import =
        from size in Gen.Int[8, 256].Nullable()
        from fit in Gen.Enum<ImageFit>()
        from filter in Gen.Enum<ResizeFilter>()
        from colour in Gen.Enum<ImageColour>()
        from skip in Gen.Bool
        from background in Gen.Int[0, 2].Select(i => ((string?[])[null, "white", "#0a0B0c"])[i])
        from scale in Gen.Enum<DepthScale>().Nullable()
        let import = new ImageImport { Colour = colour, SkipBroken = skip, Background = background, Scale16Bit = scale }
        select size is null ? import : import with { Size = size, Fit = fit, Filter = filter };

    /// <summary>Random plans without faults.</summary>
    public static readonly Gen<StudyPlan> Random =
        from names in Name.HashSet[6]
        from sizes in Size.Array[1, 3]
        from gans in Gan.Array[1, 3]
        from fair in Fair.Null(0.3)
        from numbers in Gen.Select(Gen.Long[0, 1_000_000], Gen.Int[1, 9], Gen.Int[100, 20_000], Share.Nullable())
        from extractor in Classifier.Null(0.3)
        from import in Import
        select new StudyPlan
        {
            Name = names.First(),
            Data = names.Last(),
            Import = import,
            Seed = numbers.Item1,
            Replicates = numbers.Item2,
            SyntheticImages = numbers.Item3,
            TestShare = numbers.Item4,
            Sizes = [.. sizes.Zip(names, (size, name) => size with { Name = name })],
            Gans = [gans[0] with { Name = "first", Scope = GanScope.TrainingPart }, .. gans.Skip(1).Zip(names, (gan, name) => gan with { Name = name, Scope = numbers.Item4 is null ? gan.Scope : GanScope.TrainingPart })],
            Article = fair is null || numbers.Item2 % 2 == 0 ? new ArticlePlan { Folds = numbers.Item2 == 1 ? 0 : numbers.Item2 } : null,
            Fair = fair,
            Frechet = extractor is null ? null : new FrechetPlan { Shared = numbers.Item2 < 5, Extractor = extractor, Counts = [2, 100] },
        };

    private static Gen<T?> Nullable<T>(this Gen<T> gen) where T : struct => Gen.Select(gen, Gen.Bool, (value, some) => some ? value : (T?)null);

    private static Gen<T?> Null<T>(this Gen<T> gen, double share) where T : class => Gen.Select(gen, Gen.Double[0, 1], (value, u) => u < share ? null : value);
}
