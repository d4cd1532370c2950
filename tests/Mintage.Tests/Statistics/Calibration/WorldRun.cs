using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Studies;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>Many studies of one <see cref="World"/>, judged as real studies are.</summary>
internal sealed class WorldRun
{
    private readonly World world;
    private readonly double[] shifts;
    private readonly WorldTruth truth;
    private readonly LookStanding[] standings;

    /// <param name="world">The world.</param>
    /// <param name="effects">True effect of each contrast, a fraction.</param>
    public WorldRun(World world, double[] effects)
    {
        (this.world, Effects, truth) = (world, effects, new WorldTruth(world));
        shifts = [.. effects.Select(truth.ShiftFor)];
        standings = WorldLooks.Of(world);
        Tallies = NewTallies();
    }

    public double[] Effects { get; }

    /// <summary>One per number of replicates, and where they are looks one for all of them together.</summary>
    public WorldTally[] Tallies { get; }

    /// <summary>
    /// The effect of the first contrast that the last look finds with a chance of 80 %, by the spread of these studies;
    /// but at most two thirds of a control's errors.
    /// </summary>
    public double Detectable()
    {
        var (look, most) = (world.Replicates.Count - 1, world.Replicates[^1]);
        var level = standings[look].Alpha / Effects.Length;
        var effect = Power.SmallestDetectable(Tallies[look].Spread(most), most, level, 0.8);
        return Math.Min(effect, (1 - truth.Control) * 2 / 3);
    }

    /// <summary>Runs the studies on two threads; the result depends on the seed only.</summary>
    public WorldRun Run(int studies, SeedTree seed)
    {
        const int Threads = 2;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            var study = new WorldStudy(world, Effects, shifts);
            var tallies = NewTallies();
            for (var k = thread; k < studies; k += Threads)
            {
                study.Draw(seed.Child("study", k).Random());
                Count(study, tallies);
            }
            lock (Tallies)
            {
                foreach (var (all, some) in Tallies.Zip(tallies)) all.Add(some);
            }
        });
        return this;
    }

    private void Count(WorldStudy study, WorldTally[] tallies)
    {
        WorldVerdicts[] looks =
            [.. world.Replicates.Select((r, look) => WorldVerdicts.Of(study, world, r, standings[look]))];
        for (var look = 0; look < looks.Length; look++)
            tallies[look].Count([looks[look]], study.TrueEffects, truth.Margin);
        if (world.Looks != LookRule.Once) tallies[^1].Count(looks, study.TrueEffects, truth.Margin);
    }

    private WorldTally[] NewTallies()
    {
        IEnumerable<string> names = world.Replicates.Select(r => $"{r}");
        if (world.Looks != LookRule.Once) names = names.Append("any");
        return [.. names.Select(name => new WorldTally(name))];
    }
}
