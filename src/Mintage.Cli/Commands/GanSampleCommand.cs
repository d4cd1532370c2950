using System.CommandLine;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Gans;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Synthesis;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage gan sample</c>.</summary>
internal static class GanSampleCommand
{
    private static readonly Argument<string[]> Folders =
        new("DIR")
        {
            Description = "Folder of a finished GAN or of several members; GANs that share their training "
        + "images can be sampled together in equal shares",
            Arity = ArgumentArity.OneOrMore
        };
    private static readonly Option<int?> PerClass =
        new("--per-class") { Description = "Images per class", HelpName = "N" };
    private static readonly Option<int?> Balance =
        new("--balance")
        {
            Description = "In place of --per-class: top up smaller classes to N training images each "
        + "(without N: to the size of the largest class)",
            HelpName = "N",
            Arity = ArgumentArity.ZeroOrOne
        };
    private static readonly Option<string> Out =
        new("--out")
        {
            Description = "Output: NAME.npz, NAME.parquet, an IDX name such as x-images-idx3-ubyte, or a "
        + "folder; also writes a provenance file (.provenance.json, in a folder provenance.json) and a sheet (.png)",
            HelpName = "OUT",
            Required = true
        };
    private static readonly Option<string?> Train =
        new("--train")
        {
            Description = "The GAN's training data, to keep copies of it out (default: the data set it "
        + "was trained on)",
            HelpName = "D"
        };
    private static readonly Option<bool> AllowMemorised =
        new("--allow-memorised") { Description = "Skip the check for copies of training images" };
    private static readonly Option<bool> Reject =
        new("--reject")
        {
            Description = "Draw images again if a classifier trained on the GAN's training images sees "
        + "another class: fewer wrong labels, less variety"
        };
    private static readonly Option<long> Seed = CommonOptions.Seed();
    private static readonly Option<string> Device = CommonOptions.Device();

    public static Command Create()
    {
        var command =
            new Command("sample", "Draw labelled images from trained GANs, without copies of their training images")
        {
            Folders, PerClass, Balance, Out, Train, AllowMemorised, Reject, Seed, Device,
        };
        command.SetAction(Run);
        return command.WithExamples(
            "mintage gan sample my-gan --per-class 1000 --out synthetic.npz",
            "mintage gan sample first-gan second-gan --per-class 1000 --out synthetic.npz",
            "mintage gan sample my-gan --balance --out rare-classes",
            "mintage gan sample my-gan --per-class 1000 --reject --out synthetic.npz",
            "mintage gan sample my-gan --per-class 1000 --out synthetic.parquet --train other-place/scans.npz");
    }

    private static int Run(ParseResult parsed)
    {
        var isBalance = parsed.GetResult(Balance) is not null;
        if (isBalance == parsed.GetValue(PerClass) is not null)
            throw new UserInputException(
                "Use exactly one of --per-class N (N images of each class) and --balance (top up the smaller "
                + "classes).");
        if (parsed.GetValue(PerClass) is { } perClass) CommonOptions.AtLeast("--per-class", perClass, 1);
        if (parsed.GetValue(Balance) is { } most) CommonOptions.AtLeast("--balance", most, 1);
        var target = DataSetTarget.Parse(parsed.GetValue(Out)!);
        target.RequireFree(overwrite: true);
        var seed = CommonOptions.CheckedSeed(parsed.GetValue(Seed));
        TorchRuntime.Start();
        using var gans =
            GanMixture.Load(parsed.GetValue(Folders)!, ComputeDevice.Parse(parsed.GetValue(Device)!).Required());
        var facts = gans[0].Facts;
        var counts = isBalance
            ? Missing(facts, parsed.GetValue(Balance))
            : [.. facts.ClassCounts.Select(n => n == 0 ? 0 : parsed.GetValue(PerClass)!.Value)];
        var labels = counts.SelectMany((count, label) => Enumerable.Repeat(label, count)).ToArray();
        var (copiesAllowed, rejects) = (parsed.GetValue(AllowMemorised), parsed.GetValue(Reject));
        var training = copiesAllowed && !rejects ? null : TrainingImages(parsed, facts);
        using var filter = rejects
            ? ProgressLine.Show("filter", progress => SampleFilter.Train(gans, training!, seed, progress))
            : null;
        var set = copiesAllowed
            ? SyntheticSet.Draw(gans, labels, seed, filter)
            : SyntheticSet.DrawWithoutCopies(gans, labels, seed, training!, filter);
        set.Save(target);
        var kept = set.Provenance.Filter is { } f
            ? $" The filter rejected {f.Drawn - f.Kept:N0} of {f.Drawn:N0} images."
            : "";
        var redrawn = set.Provenance.Copies is { Redrawn: > 0 and var again }
            ? $" {again:N0} were copies of training images, so they were drawn again."
            : "";
        var unseen = facts.ClassNames.Where((_, label) => facts.ClassCounts[label] == 0).Select(name => $"'{name}'")
            .ToList();
        if (unseen.Count > 0)
            Terminal.Say($"No images of {string.Join(", ", unseen)}: the GAN's training data has none.");
        var makers = gans.Count > 1 ? $" from {gans.Count} GANs" : "";
        var drawn = facts.ClassNames.Zip(counts).Where(c => c.Second > 0).Select(c => $"{c.First}: {c.Second:N0}");
        Terminal.Say(
            $"{labels.Length:N0} images{makers} ({string.Join(", ", drawn)}) written to {target.Path}, with their "
            + $"provenance and a sheet.{kept}{redrawn}");
        return ExitCode.Done;
    }

    private static int[] Missing(GanFacts facts, int? target)
    {
        var missing = ClassTopUp.Missing(facts.ClassCounts, target);
        return missing.Any(count => count > 0)
            ? missing
            : throw new UserInputException(
                "--balance tops up classes with fewer images than "
                + $"{(target is { } most ? $"{most:N0}" : "the largest")}, but every class of '{facts.TrainingSet}' "
                + $"has at least {facts.ClassCounts.Min():N0}. Use --per-class N instead.");
    }

    private static LabelledImages TrainingImages(ParseResult parsed, GanFacts facts)
    {
        var source = parsed.GetValue(Train) is { } named
            ? new TrainingSource(named) { Import = facts.Source?.Import ?? new ImageImport() }
            : facts.Source;
        if (source is null)
            throw new UserInputException(
                $"The check for copies needs the GAN's training images ('{facts.TrainingSet}'), but the GAN does not "
                + "record where they are. Pass them as --train, or use --allow-memorised to skip the check.");
        try
        {
            return source.Load(Terminal.SayOnce);
        }
        catch (UserInputException e)
        {
            throw new UserInputException(
                $"{e.Message}{Environment.NewLine}  The check for copies needs the training images. Pass them as "
                + "--train, or use --allow-memorised to skip the check.", e);
        }
    }
}
