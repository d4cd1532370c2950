using Mintage.Classification;
using Mintage.Execution;
using Mintage.Networks.Backbones;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Studies.Plans;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>A classifier of a study, ready to use.</summary>
/// <param name="Arm">How it was trained.</param>
/// <param name="Size">Name of the training set size.</param>
/// <param name="IsRefitted">Whether it was trained again, on all images.</param>
/// <param name="Images">Real images that it learned from.</param>
/// <param name="Classifier">The classifier; the caller disposes it.</param>
public sealed record ArmModel(string Arm, string Size, bool IsRefitted, int Images, SavedClassifier Classifier)
{
    /// <summary>Synthetic images that it learned from as well.</summary>
    public int SyntheticImages { get; init; }

    /// <summary>
    /// The classifier of an arm: trained again on all images where the arm sees real images alone, test images too;
    /// otherwise the one of the first replicate, since a GAN of all images is not there. Call outside any dispose
    /// scope.
    /// </summary>
    /// <param name="study">A study whose tasks of the arm are done.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="decisions">What it decided.</param>
    /// <param name="size">Name of the training set size; null for the largest, and of several classifiers there, the
    /// one that recognises most.</param>
    /// <param name="arm">The arm; null for the one that the study decided for.</param>
    /// <param name="asTrained">Whether to take the first replicate's classifier in any case.</param>
    /// <param name="progress">Told how far the training is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UserInputException">There is no such arm or size, or it is not done.</exception>
    public static ArmModel Of(
        StudyGraph study, string folder, IReadOnlyList<DecisionRecord> decisions, string? size = null,
        string? arm = null, bool asTrained = false, IProgress<TaskProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        StudyFolder.RequireSameImages(folder, study);
        var at = size is null
            ? Largest(study.Plan.Sizes, decisions)
            : study.Plan.Sizes.FirstOrDefault(s => s.Name == size) ?? throw new UserInputException(
                $"--size must be one of {string.Join(", ", study.Plan.Sizes.Select(s => s.Name))}, but is '{size}'.");
        var decision = decisions.FirstOrDefault(d => d.Size == at.Name);
        arm ??= decision?.Arm ?? throw new UserInputException(
            $"'{folder}' decided for no arm at size {at.Name}. {decision?.Lines[0].Answer ?? "It is not finished."} "
            + "To take one all the same, name it with --arm.");
        var store = new TaskStore(folder);
        var arms = study.Runs
            .Where(r => r.Protocol == ArmRun.Fair && r.Size.Name == at.Name && r.Fold is null).ToList();
        if (arms.All(r => r.Arm != arm))
            throw new UserInputException(
                $"--arm must be one of {string.Join(", ", arms.Select(r => r.Arm).Distinct())}, but is '{arm}'.");
        var done = arms.Where(r => r.Arm == arm).Select(r => study.Node(r.Key)).FirstOrDefault(store.IsDone)
            ?? throw new UserInputException($"No classifier of '{arm}' is done in '{folder}'. Run the study first.");
        var fit = (FitTask)study.Task(done.Key);
        if (fit.Program is not null)
            throw new UserInputException(
                $"The classifier of '{arm}' must be one of Mintage's own, but is a program: "
                + $"{fit.Options.Program!.Command}. Train it yourself on all images, as the decision says.");
        var figures = Json.Read<FitFigures>(Path.Combine(store.Folder(done), FitTask.ResultFile));
        return fit.Mix is RealMix or ClassWeightedMix or OversampledMix && !asTrained
            ? Refitted(study, fit, figures.Steps, arm, at.Name, progress, cancellation)
            : Trained(study, store, done, fit, arm, at.Name) with { SyntheticImages = figures.SyntheticImages };
    }

    /// <summary>The size of most images; of several classifiers there, the one that recognises most.</summary>
    private static SizePlan Largest(IReadOnlyList<SizePlan> sizes, IReadOnlyList<DecisionRecord> decisions) => sizes
        .OrderByDescending(s => s.Images ?? int.MaxValue)
        .ThenByDescending(s => decisions.FirstOrDefault(d => d.Size == s.Name)?.Percent ?? 0).First();

    private static ArmModel Refitted(StudyGraph study, FitTask fit, int steps, string arm, string size,
        IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        var all = study.Data.Everything();
        // where a slice decided when to stop, as many epochs; else as many steps
        if (fit.Length is not FixedSteps) steps = (int)Math.Round((double)steps * all.Count / fit.Training.Count);
        var trainer = new ClassifierTrainer(fit.Options, fit.Seeds.Child("all images"), withCurve: false)
        {
            Augmentation = fit.Augmentation,
        };
        var unused = all.Select([0]); // nothing is left to evaluate on
        var trained = fit.Mix is RealMix
            ? trainer.Train(all, unused, steps, study.Device.Required(), progress, cancellation)
            : Mixed(study, trainer, fit, fit.Mix.Images(fit, all, null, () => unused), steps, progress, cancellation);
        return new ArmModel(
            arm, size, true, all.Count, ClassifierFile.Describe(trained.Network, all, fit.Options.Pretrained));
    }

    /// <summary>Trains as the arm does: with weights, or with some images more often.</summary>
    private static TrainedClassifier Mixed(StudyGraph study, ClassifierTrainer trainer, FitTask fit, FitImages images,
        int steps, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        using var inputs = new ClassifierInputs(fit.Options, null, study.Device.Required(), progress, cancellation);
        using var learned = inputs.ToLearn(images.Training, fit.Augmentation, fit.Seeds.Child("copies"));
        using var evaluated = inputs.Of(images.Evaluation);
        var trained =
            trainer.Train(fit.Mix.Batches(fit, learned, null), evaluated, steps, progress, cancellation);
        return trained.Network is PretrainedHead head
            ? trained with { Network = inputs.WithBackbone(head) }
            : trained;
    }

    private static ArmModel Trained(
        StudyGraph study, TaskStore store, TaskNode done, FitTask fit, string arm, string size)
    {
        var training = study.Data.Images(fit.Training);
        var network = fit.LoadNetwork(Path.Combine(store.Folder(done), FitTask.WeightsFile), training);
        if (network is PretrainedHead head)
        {
            using var inputs = new ClassifierInputs(fit.Options, null);
            network = inputs.WithBackbone(head);
        }
        var lineage = fit.Synthetic is { } from
            ? SyntheticSet.Load(
                Path.Combine(store.Folder(study.Node(from.Task)), SynthesiseTask.ImagesFile)).Provenance.Lineage
            : null;
        return new ArmModel(
            arm, size, false, training.Count,
            ClassifierFile.Describe(network, training, fit.Options.Pretrained, lineage));
    }
}
