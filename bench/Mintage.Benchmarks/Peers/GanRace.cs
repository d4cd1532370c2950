using System.Diagnostics;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;

namespace Mintage.Benchmarks.Peers;

/// <summary>How long a design trains, and when it is evaluated.</summary>
/// <param name="Minutes">Training at most, without evaluations.</param>
/// <param name="FirstEvaluation">Generator updates before the first evaluation.</param>
/// <param name="Growth">Each further evaluation comes after this many times the updates of the one before; there is one at the end too.</param>
/// <param name="Until">Score, 0 ... 1, that ends the training.</param>
internal sealed record RaceRules(double Minutes, int FirstEvaluation, double Growth, double Until)
{
    /// <summary>
    /// Seconds of the clock that counts: of the processor, for one thread, so that other work on the machine hardly matters; with more
    /// threads, which wait for each other, of the wall.
    /// </summary>
    public required Func<double> Now { get; init; }

    /// <summary>What this clock is called.</summary>
    public static string ClockName(int threads) => threads == 1 ? "processor time" : "wall time";

    /// <summary>The clock for a number of threads.</summary>
    public static Func<double> Clock(int threads) => threads == 1
        ? () => Environment.CpuUsage.TotalTime.TotalSeconds
        : () => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
}

/// <summary>Trains one design against the clock and scores its samples on the way.</summary>
internal sealed class GanRace(RaceRules rules, LabelledImages images, LabelledImages test, SeedTree seed)
{
    private readonly List<GanPoint> curve = [];
    private int updates;
    private double seconds;
    private string? divergence;

    public GanRun Run(GanDesign design)
    {
        using var gan = design.Build(images, seed.Child(design.Name));
        var next = rules.FirstEvaluation;
        while (divergence is null && seconds < 60 * rules.Minutes && updates < gan.UpdateLimit)
        {
            Update(gan);
            if (updates != next) continue;
            if (Evaluate(design.Name, gan) >= rules.Until) break;
            next = (int)Math.Ceiling(next * rules.Growth);
        }
        if (divergence is null && updates != curve.LastOrDefault()?.Updates) Evaluate(design.Name, gan);
        return new GanRun
        {
            Name = design.Name,
            GeneratorParameters = gan.GeneratorParameters,
            DiscriminatorParameters = gan.DiscriminatorParameters,
            ImagesPerUpdate = gan.ImagesPerUpdate,
            Updates = updates,
            Seconds = seconds,
            Divergence = divergence,
            Curve = curve,
        };
    }

    private void Update(IConditionalGan gan)
    {
        var start = rules.Now();
        try
        {
            var losses = gan.Step();
            if (!double.IsFinite(losses.Discriminator + losses.Generator)) divergence = $"losses {losses} at update {updates + 1}";
        }
        catch (Gans.NonFiniteException e)
        {
            divergence = e.Message;
        }
        seconds += rules.Now() - start;
        updates++;
    }

    private double Evaluate(string name, IConditionalGan gan)
    {
        var start = rules.Now();
        gan.Finish();
        // Done once by who stops here, so it counts, but only here.
        var ready = seconds + rules.Now() - start;
        var samples = gan.Sample([.. Enumerable.Range(0, ClassificationAccuracyScore.Images).Select(i => i % images.ClassCount)]);
        var accuracy = ClassificationAccuracyScore.Of(samples, test, seed.Child("score")).Accuracy.Share;
        curve.Add(new GanPoint(updates, ready, accuracy));
        Console.Error.WriteLine($"{name}: {updates:N0} updates, {ready:F1} s, CAS {accuracy:P2}");
        return accuracy;
    }
}
