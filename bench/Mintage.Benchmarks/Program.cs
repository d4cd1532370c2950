using System.CommandLine;
using Mintage.Benchmarks;
using Mintage.Benchmarks.ClassifierChoices;
using Mintage.Benchmarks.GanChoices;
using Mintage.Benchmarks.GanSteps;
using Mintage.Benchmarks.Peers;
using Mintage.Runtime;

switch (args)
{
    case ["peers" or "gan-step" or "launches" or "gan-choice" or "classifier-choice" or "calibration" or "cluster" or "time-left", ..]:
        return Commands(args);
    case ["inception"]:
        InceptionBenchmark.Run();
        break;
    case ["inception", "--step", var step]:
        InceptionBenchmark.RunStep(int.Parse(step));
        break;
    case ["inception", "--precision"]:
        InceptionPrecision.Run();
        break;
    case ["backbone"]:
        BackboneBenchmark.Run();
        break;
    case ["backbone", "--sides", var data, var training, var test]:
        BackboneSides.Run(data, int.Parse(training), int.Parse(test));
        break;
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
return 0;

static int Commands(string[] args)
{
    try
    {
        return new RootCommand("Benchmarks")
        {
            PeersCommand.Create(), GanStepCommand.Create(), LaunchCommand.Create(), GanChoiceCommand.Create(), ClassifierChoiceCommand.Create(),
            CalibrationCommand.Create(), ClusterCommand.Create(), TimeLeftCommand.Create(),
        }
            .Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
    catch (UserInputException e)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
}
