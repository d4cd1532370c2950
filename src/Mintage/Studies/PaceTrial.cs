using System.Collections.Concurrent;
using System.Diagnostics;
using Mintage.Classification;
using Mintage.Execution;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>
/// Times a few updates of every GAN and a few steps of every classifier of a study, as many at once as there will be
/// workers: processors differ too much for a table of estimates.
/// </summary>
public static class PaceTrial
{
    private const int WarmUps = 2, Timed = 10;
    private const double MostSeconds = 3; // of a group

    /// <summary>The study's tasks with estimates for this machine.</summary>
    /// <param name="study">Its plan and data; nothing is written.</param>
    /// <param name="workers">Tasks that will run at once.</param>
    /// <param name="cancellation">Ends the trial.</param>
    /// <exception cref="UserInputException">Weights of a pretrained classifier cannot be had.</exception>
    public static IReadOnlyList<TaskNode> Nodes(
        StudyGraph study, int workers, CancellationToken cancellation = default) =>
        Paced(study.Nodes, Factors(study, workers, cancellation));

    /// <summary>Estimates times the factors of their groups; what was not timed keeps its estimate.</summary>
    internal static IReadOnlyList<TaskNode> Paced(
        IReadOnlyList<TaskNode> nodes, IReadOnlyDictionary<string, double> factors) =>
    [
        .. nodes.Select(node =>
            node with { EstimatedSeconds = node.EstimatedSeconds * factors.GetValueOrDefault(node.Group, 1) }),
    ];

    /// <summary>Seconds here for each estimated second, by group; those that were not timed are missing.</summary>
    internal static Dictionary<string, double> Factors(StudyGraph study, int workers, CancellationToken cancellation)
    {
        var factors = new Dictionary<string, double>();
        foreach (var group in study.Tasks.GroupBy(t => t.Node.Group))
        {
            cancellation.ThrowIfCancellationRequested();
            var (task, node) = group.MaxBy(t => t.Node.EstimatedSeconds);
            Func<double>? trial = task switch
            {
                TrainGanTask gan => () => gan.Options.GeneratorUpdates * SecondsPerUpdate(gan, study),
                FitTask { Options: { Pretrained: null, Program: null } } fit => // others fetch weights, or run
                    () => fit.EstimatedSteps * SecondsPerStep(fit, study),
                _ => null,
            };
            if (trial is not null) factors[group.Key] = Together(trial, workers) / node.EstimatedSeconds;
        }
        return factors;
    }

    private static double SecondsPerUpdate(TrainGanTask task, StudyGraph study)
    {
        using var images = new ImageTensors(study.Data.Images(task.Images), study.Device);
        var (height, width) = images.Shape;
        var shape = new DcganShape(height, width, (int)images.Pixels.shape[1], images.ClassCount,
            task.Options.LatentDimension, task.Options.Filters);
        using var trainer = new GanTrainer(task.Options, shape, images, SeedTree.FromSeed(task.Seed));
        return SecondsPer(() => trainer.Step());
    }

    private static double SecondsPerStep(FitTask task, StudyGraph study)
    {
        using var images = new ImageTensors(study.Data.Images(task.Training));
        var batches = new TrainingBatches(
            [new BatchSource(images, task.Options.BatchSize)], task.Seeds, task.Augmentation);
        using var session = new ClassifierSession(task.Options, task.Seeds, batches, WarmUps + Timed);
        var step = 0;
        return SecondsPer(() => session.Step(step++));
    }

    private static double SecondsPer(Action work)
    {
        for (var i = 0; i < WarmUps; i++) work();
        var (start, done) = (Stopwatch.GetTimestamp(), 0);
        while (done < Timed && Clock.SecondsSince(start) < MostSeconds)
        {
            work();
            done++;
        }
        return Clock.SecondsSince(start) / done;
    }

    /// <summary>The mean of several trials at once: workers share memory and caches.</summary>
    private static double Together(Func<double> trial, int workers)
    {
        var seconds = new ConcurrentBag<double>();
        var threads = Enumerable.Range(0, Math.Min(workers, Environment.ProcessorCount))
            .Select(_ => new Thread(() => seconds.Add(trial()))).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return seconds.Average();
    }
}
