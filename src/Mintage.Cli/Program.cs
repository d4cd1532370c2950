using System.CommandLine;
using System.CommandLine.Help;
using Mintage.Cli;
using Mintage.Cli.Commands;
using Mintage.Cli.Output;
using Mintage.Runtime;

Terminal.Start();
// Exit codes: 0 done, 2 the user's input is wrong, 1 our fault, 130 interrupted (resumable).
// Not a RootCommand: that takes its name from the dll.
var libtorch = CommonOptions.LibTorch();
var root =
    new Command("mintage", "Mintage mints new training images with GANs and finds out whether they help a classifier.")
{
    new HelpOption(),
    new VersionOption(),
    libtorch,
    ReproduceCommand.Create(),
    StudyCommand.Create(),
    GanCommand.Create(),
    ScoreCommand.Create(),
    ClassifyCommand.Create(),
    ExportCommand.Create(),
    DataCommand.Create(),
    WeightsCommand.Create(),
    TaskCommand.Create(),
    DoctorCommand.Create(),
};
HelpWithExamples.Install(root,
    "mintage reproduce                                the article's study on MNIST, ten minutes",
    "mintage study run --data my-images.npz           do GAN images help on my own?",
    "mintage gan train --data mnist:train --subset 3000 --model cgan --out my-gan",
    "mintage gan sample my-gan --per-class 100 --out digits.npz",
    "mintage doctor                                   is this machine ready?");

var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
if (!HelpWithExamples.IsAskedFor(parsed) && CommandLineFaults.Of(parsed) is { Count: > 0 } faults)
{
    foreach (var fault in faults) Terminal.Say($"mintage: {fault}");
    Console.Error.WriteLine($"See '{HelpWithExamples.Path(parsed.CommandResult.Command)} --help'.");
    return ExitCode.UserInput;
}
try
{
    if (parsed.GetValue(libtorch) is { } folder) InstalledLibTorch.Use(folder);
    return await Interruption.RunAsync(parsed);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine(Interruption.Words(HelpWithExamples.Path(parsed.CommandResult.Command)));
    return ExitCode.Interrupted;
}
catch (UserInputException e)
{
    Console.Error.WriteLine($"mintage: {e.Message}");
    return ExitCode.UserInput;
}
catch (OutOfMemoryException)
{
    var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    Terminal.Say($"mintage: This takes more than the {available / 1e6:N0} MB of memory that this process may use. "
        + "Take fewer or smaller images (--subset, --image-size), or a machine with more memory.");
    return ExitCode.UserInput;
}
catch (IOException e) when (e.Message.Contains("No space left", StringComparison.Ordinal))
{
    Console.Error.WriteLine($"mintage: {WholeFile.CannotWrite("the output", e).Message}");
    return ExitCode.UserInput;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Terminal.Say($"mintage: a file or folder cannot be used: {e.Message}");
    return ExitCode.UserInput;
}
catch (Exception e)
{
    Console.Error.WriteLine($"mintage: this is a fault of Mintage, please report it.{Environment.NewLine}{e}");
    return ExitCode.Fault;
}
