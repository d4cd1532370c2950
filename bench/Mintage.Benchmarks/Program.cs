using Mintage.Benchmarks;

switch (args)
{
    case ["inception"]:
        InceptionBenchmark.Run();
        break;
    case ["inception", "--step", var step]:
        InceptionBenchmark.RunStep(int.Parse(step));
        break;
    case ["inception", "--precision"]:
        InceptionPrecision.Run();
        break;
    case ["calibration"]:
        CalibrationTables.Print(20_000);
        break;
    case ["calibration", "--studies", var studies]:
        CalibrationTables.Print(int.Parse(studies));
        break;
    case ["gan-choice", var preset, var changes, var images, var seed, var updates]:
        GanChoice.Run(preset, changes, int.Parse(images), long.Parse(seed), [.. updates.Split(',').Select(int.Parse)]);
        break;
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
