using Mintage.Classification;
using Mintage.Data;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Statistics;

namespace Mintage.Metrics;

/// <summary>Accuracy on real images of classifiers that saw synthetic images only.</summary>
/// <param name="Accuracy">Accuracy on the real test images; higher is better.</param>
/// <param name="TrainingImages">Number of synthetic training images.</param>
/// <param name="TestImages">Number of real test images.</param>
internal sealed record ClassificationAccuracy(RepeatedTrainings Accuracy, int TrainingImages, int TestImages);

/// <summary>
/// Classification accuracy score: train on synthetic images, test on real ones (Ravuri and Vinyals 2019,
/// arXiv:1905.10887; "GAN-train" of Shmelkov et al. 2018). It detects missing diversity that feature distances do not.
/// </summary>
/// <remarks>
/// Budget and network are fixed so that scores can be compared: 10,000 images, batch 128 (or all images, if there are
/// fewer), 2,000 Adam steps, the score taken after the last, mean of three trainings; a CNN with 32 and 64 filters and
/// 100 hidden units, and for images from 32 pixels up the residual network with 16 maps
/// (<see cref="ClassifierOptions.For"/>). Scores of the two networks cannot be compared.
/// </remarks>
internal static class ClassificationAccuracyScore
{
    /// <summary>Number of training images, if the set has that many.</summary>
    public const int Images = 10_000;

    private const int Steps = 2_000;

    /// <param name="synthetic">At least one image. If there are more than 10,000, a stratified random part is
    /// used.</param>
    /// <param name="test">Real images that no GAN, filter or choice has seen.</param>
    /// <param name="seed">Root of the part, the initial weights and the batch order.</param>
    /// <param name="progress">Called after every epoch.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="UserInputException">
    /// There are no synthetic images, or the sets are of different kinds.
    /// </exception>
    public static ClassificationAccuracy Of(
        LabelledImages synthetic, LabelledImages test, SeedTree seed, IProgress<TaskProgress>? progress =
        null, CancellationToken cancellation = default)
    {
        ClassifierFile.RequireSameKind(synthetic, test);
        var training = synthetic.Count <= Images
            ? synthetic
            : synthetic.Select(StratifiedSubset.Draw(synthetic.Labels, Images, seed.Child("part").Random()));
        List<Evaluation> evaluations = [];
        for (var i = 0; i < RepeatedTrainings.Trainings; i++)
        {
            var trainer = new ClassifierTrainer(
                ClassifierOptions.ForTraining(training), seed.Child("classifier", i), withCurve: false);
            using var trained = trainer.Train(
                training, test, Steps, progress: progress?.Part(i, RepeatedTrainings.Trainings),
                cancellation: cancellation);
            evaluations.Add(trained.Evaluation);
        }
        return new ClassificationAccuracy(
            RepeatedTrainings.Of(
                evaluations, test.Labels, test.ClassCount, TestUnits.Of(SplitUnits.Of(test))),
            training.Count, test.Count);
    }
}
