using Mintage.Augmentation;
using Mintage.Data;
using Mintage.Foreign;
using Mintage.Runtime;
using Mintage.Splitting;

namespace Mintage.Studies;

/// <summary>A fit as somebody else's program gets it.</summary>
/// <param name="Training">Images to learn from.</param>
/// <param name="Question">What task.json says.</param>
/// <param name="Images">What is behind it.</param>
internal sealed record FitHandout(FitTraining Training, FitQuestion Question, FitImages Images)
{
    /// <summary>
    /// Augmented copies of every image of the training part, where the plan does not say: a program gets images that
    /// were augmented once, since augmentation of its own could differ from arm to arm.
    /// </summary>
    public const int UsualCopies = 4;

    /// <summary>Makes what a program gets.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="arm">Name of the arm.</param>
    /// <param name="images">What it trains on.</param>
    /// <param name="threads">Threads of the study.</param>
    public static FitHandout Of(FitTask fit, string arm, FitImages images, int threads)
    {
        var seed = fit.Seeds.Child("copies");
        var training = Learned(fit, images.Training, seed, Copies(fit));
        var added = images.Added is null ? null : Learned(fit, images.Added, seed.Child("added"), 1);
        var lesson = fit.Mix.Lesson(fit, training, added);
        return new FitHandout(lesson.Training, Ask(fit, arm, lesson, threads), images);
    }

    /// <summary>A seed that any random number generator takes; the same for all arms of a replicate.</summary>
    public static long SeedOf(FitTask fit) => fit.Seeds.Child("program").Seed & int.MaxValue;

    /// <summary>How many images a program gets to learn from.</summary>
    public static long CountOf(FitTask fit, StudyData data)
    {
        var training = data.Images(fit.Training);
        long first = fit.Mix switch
        {
            SyntheticOnlyMix only => only.Added.Count,
            OversampledMix => training.Count + ClassTopUp.Missing(training.ClassCounts()).Sum(),
            _ => training.Count,
        };
        var added = fit.Mix is not BatchShareMix mix ? 0 : mix.Added switch
        {
            AddedSynthetic synthetic => synthetic.Count,
            AddedReal real => real.Part.Count,
            AddedCopies copies => copies.Count,
            _ => throw new InvalidOperationException($"{mix.Added}"),
        };
        return (first * (fit.Augmentation is null ? 1 : Copies(fit))) + added;
    }

    private static int Copies(FitTask fit) => fit.Options.Copies ?? UsualCopies;

    private static LabelledImages Learned(FitTask fit, LabelledImages images, SeedTree seed, int copies) =>
        fit.Augmentation is null
            ? images
            : AugmentedCopies.Of(images, images.Count * copies, fit.Augmentation, seed);

    private static FitQuestion Ask(FitTask fit, string arm, ProgramLesson lesson, int threads) => new()
    {
        Arm = arm,
        ClassNames = lesson.Training.Images.ClassNames,
        Steps = ((FixedSteps)fit.Length).Steps,
        BatchSize = fit.Options.BatchSize,
        Seed = SeedOf(fit),
        SyntheticShare = lesson.AddedShare,
        Threads = threads,
        Height = lesson.Training.Images.Height,
        Width = lesson.Training.Images.Width,
        Channels = lesson.Training.Images.Channels,
    };
}
