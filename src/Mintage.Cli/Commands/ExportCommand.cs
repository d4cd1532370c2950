using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Export;
using Mintage.Runtime;
using Mintage.Studies;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage export</c>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var model =
            new Argument<string>(
                "MODEL")
            {
                Description =
                "Classifier file, folder of a finished GAN, or generator file written by this command"
            };
        var target =
            new Option<string>(
                "--to")
            {
                Description = "File to write: .onnx for other runtimes, .safetensors for PyTorch",
                HelpName =
                "FILE",
                Required = true
            };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it exists" };
        var json = CommonOptions.Json();
        var command =
            new Command(
                "export", "Export a trained classifier or generator to other programs, as ONNX or safetensors") { model,
                target, overwrite, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(target)!;
            if (parsed.GetValue(model)! is var study && StudyFolder.IsStudy(study))
                throw new UserInputException(
                    $"'{study}' holds a study. 'mintage study use {study} --out {path}' writes the classifier that it "
                    + "decided for.");
            TorchRuntime.Start();
            var exported = ModelExport.Run(parsed.GetValue(model)!, path, parsed.GetValue(overwrite));
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(exported, Json.File));
            Terminal.Say(
                $"The {exported.Kind} (images of {exported.Height} x {exported.Width} x {exported.Channels}, "
                + $"{exported.Classes} classes) was written to {path} ({new FileInfo(path).Length / 1e6:F1} MB).");
            foreach (var warning in exported.Warnings) Terminal.Say($"Warning: {warning}");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "mintage export my-gan --to my-gan.onnx",
            "mintage export large.safetensors --to large.onnx");
    }
}
