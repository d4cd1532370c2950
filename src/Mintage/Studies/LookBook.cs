using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Studies.Plans;

namespace Mintage.Studies;

/// <summary>A line of looks.jsonl: what was planned, or what an analysis saw.</summary>
/// <param name="Kind"><see cref="Planned"/> or <see cref="Seen"/>.</param>
/// <param name="Time">UTC, ISO 8601.</param>
/// <param name="Plan">SHA-256 of the plan and its programs, without its name and its number of replicates.</param>
/// <param name="Replicates">Planned at this look, or seen.</param>
/// <param name="Looks">Looks that the plan names beforehand, in replicates; empty for one at the end.</param>
internal sealed record LookLine(string Kind, string Time, string Plan, int Replicates, IReadOnlyList<int> Looks)
{
    public const string Planned = "planned", Seen = "look";

    /// <summary>SHA-256 of the study's images; null in lines of earlier builds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Images { get; init; }

    /// <summary>What was seen of each comparison of the family.</summary>
    public IReadOnlyList<LookEstimate> Estimates { get; init; } = [];
}

/// <summary>Whether an analysis may give verdicts, and at which level.</summary>
/// <param name="Alpha">Level of this look.</param>
/// <param name="Withheld">Why it gives none, as a sentence; null where it gives them.</param>
internal sealed record LookStanding(double Alpha, string? Withheld);

/// <summary>
/// The looks at a study's results, in a file that only grows. Who looks, then adds replicates and looks again finds
/// effects that are not there, so verdicts belong to the looks that were planned before the first one.
/// </summary>
internal sealed class LookBook
{
    private const string FileName = "looks.jsonl";
    private readonly string path;
    private readonly List<LookLine> lines;

    private readonly string? images;

    private LookBook(string path, List<LookLine> lines, string? images) =>
        (this.path, this.lines, this.images) = (path, lines, images);

    /// <summary>Reads the looks of a study folder; a folder without any has none.</summary>
    /// <param name="folder">Study folder.</param>
    /// <param name="images">The study's images, where lines are added or judged by.</param>
    /// <exception cref="UserInputException">The file was changed.</exception>
    public static LookBook Read(string folder, StudyImages? images = null)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new LookBook(path, !File.Exists(path) ? [] : [.. File.ReadLines(path)
                .Select(line => JsonSerializer.Deserialize<LookLine>(line, Json.Line)!)], images?.Sha256);
        }
        catch (JsonException e)
        {
            throw new UserInputException(
                $"'{path}' must hold the looks that Mintage wrote, a line each, but cannot be read: it was changed. "
                + $"Start a new study in another folder with --out. ({e.Message})", e);
        }
    }

    /// <summary>What was seen, each look once, the first first.</summary>
    public IReadOnlyList<LookRecord> Seen =>
        [.. lines.Where(l => l.Kind == LookLine.Seen).Select(l => new LookRecord(l.Replicates, l.Estimates))];

    /// <summary>The plan up to its next look: where it names none, all of it.</summary>
    public StudyPlan AtNextLook(StudyPlan plan)
    {
        if (plan.Looks.Count == 0) return plan;
        var seen = lines.Where(l => l.Kind == LookLine.Seen).Select(l => l.Replicates).DefaultIfEmpty(0).Max();
        return plan with { Replicates = plan.Looks.FirstOrDefault(look => look > seen, plan.Looks[^1]) };
    }

    /// <summary>Notes what is planned, unless it is what was planned last.</summary>
    public void Plan(StudyPlan plan)
    {
        var line = Line(LookLine.Planned, plan, plan.Looks.Count > 0 ? plan.Looks[^1] : plan.Replicates);
        if (lines.LastOrDefault(l => l.Kind == LookLine.Planned) is { } last && IsSame(last, line)) return;
        Append(line);
    }

    /// <summary>Notes what an analysis saw, unless that was seen before.</summary>
    public void See(StudyPlan plan, int replicates, IReadOnlyList<LookEstimate> estimates)
    {
        if (replicates == 0) return;
        var line = Line(LookLine.Seen, plan, replicates) with { Estimates = estimates };
        var known =
            lines.Exists(l => l.Kind == LookLine.Seen && IsSame(l, line) && l.Estimates.SequenceEqual(estimates));
        if (!known) Append(line);
    }

    /// <summary>Whether an analysis of so many replicates may give verdicts.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ended">Replicates that are done or have failed.</param>
    public LookStanding Standing(StudyPlan plan, int ended)
    {
        var alpha = new JudgeOptions().Alpha;
        var firstLook = lines.FindIndex(l => l.Kind == LookLine.Seen);
        var planned = lines[..(firstLook < 0 ? lines.Count : firstLook)].LastOrDefault(l => l.Kind == LookLine.Planned);
        var now = Line(LookLine.Planned, plan, plan.Looks.Count > 0 ? plan.Looks[^1] : plan.Replicates);
        if (planned is not null && firstLook >= 0 && !IsSame(planned, now))
        {
            var how = planned.Plan != now.Plan ? "its plan was changed"
                : !HasSameImages(planned, now) ? "its images were changed"
                : $"it was extended from {planned.Replicates} to {now.Replicates} replicates";
            return new LookStanding(
                alpha, $"No verdict: {how} after a look at its results, and who looks, then runs on finds effects "
                + "that are not there. The numbers stay; for a verdict run the new plan with a new seed in another "
                + "folder, or name the looks beforehand ('looks' in the plan).");
        }
        if (ended < plan.Replicates)
            return new LookStanding(alpha, $"No verdict yet: {ended} of {plan.Replicates} replicates have ended.");
        return new LookStanding(Level(plan), null);
    }

    /// <summary>Level of the look that a plan goes up to: 5 %, or its part of it where there are looks.</summary>
    public static double Level(StudyPlan plan)
    {
        var alpha = new JudgeOptions().Alpha;
        return plan.Looks.Count == 0 ? alpha : Level(plan.Looks, plan.Replicates, alpha);
    }

    /// <summary>
    /// Level of a look: its part of the replicates' part of alpha. The levels add up to alpha, so that all looks
    /// together claim an effect that is not there no more often than one would (Bonferroni's inequality).
    /// </summary>
    public static double Level(IReadOnlyList<int> looks, int look, double alpha)
    {
        var index = Enumerable.Range(0, looks.Count).First(i => looks[i] == look);
        return alpha * (look - (index == 0 ? 0 : looks[index - 1])) / looks[^1];
    }

    private static bool HasSameImages(LookLine a, LookLine b) =>
        a.Images is null || b.Images is null || a.Images == b.Images;

    private static bool IsSame(LookLine a, LookLine b) =>
        HasSameImages(a, b) && a.Plan == b.Plan && a.Replicates == b.Replicates && a.Looks.SequenceEqual(b.Looks);

    private static SizePlan WithoutLimits(SizePlan size) => size with
    {
        Classifier = size.Classifier with { Program = size.Classifier.Program?.WithoutLimits() },
    };

    private static GanPlan WithoutLimits(GanPlan gan) =>
        gan.Program is { } program ? gan with { Program = program.WithoutLimits() } : gan;

    private LookLine Line(string kind, StudyPlan plan, int replicates)
    {
        var decides = plan with
        {
            Name = "",
            Replicates = 0,
            Looks = [],
            GivenUp = null,
            Sizes = [.. plan.Sizes.Select(WithoutLimits)],
            Gans = [.. plan.Gans.Select(WithoutLimits)],
        };
        var files = (plan.Programs?.Files ?? []).Select(file => $"\n{file.Name} {file.Sha256}");
        var text = JsonSerializer.Serialize(decides, Json.Line) + string.Concat(files);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return new LookLine(
            kind, Clock.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), hash, replicates,
            plan.Looks)
        {
            Images = images,
        };
    }

    private void Append(LookLine line)
    {
        lines.Add(line);
        // Written whole: a line that a crash cut short would look like a changed file.
        WholeFile.WriteText(path, string.Concat(lines.Select(l => JsonSerializer.Serialize(l, Json.Line) + "\n")));
    }
}
