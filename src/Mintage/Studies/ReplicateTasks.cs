using Mintage.Classification;
using Mintage.Gans;
using Mintage.Splitting;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>The tasks of one replicate at one size: train the GANs on its training part, sample them, train the classifier of every arm.</summary>
internal sealed class ReplicateTasks
{
    private readonly StudyGraph study;
    private readonly StudyPlan plan;
    private readonly SizePlan size;
    private readonly int replicate;
    private readonly ImagePart training, test;
    private readonly List<PlannedGan> gans = [];

    /// <summary>Adds the GANs.</summary>
    public ReplicateTasks(StudyGraph study, SizePlan size, int replicate)
    {
        (this.study, plan, this.size, this.replicate) = (study, study.Plan, size, replicate);
        (training, test) = (study.Data.Training(size, replicate), study.Data.Test(replicate));
        foreach (var gan in plan.Gans)
        {
            if (gan.Scope == GanScope.WholeTrainingSet && (size.Images is null || plan.Article is null)) continue; // the same as the GAN that is not leaky, or of no use
            gans.Add(AddGan(gan, gan.Scope == GanScope.WholeTrainingSet ? study.Data.Common(RealPart.Whole) : training));
        }
    }

    /// <summary>GANs that serve the arms, leaky ones included.</summary>
    public IReadOnlyList<PlannedGan> Gans => gans;

    /// <summary>Adds the fits of both protocols.</summary>
    public void AddFits()
    {
        if (plan.Article is { } article) AddArticle(article);
        if (plan.Fair is not { } fair) return;
        foreach (var arm in FairArms.All(plan))
        {
            if (FairFit(arm, training, test, gans) is { } fit) Plan(PlannedFit.Fair, arm.Name, null, fit);
        }
        for (var fold = 0; fold < fair.NestedFolds; fold++) AddNested(fold);
    }

    /// <summary>Steps of the article's epochs.</summary>
    private int StepsOver(int images) => ClassifierTrainer.StepsFor(images, size.Classifier.BatchSize, size.Epochs);

    private void AddArticle(ArticlePlan article)
    {
        var arms = new List<(string Name, PlannedGan? Gan, bool IsControl)> { (ArticleArms.Real, null, false), (ArticleArms.Control, null, true) };
        arms.AddRange(gans.Select(g => (g.Name, (PlannedGan?)g, false)));
        foreach (var (name, gan, isControl) in arms)
        {
            for (var fold = -1; fold < article.FoldsOf(replicate); fold++)
                Plan(PlannedFit.Article, name, fold < 0 ? null : fold, ArticleFit(name, gan, isControl, fold < 0 ? null : new PooledFold(fold, article.Folds)));
        }
    }

    private FitTask ArticleFit(string arm, PlannedGan? gan, bool isControl, PooledFold? fold)
    {
        var synthetic = gan is null ? 0 : plan.SyntheticAt(size);
        var images = training.Count + (isControl ? plan.SyntheticAt(size) : synthetic);
        if (fold is not null) images = (int)((long)images * (fold.Folds - 1) / fold.Folds);
        return Fit(arm, training, test, StepsOver(images)) with
        {
            Synthetic = gan?.Synthetic,
            SyntheticImages = synthetic,
            Leaky = gan?.Leaky ?? false,
            Pooled = fold,
            Curve = fold is null,
        };
    }

    private void AddNested(int fold)
    {
        var (part, validation) = (study.Data.Training(size, replicate, fold), study.Data.Validation(size, replicate, fold));
        var nested = plan.Gans.Where(g => g.Scope == GanScope.TrainingPart).Select(g => AddGan(g, part)).ToList();
        foreach (var arm in FairArms.Nested(plan))
        {
            if (FairFit(arm, part, validation, nested) is { } fit) Plan(PlannedFit.Fair, arm.Name, fold, fit);
        }
    }

    /// <summary>The fit of a fair arm; null where the data set has too few images for "more-real".</summary>
    private FitTask? FairFit(FairArm arm, ImagePart part, ImagePart evaluation, List<PlannedGan> available)
    {
        var fit = Fit(arm.Name, part, evaluation, size.Steps ?? StepsOver(part.Count + plan.SyntheticAt(size)));
        if (arm.Tuned) return fit with { Options = plan.Fair!.RealTuned.Classifier, Tuned = plan.Fair.RealTuned, Steps = 0 };
        if (arm.Redraw > 0) fit = fit with { Seed = study.Seeds.Child("classifier", replicate).Child("redraw", arm.Redraw).Seed };
        if (arm.Classical) fit = fit with { Classical = plan.Fair!.Classical };
        if (arm.Balance != ClassBalance.None) return fit with { Balance = arm.Balance };
        if (arm.MoreReal)
        {
            var extra = study.Data.Extra(size, replicate, plan.SyntheticAt(size));
            return extra is null ? null : fit with { Extra = extra, AddedShare = arm.AddedShare };
        }
        // With the article's protocol beside it, "real" is its control, whose curve is shown; the arms' figures are those after the last step either way.
        if (arm.Gan is null) return fit with { Curve = plan.Article is not null && arm.Name == FairArms.Real && part.Fold is null && size.Steps is null };
        var gan = available.First(g => g.Name == arm.Gan && !g.Leaky);
        if (arm.GanBalance)
        {
            var count = gan.Balancing!.Count;
            return fit with { Synthetic = gan.Balancing.Synthetic, SyntheticImages = count, AddedShare = (double)count / (part.Count + count) };
        }
        return fit with
        {
            Synthetic = gan.Synthetic,
            SyntheticImages = arm.SyntheticAt(plan, size, part.Count),
            AddedShare = arm.AddedShare,
            LossWeight = arm.LossWeight,
        };
    }

    private FitTask Fit(string arm, ImagePart part, ImagePart evaluation, int steps) => new()
    {
        Label = $"classifier '{arm}' ({size.Name}, replicate {replicate + 1}{(part.Fold is { } f ? $", nested fold {f + 1}" : "")})",
        Training = part,
        Area = study.Data.Train.Height * study.Data.Train.Width,
        Evaluation = evaluation,
        Test = test,
        Steps = steps,
        Options = size.Classifier,
        Seed = study.Seeds.Child("classifier", replicate).Seed,
    };

    private void Plan(string protocol, string arm, int? fold, FitTask fit)
    {
        if (fit.Pooled is { } pooled) fit = fit with { Label = fit.Label.TrimEnd(')') + $", fold {pooled.Fold + 1})" };
        study.Add(new PlannedFit(protocol, size, arm, replicate, fold, study.Add(fit)));
    }

    private PlannedGan AddGan(GanPlan gan, ImagePart images)
    {
        var isWhole = images.Part == RealPart.Whole;
        var stream = study.Seeds.Child($"gan {gan.Name} {(isWhole ? "all" : size.Name)}", isWhole ? 0 : replicate);
        if (images.Fold is { } fold) stream = stream.Child("fold", fold);
        List<string> trained = [.. Enumerable.Range(0, gan.Members).Select(member => study.Add(new TrainGanTask
        {
            Options = gan.Options,
            Images = images,
            Area = study.Data.Train.Height * study.Data.Train.Width,
            Channels = study.Data.Train.Channels,
            Seed = TrainedGans.MemberSeed(stream.Child("train").Seed, member),
        }))];
        var filter = gan.Filter is null ? null : study.Add(Fit($"filter of {gan.Name}", images, images, ClassifierTrainer.StepsFor(images.Count, size.Classifier.BatchSize, gan.Filter.Epochs)) with
        {
            Seed = stream.Child("filter").Seed,
        });
        var synthesise = new SynthesiseTask
        {
            Gans = trained,
            PixelsPerImage = study.Data.Train.PixelsPerImage,
            GanName = gan.Name,
            Place = isWhole ? "" : $" ({size.Name}, replicate {replicate + 1}{(images.Fold is { } f ? $", nested fold {f + 1}" : "")})",
            FilterClassifier = filter,
            Filter = gan.Filter,
            Count = FairArms.SyntheticNeeded(plan, size, images.Count),
            Seed = stream.Child("synthesise").Seed,
        };
        return study.Add(new PlannedGan(gan.Name, size, replicate, images.Fold, isWhole && size.Images is not null, trained, study.Add(synthesise))
        {
            Balancing = !isWhole && plan.Fair is { Balance: true } ? Balancing(synthesise, images, stream) : null,
        });
    }

    private BalancingImages Balancing(SynthesiseTask synthesise, ImagePart images, Mintage.Runtime.SeedTree stream)
    {
        var missing = ClassTopUp.Missing(study.Data.Images(images).ClassCounts());
        return new BalancingImages(study.Add(synthesise with { Count = missing.Sum(), ClassCounts = missing, Seed = stream.Child("balance").Seed }), missing.Sum());
    }
}
