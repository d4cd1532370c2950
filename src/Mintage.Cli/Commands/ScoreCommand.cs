using System.CommandLine;
using System.Text.Json;
using Mintage.Cli.Output;
using Mintage.Data;
using Mintage.Metrics;
using Mintage.Runtime;
using Mintage.Scoring;
using Mintage.Synthesis;

namespace Mintage.Cli.Commands;

/// <summary><c>mintage score</c>.</summary>
internal static class ScoreCommand
{
    private static readonly Option<string> Real =
        new("--real") { Description = "Real images to compare with", HelpName = "D", Required = true };
    private static readonly Option<string> Synthetic =
        new("--synthetic")
        {
            Description = "Synthetic images; uses a provenance file beside them (or in their folder)",
            HelpName = "D",
            Required = true
        };
    private static readonly Option<string?> Train =
        new("--train")
        {
            Description = "The GAN's training images, for memorisation (default: found in --real "
        + "through the provenance)",
            HelpName = "D"
        };
    private static readonly Option<string?> Holdout =
        new("--holdout")
        {
            Description = "Real images that neither the GAN nor the extractor has seen (default: part "
        + "of --real)",
            HelpName = "D"
        };
    private static readonly Option<string?> Test =
        new("--test")
        {
            Description = "Real images to test a classifier trained on the synthetic images (cas)",
            HelpName = "D"
        };
    private static readonly Option<bool> AllowOverlap =
        new("--allow-overlap") { Description = "Test on --test even if the generator has seen images of it" };
    private static readonly Option<string?> Judge =
        new("--judge")
        {
            Description = "Real images to train the in-domain extractor and judge on (default: part of "
        + "--real, which is then left out of the reference)",
            HelpName = "D"
        };
    private static readonly Option<string?> Metrics =
        new("--metrics")
        {
            Description = $"Any of {string.Join(",", ScoreMetrics.All)} (default: all metrics that "
        + "the given sets allow)",
            HelpName = "LIST"
        };
    private static readonly Option<string?> Extractor =
        new("--extractor")
        {
            Description = "Any of inception, resnet18 (pretrained; its weights are fetched) and cnn (in-domain, "
        + "needs no download), e.g. resnet18,cnn; both is inception,cnn (default: cnn, plus inception if its weights "
        + "are present)",
            HelpName = "LIST"
        };
    private static readonly Option<string?> Weights =
        new("--weights")
        {
            Description = "Weights of the Inception network, .pth or .safetensors, or, if it is not used, of "
        + "resnet18, .onnx (default: see 'mintage weights')",
            HelpName = "FILE"
        };
    private static readonly Option<int> Side =
        new("--side")
        {
            Description = "Side of the square that images are resized to for resnet18: a multiple of 32",
            HelpName = "N",
            DefaultValueFactory = _ => 224
        };
    private static readonly Option<string> Preprocessing =
        new("--preprocessing")
        {
            Description = $"One of {string.Join(", ", ImagePreparations.Names)}",
            HelpName = "MODE",
            DefaultValueFactory = _ => ImagePreparation.PytorchFid.Name()
        };
    private static readonly Option<bool> BFloat16 =
        new("--bfloat16")
        {
            Description = "Run the Inception network in bfloat16: nearly twice as fast; changes FID "
        + "by about 1e-3 relative"
        };
    private static readonly Option<int> Batch =
        new("--batch")
        {
            Description = "Images per batch of the Inception network",
            HelpName = "N",
            DefaultValueFactory = _ => 16
        };
    private static readonly Option<string?> Curve =
        new("--curve")
        {
            Description = "Also measure the Fréchet distance at these numbers of synthetic images, e.g. "
        + "100,250,500,1000,2500,5000",
            HelpName = "LIST"
        };
    private static readonly Option<string?> Pairs =
        new("--pairs")
        {
            Description = "Write a picture (.png) of the closest pairs of synthetic and training images",
            HelpName = "FILE"
        };
    private static readonly Option<bool> NoCache =
        new("--no-cache") { Description = "Do not read or write the cache of features and extractors" };
    private static readonly Option<string?> DataFolder = CommonOptions.DataFolder();
    private static readonly ImportOptions Import = new();
    private static readonly Option<long> Seed = CommonOptions.Seed();
    private static readonly Option<string> Device = CommonOptions.Device();
    private static readonly Option<bool> AsJson = CommonOptions.Json();

    public static Command Create()
    {
        var command =
            new Command(
                "score", "Measure synthetic images: distance to real images, diversity, memorisation, usefulness")
        {
            Real, Synthetic, Train, Holdout, Test, AllowOverlap, Judge, Metrics, Extractor, Weights, Side,
            Preprocessing, BFloat16, Batch, Curve, Pairs, NoCache, DataFolder, Seed, Device, AsJson,
        };
        Import.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var request = Request(parsed, cancellation);
            if (request.Faults() is { Count: > 0 } faults) throw UserInputException.FromFaults("score", faults);
            TorchRuntime.Start();
            request = request with { Device = ComputeDevice.Parse(parsed.GetValue(Device)!).Required() };
            var result = ProgressLine.Show("score", progress => Scorer.Run(request, progress, cancellation));
            if (parsed.GetValue(Pairs) is { } path && result.ClosestPairs is { } picture)
                WholeFile.WriteBytes(path, picture);
            if (parsed.GetValue(AsJson))
                Console.Out.WriteLine(JsonSerializer.Serialize(new { result.Metrics }, Json.File));
            else ScoreTable.Print(result.Metrics);
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "mintage score --real mnist:train --synthetic digits.npz",
            "mintage score --real mnist:train --synthetic digits.npz --train part.npz --test mnist:test --pairs "
                + "closest.png",
            "mintage score --real mnist:train --synthetic digits.npz --metrics fid,kid --extractor inception "
            + "--weights inception.pth --json",
            "mintage score --real cifar-10:train --synthetic pictures.npz --extractor resnet18,cnn --side 96");
    }

    private static ScoreRequest Request(ParseResult parsed, CancellationToken cancellation)
    {
        var extractors = ScoreExtractors.Parse(parsed.GetValue(Extractor), parsed.GetValue(Weights));
        LabelledImages? Optional(Option<string?> option) =>
            parsed.GetValue(option) is { } name ? Load(parsed, name, cancellation) : null;
        var synthetic = parsed.GetValue(Synthetic)!;
        var real = Load(parsed, parsed.GetValue(Real)!, cancellation);
        var provenance = Provenance.Beside(DataSetReference.Parse(synthetic).Source);
        var request = new ScoreRequest
        {
            Real = real,
            Synthetic = Load(parsed, synthetic, cancellation),
            Provenance = provenance,
            Train = Optional(Train) ?? ScoreRequest.TrainedOn(real, provenance),
            Holdout = Optional(Holdout),
            Test = Optional(Test),
            AllowsOverlap = parsed.GetValue(AllowOverlap),
            Judge = Optional(Judge),
            UseCnn = extractors.Cnn,
            InceptionWeights = extractors.InceptionWeights,
            UseResNet18 = extractors.ResNet18,
            ResNet18Weights = extractors.ResNet18Weights,
            ResNet18Side = parsed.GetValue(Side),
            UseBFloat16 = parsed.GetValue(BFloat16),
            Batch = parsed.GetValue(Batch),
            Curve = Numbers(parsed.GetValue(Curve)),
            Preparation = ImagePreparations.Parse(parsed.GetValue(Preprocessing)!),
            Seed = CommonOptions.CheckedSeed(parsed.GetValue(Seed)),
            Workers = Environment.ProcessorCount,
            CacheFolder = parsed.GetValue(NoCache) ? null : DataSetCache.Root,
            Metrics = parsed.GetValue(Metrics) is { } list ? ScoreMetrics.Parse(list) : [],
        };
        if (parsed.GetValue(Metrics) is not null) return request;
        return request with
        {
            Metrics = [.. Enum.GetValues<ScoreMetric>()
            .Where(m => (request with { Metrics = [m] }).Faults().Count == 0)]
        };
    }

    private static int[] Numbers(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(text =>
        int.TryParse(text, out var number)
        ? number
        : throw new UserInputException(
            $"--curve must be whole numbers separated by commas, but '{text}' is not a whole number."))];

    private static LabelledImages Load(ParseResult parsed, string name, CancellationToken cancellation) =>
        DataSetReference.Parse(name)
            .Load(CommonOptions.Loading(
                parsed.GetValue(DataFolder), cancellation) with
            { Import = Import.Value(parsed) });
}
