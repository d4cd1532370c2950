using System.CommandLine;
using Mintage.Benchmarks;
using Mintage.Benchmarks.ClassifierChoices;
using Mintage.Benchmarks.GanChoices;
using Mintage.Benchmarks.GanSteps;
using Mintage.Benchmarks.Peers;
using Mintage.Runtime;

switch (args)
{
    case ["peers" or "gan-step" or "gan-choice" or "classifier-choice", ..]:
        return GanCommands(args);
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
    case ["calibration"]:
        CalibrationTables.Print(20_000);
        break;
    case ["calibration", "--studies", var studies]:
        CalibrationTables.Print(int.Parse(studies));
        break;
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
return 0;

static int GanCommands(string[] args)
{
    try
    {
        return new RootCommand("Benchmarks of training") { PeersCommand.Create(), GanStepCommand.Create(), GanChoiceCommand.Create(), ClassifierChoiceCommand.Create() }
            .Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
    catch (UserInputException e)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
}
