using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Tests.Statistics.Calibration;

/// <summary>
/// Draws the outcomes of studies in a <see cref="World"/>, with the arms and the family of
/// <see cref="SurrogateStudy"/>; reuses its buffers. Not thread-safe.
/// </summary>
internal sealed class WorldStudy
{
    private const int Arms = SurrogateStudy.Arms, Gans = 2, GanChances = 4, FirstTraining = 1 + GanChances;

    private readonly World world;
    private readonly double[] shifts, effects;
    private readonly int[]? labels;
    private readonly int[] mistaken;
    private readonly float[] normals, difficulty;
    private readonly float[][] logits;
    private readonly bool[][][] right;
    private readonly bool[][] failed;
    private readonly double[]?[][] contributions;

    /// <param name="world">The world.</param>
    /// <param name="effects">True effect of each contrast, a fraction.</param>
    /// <param name="shifts">What they take on the logit scale, for each contrast's arm.</param>
    public WorldStudy(World world, double[] effects, double[] shifts)
    {
        (this.world, this.effects) = (world, effects);
        (this.shifts, TrueEffects) = ([0, 0, .. shifts], [.. effects]);
        var (n, most) = (world.Setting.Images, world.Replicates[^1]);
        labels = world.Classes?.Labels();
        mistaken = new int[n];
        (normals, difficulty) = (new float[Math.Max(n, FirstTraining + Arms)], new float[n]);
        logits = Rows<float>(Arms, n);
        right = [.. Enumerable.Range(0, Arms).Select(_ => Rows<bool>(most, n))];
        failed = Rows<bool>(Gans, most);
        contributions = Rows<double[]?>(Arms, most);
    }

    /// <summary>Of the study drawn last.</summary>
    public double[] TrueEffects { get; }

    public void Draw(SeededRandom random)
    {
        DrawImages(random);
        var chances = normals.AsSpan(0, FirstTraining + Arms);
        random.FillNormal(chances);
        var (ofSet, ofArms) = (chances[0], chances[FirstTraining..].ToArray());
        var hasEffects = effects.Any(e => e != 0);
        if (!world.OneTrainingSet || !hasEffects) Array.Clear(ofArms);
        var setting = world.Setting;
        double[] offsets = [.. ofArms.Select(arm => (setting.Subset * ofSet) + (world.SetOfArm * arm))];
        if (world.OneTrainingSet && hasEffects) SetTrueEffects(offsets);
        for (var r = 0; r < right[0].Length; r++)
        {
            random.FillNormal(chances);
            for (var g = 0; g < Gans; g++)
                failed[g][r] = world.Failures is { } f && random.NextDouble() < f.Of(chances[1 + g]);
            for (var a = 0; a < Arms; a++)
            {
                var offset = (setting.Gan * chances[1 + SurrogateStudy.GanOf[a]])
                    + (setting.Training * chances[FirstTraining + a])
                    + (world.OneTrainingSet ? offsets[a] : setting.Subset * chances[0]);
                if (Failed(a, r)) offset -= world.Failures!.Drop;
                SurrogateStudy.Fill(right[a][r], logits[a], (float)offset, random);
                contributions[a][r] = null;
            }
        }
    }

    /// <summary>The effect of a contrast as a study estimates it, from its first replicates.</summary>
    public Effect EffectOf(int contrast, int replicates)
    {
        var (arm, baseline) = SurrogateStudy.Contrasts[contrast];
        int[] done = [.. Done(arm, replicates)];
        if (done.Length == 0) return Effect.WithoutSpread(0, 0, EffectMethod.TwoPart);
        if (world.Measure == ClassMeasure.Accuracy)
            return Effects.TwoPart(
                PairedOutcomes.Of([.. done.Select(r => right[arm][r])], [.. done.Select(r => right[baseline][r])]));
        return Effects.TwoPart(
            [.. done.Select(r => Contributions(arm, r).Zip(Contributions(baseline, r), (a, b) => a - b).ToArray())],
            TestInfluence.ByClass(world.Classes!.Counts));
    }

    /// <summary>Of the replicates that are there, as fractions.</summary>
    public IReadOnlyList<double> Differences(int contrast, int replicates)
    {
        var (arm, baseline) = SurrogateStudy.Contrasts[contrast];
        return [.. Done(arm, replicates).Select(r => Measure(arm, r) - Measure(baseline, r))];
    }

    /// <summary>Mean error of each control.</summary>
    public double[] ControlErrors(int replicates) =>
        [.. Enumerable.Range(0, 2).Select(a => 1 - Enumerable.Range(0, replicates).Average(r => Measure(a, r)))];

    private void DrawImages(SeededRandom random)
    {
        var (setting, classes) = (world.Setting, world.Classes);
        random.FillNormal(difficulty);
        for (var a = 0; a < Arms; a++)
        {
            random.FillNormal(normals.AsSpan(0, setting.Images));
            for (var i = 0; i < setting.Images; i++)
                logits[a][i] = (float)(setting.Centre + shifts[a] + (classes is null ? 0 : classes.Shifts[labels![i]])
                    + (setting.Difficulty * difficulty[i]) + (setting.ArmImage * normals[i]));
        }
        if (world.Measure == ClassMeasure.Accuracy) return;
        for (var i = 0; i < mistaken.Length; i++)
        {
            var u = random.NextDouble();
            for (var c = 0; c < classes!.Counts.Length; c++)
            {
                u -= classes.Confused(labels![i], c);
                if (u < 0 || (c == classes.Counts.Length - 1))
                {
                    mistaken[i] = c == labels[i] ? c - 1 : c;
                    break;
                }
            }
        }
    }

    private void SetTrueEffects(double[] offsets)
    {
        double[] reached = [.. offsets.Select((offset, a) => WorldTruth.OnOneSet(world, shifts[a] + offset))];
        for (var c = 0; c < TrueEffects.Length; c++)
            TrueEffects[c] = reached[SurrogateStudy.Contrasts[c].Arm] - reached[SurrogateStudy.Contrasts[c].Baseline];
    }

    private bool Failed(int arm, int replicate) =>
        SurrogateStudy.GanOf[arm] is < Gans and var g && failed[g][replicate];

    private IEnumerable<int> Done(int arm, int replicates) => Enumerable.Range(0, replicates)
        .Where(r => world.Failures is not { Missing: true } || !Failed(arm, r));

    private double Measure(int arm, int replicate) => world.Measure == ClassMeasure.Accuracy
        ? (double)right[arm][replicate].Count(hit => hit) / world.Setting.Images
        : Contributions(arm, replicate).Average();

    private double[] Contributions(int arm, int replicate) => contributions[arm][replicate] ??= ClassMeasures.Contributions(
        world.Measure, labels!, [.. right[arm][replicate].Select((hit, i) => hit ? labels![i] : mistaken[i])], world.Classes!.Counts.Length);

    private static T[][] Rows<T>(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new T[columns])];
}
