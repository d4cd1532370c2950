using System.Diagnostics;
using Mintage.Runtime;
using Mintage.Tests.Statistics.Calibration;
using static Mintage.Benchmarks.Markdown;

namespace Mintage.Benchmarks;

/// <summary>Prints the tables of docs/evidence.md on worlds with something that real studies meet.</summary>
internal static class WorldTables
{
    private const string JointName = "joint";

    private static readonly SeedTree Seed = SeedTree.FromSeed(2027);

    /// <param name="name">Part of the names of the worlds to run, or "joint"; empty for all.</param>
    /// <param name="studies">Studies without an effect; half as many with one.</param>
    public static void Print(string name, int studies)
    {
        var watch = Stopwatch.StartNew();
        var worlds = Worlds.All.Where(w => w.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (worlds.Count == 0 && name != JointName)
            throw new UserInputException($"No world has '{name}' in its name. There are: "
                + $"{string.Join("; ", Worlds.All.Select(w => w.Name))}; and {JointName}.");
        List<WorldRow> rows = [];
        foreach (var world in worlds)
        {
            var count = studies / world.OneIn;
            var none = new WorldRun(world, new double[4]).Run(count, Seed.Child("no effect").Child(world.Name));
            var (effect, margin) = (none.Detectable(), new WorldTruth(world).Margin);
            var some = new WorldRun(world, [effect, 0, -effect, 0])
                .Run(count / 2, Seed.Child("effect").Child(world.Name));
            var edge = new WorldRun(world, [margin, margin, margin, margin])
                .Run(count / 2, Seed.Child("margin").Child(world.Name));
            rows.Add(new WorldRow(world.Name, none, some, edge));
            Console.Error.WriteLine($"{world.Name}: {watch.Elapsed.TotalSeconds:F0} s");
        }
        if (rows.Count > 0)
        {
            NoEffect(rows);
            WithEffect(rows);
        }
        if (worlds.Exists(w => w.Failures is not null)) Robust(rows);
        if (name is "" or JointName) Joint(2 * studies);
        Console.WriteLine($"\n{watch.Elapsed.TotalSeconds:F0} s");
    }

    private static void NoEffect(List<WorldRow> rows)
    {
        Title("no effect", "world", "R", "95 % interval covers", "all simultaneous cover", "any *improves*",
            "any *improves* or *harms*", "*no relevant effect*",
            "withheld", "studies");
        foreach (var row in rows)
        {
            foreach (var t in row.None.Tallies)
                Row(row.Name, t.Name, Percent(t, t.Coverage), Percent(t, t.SimultaneousCoverage),
                    Percent(t, t.FalseImproves), Percent(t, t.FalseClaims), Percent(t, t.NoRelevantEffect),
                    Percent(t, t.Withheld), $"{t.Studies:N0}");
        }
    }

    private static void WithEffect(List<WorldRow> rows)
    {
        Title("a gain, an equal loss and two without an effect; then every effect is the margin", "world", "R",
            "effect, points", "95 % interval covers", "all simultaneous cover", "the gain *improves*",
            "falsely *improves* or *harms*", "withheld", "margin, points",
            "at the margin: falsely *no relevant effect*");
        foreach (var row in rows)
        {
            foreach (var (t, edge) in row.Some.Tallies.Zip(row.Edge.Tallies))
                Row(row.Name, t.Name, Points(row.Some.Effects[0]), Percent(t, t.Coverage),
                    Percent(t, t.SimultaneousCoverage), Percent(t, t.Found), Percent(t, t.FalseClaims),
                    Percent(t, t.Withheld), Points(row.Edge.Effects[0]), Percent(edge, edge.FalseNoRelevantEffect));
        }
    }

    private static void Robust(List<WorldRow> rows)
    {
        var failing = Worlds.All.Where(w => w.Failures is not null).Select(w => w.Name).ToHashSet();
        Title("*improves*, and how much of it would hold if one GAN in ten had failed", "world", "R",
            "no effect: *improves*", "would hold", "with a gain: *improves*", "would hold");
        foreach (var row in rows.Where(r => failing.Contains(r.Name)))
        {
            foreach (var (t, some) in row.None.Tallies.Zip(row.Some.Tallies))
                Row(row.Name, t.Name, Percent(t, t.FalseImproves), Percent(t, t.FalseRobustImproves),
                    Percent(some, some.Found), Percent(some, some.RobustlyFound));
        }
    }

    private static void Joint(int families)
    {
        double[] margins = [4, 4.5, 5, 6];
        Title("any false verdict % in a family of four, by the margin in standard errors; bound "
            + $"{100 * JointErrors.Bound(4, 0.05):F1} %; {families:N0} families each; two standard errors at most "
            + $"{200 * Math.Sqrt(0.07 * 0.93 / families):F1} %",
            ["effects as large as the margin", "R", .. margins.Select(m => $"{m}")]);
        foreach (var relevant in (int[])[1, 3])
        {
            foreach (var replicates in (int[])[10, 1_000])
            {
                Row([$"{relevant} of 4", $"{replicates:N0}", .. margins.Select(margin => $"{100 * JointErrors.Of(
                    4, relevant, margin, replicates, families, Seed.Child("joint", relevant)):F1}")]);
            }
        }
    }

    private static string Points(double fraction) => $"{100 * fraction:F2}";

    private static string Percent(WorldTally tally, double share) =>
        $"{100 * share:F1} ±{100 * tally.TwoErrors(share):F1}";

    /// <summary>The studies of one world: without an effect, with some, and with every effect at the margin.</summary>
    private sealed record WorldRow(string Name, WorldRun None, WorldRun Some, WorldRun Edge);
}
