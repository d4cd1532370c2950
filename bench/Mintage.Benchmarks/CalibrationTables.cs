using System.Diagnostics;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Tests.Statistics.Calibration;
using static Mintage.Benchmarks.Markdown;

namespace Mintage.Benchmarks;

/// <summary>Prints the tables of docs/evidence.md: what the inference does in simulated studies whose truth is known.</summary>
internal static class CalibrationTables
{
    private static readonly SeedTree Seed = SeedTree.FromSeed(2026);

    public static void Print(int studies)
    {
        var watch = Stopwatch.StartNew();
        var none = SurrogateSettings.All.Select(s =>
        {
            // A study with 10,000 images costs ten times one with 1,000.
            var count = s.Images < 10_000 ? studies : studies / 4;
            return (Setting: s, Run: new CalibrationRun(s, new double[4], alternatives: true).Run(count, Seed.Child("no effect").Child(s.Name)));
        }).ToArray();
        Settings(none);
        NoEffect(none);
        Alternatives(none);
        var some = none.Select(n =>
        {
            double[] effects = [Detectable(n.Run, 0.8), 0, Detectable(n.Run, 0.5), 0];
            var mixed = Run(n.Setting, "gain and loss", [effects[0], 0, -effects[0], 0]);
            return (n.Setting, NoEffect: n.Run, Gains: Run(n.Setting, "gains", effects), Mixed: mixed);
        }).ToArray();
        PartlyNoEffect(some.Select(s => (s.Setting, s.Gains, s.Mixed)));
        PowerFigures(some.Select(s => (s.Setting, s.NoEffect, s.Gains)));
        Margin([.. SurrogateSettings.All.Select(s => (s, Run(s, "margin", [0.005, 0.005, 0.005, 0.005])))], none);
        Resampled(studies / 4);
        Console.WriteLine($"\n{watch.Elapsed.TotalSeconds:F0} s");

        CalibrationRun Run(SurrogateSetting setting, string scenario, double[] effects) =>
            new CalibrationRun(setting, effects).Run(studies / 4, Seed.Child(scenario).Child(setting.Name));
    }

    public static void Units(int studies)
    {
        Title("no effect, test images in units", "test set", "95 % interval covers", "as if images were independent");
        foreach (var setting in UnitSurrogate.All)
        {
            var (byUnits, byImages) = setting.Coverage(studies, Seed.Child("units").Child(setting.Name));
            Row(setting.Name, $"{100 * byUnits:F1} %", $"{100 * byImages:F1} %");
        }
    }

    private static void Settings((SurrogateSetting Setting, CalibrationRun Run)[] runs)
    {
        Title("settings, measured", "setting", "test images", "accuracy %", "sd over replicates: accuracy, points", "difference, points", "two arms disagree %", "test part of the error, points", "studies");
        foreach (var (setting, run) in runs)
        {
            var tally = run.Tallies[^1];
            Row(setting.Name, $"{setting.Images:N0}", $"{100 * setting.Accuracy(0):F1}", Points(Math.Sqrt(tally.AccuracyVariance)), Points(Math.Sqrt(tally.Spread(0).ReplicateVariance!.Value)),
                $"{100 * tally.Disagreement:F1}", Points(Math.Sqrt(tally.Spread(0).TestVariance!.Value)), $"{tally.Studies:N0}");
        }
    }

    private static void NoEffect((SurrogateSetting Setting, CalibrationRun Run)[] runs)
    {
        Title("no effect", "setting", "R", "95 % interval covers", "all four simultaneous cover", "any *improves*, without the 5-replicate rule", "with it", "any *improves* or *harms*, without the rule", "a contrast is *no relevant effect*");
        Rows(runs, (setting, run, t) => Row(setting.Name, $"{t.Replicates}", Percent(t, t.MainCoverage), Percent(t, t.SimultaneousCoverage),
            Percent(t, t.FalseImproves), Percent(t, t.FalseImprovesByRule), Percent(t, t.FalseClaims), Percent(t, t.NoRelevantEffect(0))));
    }

    private static void Alternatives((SurrogateSetting Setting, CalibrationRun Run)[] runs)
    {
        string[] columns = [.. runs.SelectMany(_ => CalibrationRun.Replicates).Select(r => $"R={r}")];
        Title($"formulas compared, no effect: coverage of the 95 % interval / any false claim of four at 5 %; settings {string.Join(", ", runs.Select(r => r.Setting.Name))}", ["formula", .. columns]);
        for (var a = 0; a < AlternativeErrors.Names.Length; a++)
            Row([AlternativeErrors.Names[a], .. runs.SelectMany(r => r.Run.Tallies).Select(t => $"{100 * t.AlternativeCoverage(a):F1} / {100 * t.AlternativeFalseClaims(a):F1}")]);
    }

    private static void PartlyNoEffect(IEnumerable<(SurrogateSetting Setting, CalibrationRun Gains, CalibrationRun Mixed)> runs)
    {
        Title("two of four contrasts have an effect", "setting", "effects, points", "R", "95 % interval covers", "all four simultaneous cover", "a contrast without a gain *improves*, without the rule", "with it", "opposite verdict");
        foreach (var run in runs.SelectMany(r => ((SurrogateSetting, CalibrationRun)[])[(r.Setting, r.Gains), (r.Setting, r.Mixed)]))
        {
            Rows([run], (setting, r, t) => Row(setting.Name, string.Join(" ", r.Effects.Select(Points)), $"{t.Replicates}", Percent(t, t.MainCoverage), Percent(t, t.SimultaneousCoverage),
                Percent(t, t.FalseImproves), Percent(t, t.FalseImprovesByRule), $"{100 * t.WrongDirection:F2}"));
        }
    }

    private static void PowerFigures(IEnumerable<(SurrogateSetting Setting, CalibrationRun NoEffect, CalibrationRun Gains)> runs)
    {
        Title("power at the family's strictest level", "setting", "true effect, points", "R", "predicted from the spread without an effect %", "from the spread with it %", "measured %", "*improves* by Holm %");
        foreach (var (setting, none, gains) in runs)
        {
            foreach (var contrast in (int[])[0, 2])
            {
                foreach (var t in gains.Tallies)
                {
                    var (before, after) = (Predicted(none.Tallies[^1].Spread(contrast)), Predicted(gains.Tallies[^1].Spread(contrast)));
                    Row(setting.Name, Points(gains.Effects[contrast]), $"{t.Replicates}", before, after, Percent(t, t.Found(contrast)), Percent(t, t.Improves(contrast)));

                    string Predicted(Effect spread) => $"{100 * Power.Of(gains.Effects[contrast], spread, t.Replicates, 0.05 / 4):F1}";
                }
            }
        }
    }

    private static void Margin((SurrogateSetting Setting, CalibrationRun Run)[] runs, (SurrogateSetting Setting, CalibrationRun Run)[] none)
    {
        Title("every true effect is half a point, the margin itself", "setting", "R", "*no relevant effect*, falsely", "*improves*", "for comparison: *no relevant effect* where the effect is 0");
        foreach (var ((setting, run), (_, zero)) in runs.Zip(none))
        {
            foreach (var (t, z) in run.Tallies.Zip(zero.Tallies))
                Row(setting.Name, $"{t.Replicates}", Percent(t, t.NoRelevantEffect(0)), Percent(t, t.Improves(0)), Percent(z, z.NoRelevantEffect(0)));
        }
    }

    private static void Resampled(int studies)
    {
        Title($"one pool, no effect: coverage of the 95 % interval, corrected resampled t / plain t; {studies:N0} studies each",
            ["design", .. ResampledSurrogate.All.Select(s => s.Name)]);
        foreach (var design in ResampledDesign.All)
        {
            var cells = ResampledSurrogate.All.Select(s => s.Coverage(design, studies, Seed.Child("resampled").Child(s.Name).Child(design.Name)));
            Row([design.Name, .. cells.Select(c => $"{100 * c.Corrected:F1} / {100 * c.Plain:F1}")]);
        }
    }

    /// <summary>The effect that 10 replicates find with a chance, from the spread that the studies without effect had.</summary>
    private static double Detectable(CalibrationRun none, double power) => Power.SmallestDetectable(none.Tallies[^1].Spread(0), 10, 0.05 / 4, power);

    private static void Rows(IEnumerable<(SurrogateSetting Setting, CalibrationRun Run)> runs, Action<SurrogateSetting, CalibrationRun, CalibrationTally> row)
    {
        foreach (var (setting, run) in runs)
        {
            foreach (var tally in run.Tallies) row(setting, run, tally);
        }
    }

    private static string Points(double fraction) => $"{100 * fraction:F2}";

    private static string Percent(CalibrationTally tally, double share) => $"{100 * share:F1} ±{100 * tally.TwoErrors(share):F1}";
}
