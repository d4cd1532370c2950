using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Export;
using Mintage.Runtime;
using Mintage.Studies;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage study use</c>: the classifier that a study decided for.</summary>
internal static class StudyUseCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Study folder" };
        var output = new Option<string>("--out")
        {
            Description = "File to write: .onnx for other programs, .safetensors for 'mintage classify'",
            HelpName = "FILE",
            Required = true,
        };
        var arm = new Option<string?>("--arm")
        {
            Description = "How it was trained (default: what the study decided for)",
            HelpName = "NAME",
        };
        var size = new Option<string?>("--size")
        {
            Description = "Training set size by its name in the plan (default: the largest; of several classifiers "
                + "there, the one that recognises most)",
            HelpName = "NAME",
        };
        var asTrained = new Option<bool>("--as-trained")
        {
            Description = "Take the classifier of the first replicate, which has not seen the test images, in place of "
                + "training again on all images",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it exists" };
        var dataFolder = CommonOptions.DataFolder();
        var command = new Command("use", "Write the classifier that a study decided for, trained on all images")
        {
            folder, output, arm, size, asTrained, overwrite, dataFolder,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var (path, target) = (parsed.GetValue(folder)!, parsed.GetValue(output)!);
            ModelExport.RequireTarget(target, parsed.GetValue(overwrite));
            var plan = StudyFolder.ReadPlan(path);
            var data = StudyFolder.LoadData(
                path, plan, CommonOptions.Loading(parsed.GetValue(dataFolder), cancellation));
            var graph = StudyPlanner.Resolve(plan, data, StudyFolder.InceptionWeights(path));
            var decisions = StudyFolder.ReadResults(path).Decisions;
            TorchRuntime.Start();
            var model = ProgressLine.Show("classifier", progress => ArmModel.Of(
                graph, path, decisions, parsed.GetValue(size), parsed.GetValue(arm), parsed.GetValue(asTrained),
                progress, cancellation));
            using (model.Classifier) ModelExport.Classifier(model.Classifier, target);
            var name = plan.Sizes.Count == 1 ? $"'{model.Arm}'" : $"'{model.Arm}' (size '{model.Size}')";
            Terminal.Say(model.IsRefitted
                ? $"Wrote {target}: {name}, trained again on all {model.Images:N0} images, the test images too. "
                    + "Nothing is left to measure it on: what to expect of it is what the study measured."
                : $"Wrote {target}: {name} of the first replicate, trained on {model.Images:N0} real images"
                    + (model.SyntheticImages > 0 ? $" and {model.SyntheticImages:N0} synthetic ones." : "."));
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "mintage study use my-study --out model.onnx",
            "mintage study use my-study --arm classical --as-trained --out model.safetensors");
    }
}
