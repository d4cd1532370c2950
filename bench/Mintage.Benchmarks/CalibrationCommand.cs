using System.CommandLine;

namespace Mintage.Benchmarks;

/// <summary><c>calibration</c>: prints what the inference does in simulated studies whose truth is known.</summary>
internal static class CalibrationCommand
{
    private const string Units = "units";

    private static readonly Option<int> Studies = new("--studies")
    {
        Description = "Simulated studies of each of the four settings",
        DefaultValueFactory = _ => 20_000,
    };

    private static readonly Option<string?> World = new("--world")
    {
        Description = "Only the worlds with this in their names, e.g. looks; all for every world, without the settings; units for test images of patients",
    };

    public static Command Create()
    {
        var command = new Command("calibration", "The inference in simulated studies whose truth is known")
        {
            Studies, World,
        };
        command.SetAction(parsed =>
        {
            var (studies, world) = (parsed.GetValue(Studies), parsed.GetValue(World));
            if (world is null) CalibrationTables.Print(studies);
            if (world is null or Units) CalibrationTables.Units(studies / 4);
            if (world is Units) return;
            WorldTables.Print(world is null or "all" ? "" : world, studies / 2);
        });
        return command;
    }
}
