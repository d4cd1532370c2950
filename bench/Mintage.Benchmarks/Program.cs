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
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
