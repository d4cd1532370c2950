using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Synthesis;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage data convert</c>.</summary>
internal static class DataConvertCommand
{
    private static readonly Argument<string> Name = new("D") { Description = DataSetOptions.Form };
    private static readonly DataSetOptions Data = new(withSubset: true, Name);
    private static readonly Option<string> To =
        new("--to")
        {
            Description = "Output: NAME.npz, NAME.parquet, an IDX name such as x-images-idx3-ubyte[.gz], "
        + "or a folder",
            HelpName = "FILE_OR_FOLDER",
            Required = true
        };
    private static readonly Option<string?> Format =
        new("--format")
        {
            Description = $"One of {string.Join(", ", DataSetTarget.FormatNames)} (default: chosen by "
        + "the name)",
            HelpName = "F"
        };
    private static readonly Option<string?> With =
        new("--with")
        {
            Description = "Synthetic images to append to D; the output marks them as synthetic",
            HelpName = "SYNTHETIC"
        };
    private static readonly Option<string?> Train =
        new("--train")
        {
            Description = "The GAN's training data, to check the synthetic images for copies now",
            HelpName = "D"
        };
    private static readonly Option<bool> AllowMemorised =
        new("--allow-memorised") { Description = "Write synthetic images that were not checked for copies" };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace existing output" };

    public static Command Create()
    {
        var command =
            new Command(
                "convert", "Convert a data set, or real and synthetic images together, to another format") { Name, To,
                Format, With, Train, AllowMemorised, Overwrite };
        Data.AddTo(command);
        command.SetAction(parsed =>
        {
            var target = DataSetTarget.Parse(parsed.GetValue(To)!, parsed.GetValue(Format));
            target.RequireFree(parsed.GetValue(Overwrite));
            var set = TracedSet.Of(Data.Load(parsed), Source(parsed.GetValue(Name)!));
            if (parsed.GetValue(With) is { } synthetic)
                set = set.With(TracedSet.Of(Data.LoadWhole(parsed, synthetic), Source(synthetic)));
            if (!parsed.GetValue(AllowMemorised)) set = WithoutCopies(parsed, set);
            target.Write(set.Images, set.Provenance);
            Terminal.Say(
                $"{set.Images.Count:N0} images of {set.Images.ClassCount} classes written to "
                + $"{target.Path}{Origins(set)}.");
            if (target.Loses(set.Images) is { } lost)
                Terminal.Say($"Lost, because the format cannot store it: {lost}.");
            return ExitCode.Done;
        });
        return command.WithExamples(
            "mintage data convert mnist:train --subset 3000 --to mnist-3000.npz",
            "mintage data convert scans.npz:test --to scans-test",
            "mintage data convert scans.npz --with synthetic.npz --to both.parquet",
            "mintage data convert my-study/tasks/synthesise-0123456789ab/synthetic.npz --train scans.npz --to "
            + "handed-on");
    }

    private static TracedSet WithoutCopies(ParseResult parsed, TracedSet set)
    {
        if (parsed.GetValue(Train) is { } training) return CopyCheck.Against(set, Data.LoadWhole(parsed, training));
        CopyCheck.Require(set);
        if (set.Provenance is null && set.Images.IsSynthetic?.Contains(true) == true)
            Terminal.Say("The synthetic images have no provenance, so they cannot be checked for copies.");
        return set;
    }

    private static string Source(string reference) => DataSetReference.Parse(reference).Source;

    private static string Origins(TracedSet set) => set.Images.IsSynthetic?.Count(mark => mark) is { } synthetic
        ? $", {synthetic:N0} of them synthetic{(set.Provenance is null ? "" : ", with their provenance")}"
        : "";
}
