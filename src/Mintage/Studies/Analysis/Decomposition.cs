using System.Text.Json;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies.Analysis;

/// <summary>
/// Takes the article's gains apart: extra steps, fair GAN, pooling, leak, in this order; the parts add up to the total.
/// </summary>
internal sealed class Decomposition(StudyGraph study, FinishedRuns fits, SizePlan size)
{
    private const string Leak = "leak";
    private const double Confidence = 0.95;
    private static readonly (string Protocol, string Name) Real = (ArmRun.Article, ArticleArms.Real), Control =
        (ArmRun.Article, ArticleArms.Control), FairReal = (ArmRun.Fair, FairArms.Real);

    private HashSet<int> common = [];

    public IEnumerable<DecompositionRecord> Run()
    {
        if (study.Plan.Article is null || study.Plan.Fair is null) return [];
        return study.Plan.Gans.Select(Of).OfType<DecompositionRecord>();
    }

    private DecompositionRecord? Of(GanPlan gan)
    {
        var leaky = gan.Scope == GanScope.WholeTrainingSet;
        // The same GAN without the leak.
        var fair = leaky
            ? study.Plan.Gans.FirstOrDefault(g => g.Scope == GanScope.TrainingPart && IsTrainedAlike(g, gan))
            : gan;
        if (fair is null) return null;
        var (arm, unleaked) = ((ArmRun.Article, gan.Name), (ArmRun.Article, fair.Name));
        // The parts add up only where each is of the same replicates.
        common = [.. Enumerable.Range(0, study.Plan.Replicates).Where(r =>
            new[] { Real, Control, FairReal, arm, unleaked, (ArmRun.Fair, fair.Name) }
                .All(a => fits.Find(a.Item1, size, a.Item2, r) is not null))];
        if (Part(arm, Real) is not { } total || Part(Control, Real) is not { } steps
            || Part((ArmRun.Fair, fair.Name), FairReal) is not { } fairGan)
            return null;
        var parts = new List<(string Name, string Meaning, Effect Effect)>
        {
            ("extra steps", $"'{Control.Name}' against '{Real.Name}', both on real images alone", steps),
            ("fair GAN", $"'{fair.Name}' against '{FairReal.Name}' of the fair protocol, at equal steps", fairGan),
        };
        if (Pooling(unleaked, (ArmRun.Fair, fair.Name)) is not { } pooling) return null;
        parts.Add(
            ("pooling", "synthetic images pooled as in the article instead of "
            + $"{100 * study.Plan.Fair!.SyntheticShare:0.#} % of every batch", pooling));
        if (leaky)
        {
            if (Part(arm, unleaked) is not { } leak) return null;
            parts.Add((Leak, $"'{gan.Name}', whose GAN saw all training images, against '{fair.Name}'", leak));
        }
        return Record(gan, leaky, total, parts) with { TwoByTwo = TwoByTwo(fair.Name) };
    }

    /// <summary>Few and all steps, without and with the GAN's images.</summary>
    private StepsByImages? TwoByTwo(string gan)
    {
        var (few, all) = (Compared(StepBudget.NameOf(gan, StepBudget.Short), Real),
            Compared(gan, FairReal));
        if (few.Pairs.Count != common.Count || all.Pairs.Count != common.Count || common.Count == 0) return null;
        double Mean(Func<(FinishedRun Arm, FinishedRun Against), FinishedRun> side, Comparison of) =>
            100 * of.Pairs.Average(p => side(p).Figures.Accuracy);
        var (atFew, interaction) = (few.Effect()!, all.EffectBeyond(few)!);
        return new StepsByImages(
            few.Pairs[0].Arm.Figures.Steps, all.Pairs[0].Arm.Figures.Steps,
            Mean(p => p.Against, few), Mean(p => p.Arm, few), Mean(p => p.Against, all), Mean(p => p.Arm, all),
            100 * atFew.Estimate, Points.Of(atFew.Interval(Confidence)),
            100 * interaction.Estimate, Points.Of(interaction.Interval(Confidence)));

        Comparison Compared(string arm, (string, string) against) =>
            new(study, fits, size, (ArmRun.Fair, arm), against, common);
    }

    private static bool IsTrainedAlike(GanPlan a, GanPlan b) =>
        Text(a with { Name = "", Scope = default }) == Text(b with { Name = "", Scope = default });

    private static string Text(GanPlan gan) => JsonSerializer.Serialize(gan, Json.Line);

    private Effect? Part((string, string) arm, (string, string) against) =>
        new Comparison(study, fits, size, arm, against, common).Effect();

    /// <summary>What is left between the article's arm and the fair one, both against their own baseline.</summary>
    private Effect? Pooling((string, string) article, (string, string) fair)
    {
        if (size.Steps is null) return Part(article, fair); // their baselines are one and the same fit
        return new Comparison(study, fits, size, article, Control, common)
            .EffectBeyond(new Comparison(study, fits, size, fair, FairReal, common));
    }

    private static string Share(double percent) =>
        percent.ToString("0;\u22120", System.Globalization.CultureInfo.InvariantCulture);

    private DecompositionRecord Record(
        GanPlan gan, bool leaky, Effect total, List<(string Name, string Meaning, Effect Effect)> parts)
    {
        // A leaky GAN is trained once for all replicates, so nothing says how much another one would differ.
        var isOneGan = leaky && size.Images is not null;
        var interval = isOneGan ? null : Points.Of(total.Interval(Confidence));
        var isClear = interval is { Low: > 0 } or { High: < 0 };
        var records = parts.Select(p => new DecompositionPart(
            p.Name, p.Meaning, 100 * p.Effect.Estimate, isOneGan && p.Name == Leak
                ? null
                : Points.Of(p.Effect.Interval(Confidence)),
            isClear ? 100 * p.Effect.Estimate / total.Estimate : null)).ToList();
        string Told(DecompositionPart p) =>
            $"{ContrastSentence.Signed(p.Points)} come from "
            + $"{InWords(p.Name)}{(p.PercentOfTotal is { } share ? $" ({Share(share)} %)" : "")}";
        var verb = total.Estimate < 0 ? "loses" : "gains";
        return new DecompositionRecord
        {
            Size = size.Name,
            Arm = gan.Name,
            Leaky = leaky,
            TotalPoints = 100 * total.Estimate,
            TotalInterval = interval,
            Parts = records,
            Sentence =
                $"Under the article's protocol '{gan.Name}' {verb} "
                + $"{ContrastSentence.Number(Math.Abs(100 * total.Estimate))} points"
                + (study.Plan.Fair!.Measure == ClassMeasure.Accuracy ? ": " : " of accuracy: ")
                + $"{string.Join(", ", records.Select(Told))}."
                + (isOneGan ? " One GAN serves all replicates, so the total and the leak have no interval." : ""),
        };
    }

    private static string InWords(string part) => part switch
    {
        "extra steps" => "longer training",
        "fair GAN" => "the GAN's images",
        Leak => "the leak",
        _ => part,
    };
}
