namespace Mintage.Cli;

internal static class ExitCode
{
    public const int Done = 0, Fault = 1, UserInput = 2, Interrupted = 130;
}
