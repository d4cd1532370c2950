using Mintage.Classification;
using Mintage.Foreign;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>
/// Plans what happens at one training part, that of a replicate or of one of its nested folds: train the GANs on it,
/// sample them, train the classifier of every arm.
/// </summary>
internal sealed class PlacePlanner(Planning study, SizePlan size, int replicate, int? fold)
{
    private readonly StudyPlan plan = study.Plan;
    private readonly ImagePart training = study.Data.Training(size, replicate, fold);
    private readonly ImagePart test = study.Data.Test(replicate);
    private readonly ImagePart evaluation =
        fold is { } f ? study.Data.Validation(size, replicate, f) : study.Data.Test(replicate);

    /// <summary>GANs that serve the arms, leaky ones included: those serve no nested fold.</summary>
    public IEnumerable<GanRun> TrainAndSampleGans()
    {
        foreach (var gan in plan.Gans)
        {
            if (gan.IsFixed)
            {
                // Not in a fold: it may know the validation part.
                if (fold is null) yield return gan.IsReadyMade ? TakeImages(gan) : SampleOnnx(gan);
            }
            else if (gan.Program is { } program) yield return RunGenerator(gan, program);
            else if (gan.Scope == GanScope.TrainingPart) yield return AddGan(gan, training);
            else if (fold is null && size.Images is not null && plan.Article is not null) // else no leak, or of no use
                yield return AddGan(gan, study.Data.Common(RealPart.Whole));
        }
    }

    /// <summary>The fits of both protocols; of the fair one's family alone in a nested fold.</summary>
    public IEnumerable<ArmRun> FitArms(IReadOnlyList<GanRun> gans)
    {
        if (fold is null && plan.Article is { } article)
        {
            foreach (var fit in ArticleFits(article, gans)) yield return fit;
        }
        foreach (var arm in fold is null
            ? FairArms.All(plan)
            : FairArms.Nested(plan).Where(a => a.Gan is null || gans.Any(g => g.Name == a.Gan)))
        {
            if (FairFit(arm, gans) is { } fit) yield return Planned(ArmRun.Fair, arm.Name, fold, fit);
        }
        if (fold is not null || plan.Fair is null) yield break;
        foreach (var (arm, budget) in Budgets())
        {
            if (FairFit(arm, gans) is not { Length: FixedSteps length } fit) continue;
            var name = StepBudget.NameOf(arm.Name, budget.Name);
            yield return Planned(ArmRun.Fair, name, null, fit with
            {
                Label = $"classifier '{name}'{Words(training)}",
                Length = new FixedSteps(budget.Steps(length.Steps)),
                Curve = false,
            });
        }
    }

    /// <summary>
    /// The family with fewer and with more steps, and each GAN's arm with the few steps of the article's baseline.
    /// </summary>
    private IEnumerable<(FairArm Arm, StepBudget Budget)> Budgets()
    {
        foreach (var arm in plan.Fair!.Thorough ? FairArms.Nested(plan) : [])
        {
            foreach (var budget in StepBudget.Family) yield return (arm, budget);
        }
        if (plan.Article is null) yield break;
        var few = new StepBudget(StepBudget.Short, _ => StepsOver(training.Count));
        foreach (var arm in FairArms.All(plan).Where(a => a is MixedArm && a.Name == a.Gan)) yield return (arm, few);
    }

    /// <summary>Steps of the article's epochs.</summary>
    private int StepsOver(int images) => ClassifierTrainer.StepsFor(images, size.Classifier.BatchSize, size.Epochs);

    private IEnumerable<ArmRun> ArticleFits(ArticlePlan article, IReadOnlyList<GanRun> gans)
    {
        List<(string Name, GanRun? Gan, bool IsControl)> arms =
        [
            (ArticleArms.Real, null, false),
            (ArticleArms.Control, null, true),
            .. gans.Select(g => (g.Name, (GanRun?)g, false)),
        ];
        foreach (var (name, gan, isControl) in arms)
        {
            for (var pooled = -1; pooled < article.FoldsOf(replicate); pooled++)
            {
                var part = pooled < 0 ? null : new PooledFold(pooled, article.Folds);
                yield return Planned(ArmRun.Article, name, part?.Fold, ArticleFit(name, gan, isControl, part));
            }
        }
    }

    private FitTask ArticleFit(string arm, GanRun? gan, bool isControl, PooledFold? pooled)
    {
        var synthetic = gan is null ? 0 : plan.SyntheticAt(size);
        var images = training.Count + (isControl ? plan.SyntheticAt(size) : synthetic);
        if (pooled is not null) images = (int)((long)images * (pooled.Folds - 1) / pooled.Folds);
        var added = gan is null ? null : new AddedSynthetic(gan.Synthetic, synthetic, gan.Leaky) { Gan = gan.Name };
        return Fit(arm, training, StepsOver(images)) with
        {
            Mix = added is null && pooled is null ? new RealMix() : new PooledMix(added, pooled),
            Curve = pooled is null,
        };
    }

    private FitTask? FairFit(FairArm arm, IReadOnlyList<GanRun> gans)
    {
        if (arm.NeedsOwnTrainer && size.Classifier.Program is not null) return null;
        var real = Fit(arm.Name, training, size.Steps ?? StepsOver(training.Count + plan.SyntheticAt(size)));
        // With the article's protocol beside it, "real" is its control, whose curve is shown. The arms' figures are
        // those after the last step either way.
        var isControl = plan.Article is not null && arm.Name == FairArms.Real && fold is null && size.Steps is null;
        return arm.Fit(real with { Curve = isControl }, new ArmPlace(
            plan,
            size,
            gans,
            () => study.Data.Extra(size, replicate, plan.SyntheticAt(size)),
            redraw => ClassifierSeeds.Child("redraw", redraw).Seed,
            gan => gan.Trainings.Append(gan.Synthetic).Sum(study.Tasks.EstimatedSeconds)));
    }

    private FitTask Fit(string arm, ImagePart part, int steps) => new()
    {
        Label = $"classifier '{arm}'{Words(part)}",
        Training = part,
        Area = study.Area,
        Evaluation = evaluation,
        Test = test,
        Length = new FixedSteps(steps),
        Options = size.Classifier with { Program = size.Classifier.Program?.WithoutLimits() },
        Program = PlannedProgram.Of(size.Classifier.Program, study.Programs),
        Seed = ClassifierSeeds.Seed,
    };

    private SeedTree ClassifierSeeds => study.Seeds.Child("classifier", replicate);

    private string Words(ImagePart part) =>
        $" ({size.Name}, replicate {replicate + 1}{(part.Fold is { } f ? $", nested fold {f + 1}" : "")})";

    private ArmRun Planned(string protocol, string arm, int? armFold, FitTask fit)
    {
        if (fit.Mix is PooledMix { Fold: { } pooled })
            fit = fit with { Label = fit.Label.TrimEnd(')') + $", fold {pooled.Fold + 1})" };
        return new ArmRun(protocol, size, arm, replicate, armFold, study.Tasks.Add(fit));
    }

    /// <summary>The same images at every training part, as long as nothing behind them lies outside it.</summary>
    private GanRun TakeImages(GanPlan gan)
    {
        var set = study.Data.ReadyMade[gan.Name];
        if (set.LineageIsKnown) Guard(gan, set.Provenance!.Lineage);
        var task = new TakeImagesTask
        {
            GanName = gan.Name,
            Fingerprint = set.Images.Fingerprint,
            LineageSha256 = set.LineageSha256,
            Count = FairArms.SyntheticNeeded(plan, size, training.Count, gan.Name),
            Test = test,
            PixelsPerImage = study.Data.Train.PixelsPerImage,
            Seed = study.Seeds.Child($"gan {gan.Name} ready-made").Child("take").Seed,
        };
        return new GanRun(gan.Name, size, replicate, fold, Leaky: false, [], study.Tasks.Add(task))
        {
            LineageIsKnown = set.LineageIsKnown,
        };
    }

    /// <summary>A generator in a file, with draws of its own at every training part.</summary>
    private GanRun SampleOnnx(GanPlan gan)
    {
        var origin = study.Onnx(gan);
        if (origin.Lineage is not null) Guard(gan, origin.Lineage);
        var task = new SampleOnnxTask
        {
            GanName = gan.Name,
            Path = origin.Path,
            Sha256 = origin.Sha256,
            LineageSha256 = origin.LineageSha256,
            Training = training,
            Count = FairArms.SyntheticNeeded(plan, size, training.Count, gan.Name),
            Test = test,
            PixelsPerImage = study.Data.Train.PixelsPerImage,
            Seed = study.Seeds.Child($"gan {gan.Name} {size.DrawName}", replicate).Child("sample").Seed,
        };
        return new GanRun(gan.Name, size, replicate, fold, Leaky: false, [], study.Tasks.Add(task))
        {
            LineageIsKnown = origin.Lineage is not null,
        };
    }

    /// <summary>A program that gets the training part and makes images of it.</summary>
    private GanRun RunGenerator(GanPlan gan, ProgramOptions program)
    {
        var stream = study.Seeds.Child($"gan {gan.Name} {size.DrawName}", replicate);
        if (fold is { } f) stream = stream.Child("fold", f);
        var task = new RunGeneratorTask
        {
            GanName = gan.Name,
            Options = program.WithoutLimits(),
            Program = PlannedProgram.Of(program, study.Programs)!,
            Training = training,
            Count = FairArms.SyntheticNeeded(plan, size, training.Count, gan.Name),
            Test = test,
            PixelsPerImage = study.Data.Train.PixelsPerImage,
            Seed = stream.Child("program").Seed,
        };
        return new GanRun(gan.Name, size, replicate, fold, Leaky: false, [], study.Tasks.Add(task))
        {
            LineageIsKnown = false,
        };
    }

    /// <summary>Refuses what comes from a test image, or from an image outside the training part.</summary>
    private void Guard(GanPlan gan, IReadOnlyList<string> lineage) => LeakGuard.Check(
        $"GAN '{gan.Name}'{Words(training)}", study.Data.Images(training), null, lineage, [study.Data.Images(test)],
        leaky: false);

    private GanRun AddGan(GanPlan gan, ImagePart images)
    {
        var isWhole = images.Part == RealPart.Whole;
        var stream = study.Seeds.Child($"gan {gan.Name} {(isWhole ? "all" : size.DrawName)}", isWhole ? 0 : replicate);
        if (images.Fold is { } f) stream = stream.Child("fold", f);
        List<string> trained = [.. Enumerable.Range(0, gan.Members).Select(member => study.Tasks.Add(new TrainGanTask
        {
            Options = gan.Options!,
            Images = images,
            Area = study.Area,
            Channels = study.Data.Train.Channels,
            Classes = study.Data.Train.ClassCount,
            Seed = GanMember.Seed(stream.Child("train").Seed, member),
        }))];
        string? filter = null;
        if (gan.Filter is not null)
        {
            var steps = ClassifierTrainer.StepsFor(images.Count, size.Classifier.BatchSize, gan.Filter.Epochs);
            var fit = Fit($"filter of {gan.Name}", images, steps);
            filter = study.Tasks.Add(fit with
            {
                Evaluation = images,
                Seed = stream.Child("filter").Seed,
                Options = FilterClassifier(fit.Options),
                Program = null,
            });
        }
        var synthesise = new SynthesiseTask
        {
            Gans = trained,
            PixelsPerImage = study.Data.Train.PixelsPerImage,
            GanName = gan.Name,
            Place = isWhole ? "" : Words(images),
            ShortPlace = images.Short,
            FilterClassifier = filter,
            Filter = gan.Filter,
            Count = FairArms.SyntheticNeeded(plan, size, images.Count),
            Seed = stream.Child("synthesise").Seed,
        };
        var (leaky, minted) = (isWhole && size.Images is not null, study.Tasks.Add(synthesise));
        var balancing = !isWhole && plan.Fair is { Balance: true } ? Balancing(synthesise, images, stream) : null;
        return new GanRun(gan.Name, size, replicate, images.Fold, leaky, trained, minted, balancing);
    }

    /// <summary>The size's classifier; a small one where that is pretrained or a program: a filter owes nothing to
    /// outside knowledge, and looks at every image that is minted.</summary>
    private ClassifierOptions FilterClassifier(ClassifierOptions options) =>
        options is { Pretrained: null, Program: null }
        ? options
        : ClassifierOptions.For(study.Data.Train.Height, study.Data.Train.Width) with
        {
            BatchSize = options.BatchSize,
        };

    private BalancingImages Balancing(SynthesiseTask synthesise, ImagePart images, SeedTree stream)
    {
        var missing = ClassTopUp.Missing(study.Data.Images(images).ClassCounts());
        var (count, seed) = (missing.Sum(), stream.Child("balance").Seed);
        var filling = synthesise with { Count = count, ClassCounts = missing, Seed = seed };
        return new BalancingImages(study.Tasks.Add(filling), count);
    }
}
