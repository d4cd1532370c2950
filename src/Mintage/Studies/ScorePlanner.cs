using Mintage.Classification;
using Mintage.Networks.Weights;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>Adds the measurements of synthetic and held-out real images, and the extractor that they need.</summary>
internal sealed class ScorePlanner
{
    private readonly Planning study;
    private readonly CachedWeights? weights;
    private readonly FrechetPlan plan;
    private readonly string extractor;
    private readonly string? inception;
    private readonly ImagePart reference, heldOut;

    public ScorePlanner(Planning study, FrechetPlan plan, CachedWeights? weights)
    {
        (this.study, this.plan, this.weights) = (study, plan, weights);
        (reference, heldOut) = (study.Data.Common(RealPart.Reference), study.Data.Common(RealPart.HeldOut));
        var training = study.Data.Common(RealPart.Extractor);
        extractor = study.Tasks.Add(new FitTask
        {
            Label = "train the feature extractor",
            Training = training,
            Area = study.Area,
            Evaluation = heldOut, // measured on held-out images: the test set is for the arms alone
            Test = plan.Shared ? null : study.Data.Test(0),
            Length = new FixedSteps(
                ClassifierTrainer.StepsFor(training.Count, plan.Extractor.BatchSize, plan.ExtractorEpochs)),
            Options = plan.Extractor,
            Seed = study.Seeds.Child("extractor").Seed,
        });
        if (weights is not null)
        {
            inception = study.Tasks.Add(new ReferenceTask
            {
                Reference = reference,
                Most = plan.ReferenceImages,
                WeightsSha256 = weights.Sha256,
                Seed = study.Seeds.Child("inception reference").Seed,
            });
        }
        Add("real", study.Plan.Sizes[0].Name, 0, null, false, null); // the held-out images are the same for all
    }

    /// <summary>Measures the images of a GAN; not those of nested folds.</summary>
    public void Add(GanRun gan)
    {
        if (gan.Fold is null) Add(gan.Name, gan.Size.Name, gan.Replicate, gan.Synthetic, gan.Leaky,
            gan.LineageIsKnown ? null : study.Data.Test(gan.Replicate));
    }

    private void Add(string source, string size, int replicate, string? synthetic, bool leaky, ImagePart? test)
    {
        var task = new ScoreTask
        {
            Source = source,
            Size = size,
            Replicate = replicate,
            Synthetic = synthetic,
            Leaky = leaky,
            Extractor = extractor,
            InceptionSha256 = null,
            Reference = reference,
            HeldOut = heldOut,
            Test = test,
            Counts = plan.Counts,
            Seed = study.Seeds.Child("score").Seed,
        };
        study.Tasks.Add(task);
        if (plan.BackboneSide is { } side) study.Tasks.Add(task with { Extractor = null, ResNet18Side = side });
        if (inception is not null && replicate < plan.InceptionReplicates)
            study.Tasks.Add(task with { Extractor = inception, InceptionSha256 = weights!.Sha256 });
    }
}
