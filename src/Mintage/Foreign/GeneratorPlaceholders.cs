namespace Mintage.Foreign;

/// <summary>Placeholders of a command that makes synthetic images.</summary>
internal static class GeneratorPlaceholders
{
    public const string Train = "train", TrainFolder = "train_folder", Counts = "counts", PerClass = "per_class",
        Synthetic = "synthetic", SyntheticFolder = "synthetic_folder", Report = "report", Seed = "seed",
        Threads = "threads";

    public static IReadOnlyList<string> Known { get; } =
    [
        Train, TrainFolder, Counts, PerClass, Synthetic, SyntheticFolder, Report, Seed, Threads,
        ForeignProgram.PlanFolder,
    ];

    /// <summary>Everything that is wrong with a program that makes images, each a full sentence.</summary>
    public static IEnumerable<string> Faults(ProgramOptions program) =>
        program.Faults(Known, [Train, TrainFolder], [Synthetic, SyntheticFolder]);
}
