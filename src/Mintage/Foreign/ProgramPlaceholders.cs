namespace Mintage.Foreign;

/// <summary>Placeholders of a command that trains a classifier.</summary>
internal static class ProgramPlaceholders
{
    public const string Train = "train", TrainFolder = "train_folder", Test = "test", TestFolder = "test_folder",
        Predictions = "predictions", PredictionsCsv = "predictions_csv", Report = "report", Task = "task",
        Steps = "steps", BatchSize = "batch_size", Seed = "seed", Threads = "threads";

    public static IReadOnlyList<string> Known { get; } =
    [
        Train, TrainFolder, Test, TestFolder, Predictions, PredictionsCsv, Report, Task, Steps, BatchSize, Seed,
        Threads, ForeignProgram.PlanFolder,
    ];
}
