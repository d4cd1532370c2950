using Mintage.Execution;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>A plan that was shortened.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Seconds">How long it takes here.</param>
/// <param name="GivenUp">What it lacks, each a full sentence; empty where nothing had to go.</param>
public sealed record PlanOfLength(StudyPlan Plan, double Seconds, IReadOnlyList<string> GivenUp)
{
    /// <summary>What the trial on this machine found, for <see cref="PaceTrial.Paced"/>.</summary>
    public IReadOnlyDictionary<string, double> Pace { get; init; } = new Dictionary<string, double>();
}

/// <summary>
/// Shortens a plan until it fits a time on this machine: first what stands beside the question, then the length of all
/// trainings together. Replicates and controls stay, since without them there is no verdict.
/// </summary>
public static class ShorterPlan
{
    private const int FewestUpdates = 300, FewestSteps = 150;

    /// <summary>A third of the time of 224 pixels, for about two points (docs/decisions/0019-classifiers.md).</summary>
    private const int SmallSide = 128;
    private static readonly double[] Shares = [0.75, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08];

    private static readonly (Func<StudyPlan, StudyPlan> Cut, string Words)[] Extras =
    [
        (p => p with { Article = null }, "The article's protocol beside the fair one is left out."),
        (p => p with { Frechet = p.Frechet is null ? null : p.Frechet with { InceptionReplicates = 0 } },
            "FID, FID-infinity and KID are left out."),
        (p => p with { Fair = p.Fair is null ? null : p.Fair with { RealTuned = null } },
            "The stronger classifier on real images ('real-tuned') is left out."),
        (p => p with { Sizes = [.. p.Sizes.Select(AtSmallSide)] },
            $"ResNet-18 sees the images at {SmallSide} x {SmallSide} pixels: quicker, and about two points less "
                + "accurate."),
    ];

    /// <summary>Shortens a plan.</summary>
    /// <param name="plan">Without faults.</param>
    /// <param name="data">Its images.</param>
    /// <param name="minutes">Minutes to fit in, above 0.</param>
    /// <param name="workers">Tasks that will run at once.</param>
    /// <param name="inception">Weights of the Inception network, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UserInputException">The shortest study that makes sense takes longer; says how
    /// long.</exception>
    public static PlanOfLength Of(
        StudyPlan plan, StudyData data, double minutes, int workers,
        CachedWeights? inception = null, CancellationToken cancellation = default)
    {
        var factors = PaceTrial.Factors(StudyPlanner.Resolve(plan, data, inception), workers, cancellation);
        return Within(plan, data, minutes, workers, factors, inception);
    }

    /// <summary>The same for a machine of which the factors are known (<see cref="PaceTrial.Factors"/>).</summary>
    internal static PlanOfLength Within(
        StudyPlan plan, StudyData data, double minutes, int workers, IReadOnlyDictionary<string, double> factors,
        CachedWeights? inception = null)
    {
        double Seconds(StudyPlan tried) => WorkLeft.Seconds(
            PaceTrial.Paced(StudyPlanner.Resolve(tried, data, inception).Nodes, factors), workers,
            new Dictionary<string, TaskPace>());

        // A trial of seconds errs by some percent, and the next one the other way.
        const double Sure = 0.9;
        var (seconds, limit, givenUp) = (Seconds(plan), Sure * 60 * minutes, new List<string>());
        foreach (var (cut, words) in Extras)
        {
            if (seconds <= limit) return Found(plan, givenUp);
            var shorter = cut(plan);
            var after = Seconds(shorter);
            if (after >= seconds) continue; // it was not there
            (plan, seconds) = (shorter, after);
            givenUp.Add(words);
        }
        foreach (var share in Shares.Prepend(1))
        {
            var shorter = Trained(plan, data, share);
            seconds = Seconds(shorter);
            if (seconds <= limit) return Found(shorter, share == 1 ? givenUp : [.. givenUp, Words(plan, shorter)]);
        }
        PlanOfLength Found(StudyPlan found, List<string> without) =>
            new(without.Count == 0 ? found : found with { GivenUp = without }, seconds, without) { Pace = factors };

        throw new UserInputException(
            $"--minutes must leave room for a study of these images, but the shortest that makes sense takes about "
            + $"{Math.Ceiling(seconds / 60):N0} minutes with {workers} worker{(workers == 1 ? "" : "s")} here, and "
            + $"{minutes:0.#} were given. Give more minutes, use smaller images (--image-size), or name fewer training "
            + "images in a plan of your own.");
    }

    private static SizePlan AtSmallSide(SizePlan size) => size.Classifier.Pretrained is { Side: > SmallSide } pretrained
        ? size with { Classifier = size.Classifier with { Pretrained = pretrained with { Side = SmallSide } } }
        : size;

    /// <summary>The same with all trainings shortened alike.</summary>
    private static StudyPlan Trained(StudyPlan plan, StudyData data, double share)
    {
        if (share == 1) return plan;
        return plan with
        {
            Gans = [.. plan.Gans.Select(g => g.Options is not { } options ? g : g with
            {
                Options = options with
                {
                    GeneratorUpdates = Math.Min(options.GeneratorUpdates,
                        Math.Max(FewestUpdates, (int)(share * options.GeneratorUpdates))),
                },
            })],
            Sizes = [.. plan.Sizes.Select(s => s with
            {
                Steps = Math.Min(StepsOf(s), Math.Max(FewestSteps, (int)(share * StepsOf(s)))),
            })],
        };

        int StepsOf(SizePlan size) => size.Steps
            ?? size.Epochs * (data.Training(size, 0).Count + plan.SyntheticAt(size)) / size.Classifier.BatchSize;
    }

    private static string Words(StudyPlan plan, StudyPlan shorter)
    {
        var steps = string.Join(" and ", shorter.Sizes.Select(size => $"{size.Steps:N0}").Distinct());
        if ((plan.Gans[0].Options?.GeneratorUpdates, shorter.Gans[0].Options?.GeneratorUpdates) is not
            ({ } before, { } after))
            return $"Classifiers train for {steps} steps: synthetic images may look better or "
                + "worse beside classifiers that train longer.";
        return $"GANs train for {after:N0} of {before:N0} updates, classifiers for {steps} steps: "
            + "a GAN that trained so little says little about what GANs can do for these images.";
    }
}
