using System.Diagnostics;
using Mintage.Classification;
using Mintage.Execution;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Networks.Weights;
using Mintage.Runtime;

namespace Mintage.Studies;

/// <summary>
/// Times a few updates of every GAN and a few steps of every classifier of a study, as many at once as there will be
/// workers: processors differ too much for a table of estimates.
/// </summary>
public static class PaceTrial
{
    private const int WarmUps = 2, Timed = 10, ImagesOfPass = 16;
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
    /// <param name="nodes">The study's tasks.</param>
    /// <param name="factors">Of an earlier trial (<see cref="PlanOfLength.Pace"/>).</param>
    public static IReadOnlyList<TaskNode> Paced(
        IReadOnlyList<TaskNode> nodes, IReadOnlyDictionary<string, double> factors) =>
    [
        .. nodes.Select(node => factors.TryGetValue(node.Group, out var factor) ? Times(node, factor) : node),
    ];

    private static TaskNode Times(TaskNode node, double factor) => node with
    {
        EstimatedSeconds = factor * node.EstimatedSeconds,
        Shared = [.. node.Shared.Select(w => w with { EstimatedSeconds = factor * w.EstimatedSeconds })],
    };

    /// <summary>Seconds here for each estimated second, by group; those that were not timed are missing.</summary>
    internal static Dictionary<string, double> Factors(StudyGraph study, int workers, CancellationToken cancellation)
    {
        var factors = new Dictionary<string, double>();
        var hasBackbone = WeightCache.Find(WeightCatalogue.ResNet18) is not null; // a trial fetches none
        foreach (var group in study.Tasks.GroupBy(t => t.Node.Group))
        {
            cancellation.ThrowIfCancellationRequested();
            var (task, node) = group.MaxBy(t => t.Node.EstimatedSeconds);
            double? seconds = task switch
            {
                TrainGanTask gan => gan.Options.GeneratorUpdates * SecondsPer(() => Update(gan, study), workers),
                FitTask { Options: { LearnsFromFeatures: true, Pretrained: { } pretrained } } fit when hasBackbone =>
                    node.EstimatedSeconds / FitEstimate.FeatureSeconds(pretrained.Side)
                        * SecondsPer(() => Pass(fit, study, pretrained.Side), workers) / ImagesOfPass,
                FitTask { Options: { Program: null } options } fit when hasBackbone || options.Pretrained is null =>
                    fit.EstimatedSteps * SecondsPer(() => Step(fit, study), workers),
                _ => null,
            };
            if (seconds is { } measured) factors[group.Key] = measured / node.EstimatedSeconds;
        }
        return factors;
    }

    private static Trial Update(TrainGanTask task, StudyGraph study)
    {
        var images = new ImageTensors(study.Data.Images(task.Images), study.Device);
        var (height, width) = images.Shape;
        var shape = new DcganShape(height, width, (int)images.Pixels.shape[1], images.ClassCount,
            task.Options.LatentDimension, task.Options.Filters);
        var trainer = new GanTrainer(task.Options, shape, images, SeedTree.FromSeed(task.Seed));
        return new Trial(() => trainer.Step(), [trainer, images]);
    }

    private static Trial Step(FitTask task, StudyGraph study)
    {
        var images = new ImageTensors(study.Data.Images(task.Training), study.Device);
        var batches = new TrainingBatches(
            [new BatchSource(images, task.Options.BatchSize)], task.Seeds, task.Augmentation);
        var session = new ClassifierSession(task.Options, task.Seeds, batches, WarmUps + Timed);
        var step = 0;
        return new Trial(() => session.Step(step++), [session, images]);
    }

    /// <summary>Images through the backbone, which take nearly all of the time of a head.</summary>
    private static Trial Pass(FitTask task, StudyGraph study, int side)
    {
        var training = study.Data.Images(task.Training);
        var backbone = ResNet18Backbone.Load(device: study.Device);
        var some = training.Select([.. Enumerable.Range(0, ImagesOfPass).Select(i => i % training.Count)]);
        return new Trial(() => backbone.Features(some, side).Dispose(), [backbone]);
    }

    /// <summary>
    /// Processor seconds of a unit of work, from several trials at once: workers share memory and caches, and what else
    /// runs on the machine now must not count.
    /// </summary>
    private static double SecondsPer(Func<Trial> prepare, int workers)
    {
        var count = Math.Min(workers, Environment.ProcessorCount);
        using var ready = new Barrier(count + 1);
        var done = 0;
        var trials = Enumerable.Range(0, count)
            .Select(_ => Task.Factory.StartNew(Run, default, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        ready.SignalAndWait();
        var before = Environment.CpuUsage.TotalTime;
        Task.WhenAll(trials).GetAwaiter().GetResult();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds / done;

        void Run()
        {
            Trial? trial = null;
            try
            {
                trial = prepare();
                for (var i = 0; i < WarmUps; i++) trial.Work();
            }
            finally
            {
                ready.SignalAndWait(); // also where it fails: the others wait
            }
            var (start, units) = (Stopwatch.GetTimestamp(), 0);
            while (units < Timed && Clock.SecondsSince(start) < MostSeconds)
            {
                trial.Work();
                units++;
            }
            Interlocked.Add(ref done, units);
            foreach (var owned in trial.Owned) owned.Dispose();
        }
    }

    /// <summary>A unit of work, and what is to be disposed after it.</summary>
    private sealed record Trial(Action Work, IReadOnlyList<IDisposable> Owned);
}
