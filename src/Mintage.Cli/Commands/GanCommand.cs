using System.CommandLine;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage gan</c>.</summary>
internal static class GanCommand
{
    public static Command Create() =>
        new("gan", "Train a class-conditional GAN and draw images from it") { new GanTrainCommand()
        .Create(), GanSampleCommand.Create() };
}
