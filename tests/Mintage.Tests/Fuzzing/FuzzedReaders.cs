using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BitMiracle.LibTiff.Classic;
using ICSharpCode.SharpZipLib.BZip2;
using Mintage.Classification;
using Mintage.Data;
using Mintage.Data.Pictures;
using Mintage.Data.Writing;
using Mintage.Execution;
using Mintage.Export;
using Mintage.Foreign;
using Mintage.Gans;
using Mintage.Networks;
using Mintage.Networks.Backbones;
using Mintage.Networks.Onnx;
using Mintage.Networks.Weights;
using Mintage.Runtime;
using Mintage.Studies;
using Mintage.Studies.Plans;
using Mintage.Synthesis;
using Mintage.Tests.Data;
using Mintage.Tests.Data.Formats;
using Mintage.Tests.Data.Pictures;
using Mintage.Tests.Studies;

namespace Mintage.Tests.Fuzzing;

/// <summary>Every reader of files that come from somewhere, and those of our own without their digests, so that damage gets through to what is behind.</summary>
internal static class FuzzedReaders
{
    private static readonly Lazy<Dictionary<string, FuzzedReader>> Made = new(() => Make().ToDictionary(reader => reader.Name));

    public static IReadOnlyList<string> Names { get; } =
    [
        "idx", "idx-gz", "bzip2", "npz", "npy", "csv", "jsonl", "parquet", "cifar", "tar", "tar-gz", "png", "jpeg", "webp", "bmp", "tiff", "pth", "safetensors", "onnx", "plan",
        "provenance", "gan-facts", "generator", "classifier", "classifier-facts", "predictions", "resolved", "manifest",
        "checkpoint", "program-npy", "program-csv", "program-report",
    ];

    public static FuzzedReader Of(string name) => Made.Value[name];

    private static IEnumerable<FuzzedReader> Make()
    {
        var folder = Directory.CreateTempSubdirectory("mintage-fuzz-").FullName;
        try
        {
            return [.. DataSets(folder), .. Pictures(), .. Weights(folder), .. Own(folder), Checkpoint(folder), .. Programs()];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<FuzzedReader> DataSets(string folder)
    {
        byte[] Written(string name)
        {
            DataSetTarget.Parse(Path.Combine(folder, name)).Write(TestImages.Random(12, 4, 3, 3));
            return File.ReadAllBytes(Path.Combine(folder, name));
        }

        var idx = Written("x-images-idx3-ubyte");
        var labels = File.ReadAllBytes(Path.Combine(folder, "x-labels-idx1-ubyte"));
        void ReadIdx(string path)
        {
            FuzzedReader.Put(path.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal), labels);
            Load(path);
        }
        yield return new("idx", [idx], ReadIdx, "x-images-idx3-ubyte");
        yield return new("idx-gz", [Gzip(idx), Gzip([0, 0, 8, 3])], ReadIdx, "x-images-idx3-ubyte");
        yield return new("bzip2", [Bzip2(idx), Bzip2(new byte[100_000])], path => InputFile.Read(path, DataSetSource.ReadContent));
        var npz = Written("x.npz");
        yield return new("npz", [npz, Deflated(npz)], Load, "x.npz");
        yield return new("npy", [.. Entries(npz).Skip(1)], path => // images, labels
        {
            var array = File.ReadAllBytes(path);
            FuzzedReader.Put(path, Zip(("images.npy", array), ("labels.npy", Entries(npz).ElementAt(2)))); // with the right checksums
            Load(path);
        }, "x.npz");
        byte[][] parquet = [File.ReadAllBytes(GoldenFile.Path("parquet/arrow.parquet")), File.ReadAllBytes(GoldenFile.Path("parquet/arrow-null.parquet")), Written("x.parquet")];
        yield return new("parquet", [.. parquet, .. TestParquet.Methods.Select(method => TestParquet.Packed(TestImages.Random(12, 4, 3, 3), method))], Load, "x.parquet");
        yield return new("cifar", [.. new[] { 3_073, 3_074 }.Select(length => Enumerable.Repeat((byte)7, 2 * length).ToArray())], Load, "data_batch_1.bin");

        void WithPictures(string path)
        {
            for (byte i = 0; i < 3; i++)
            {
                var picture = Path.Combine(Path.GetDirectoryName(path)!, $"{i}.png");
                if (!File.Exists(picture)) TestPictures.Write(picture, TestPictures.Grey(4, 4, (byte)(i * 9)));
            }
            Load(path);
        }
        yield return new("csv", Texts("path,label,group,split\n0.png,a,g,train\n\"1.png\",b,h,test\n2.png,\"c,\"\"d\",i,val\n", "file;class\r\n0.png;1\r\n1.png;2\r\n"), WithPictures, "x.csv");
        yield return new("jsonl", Texts("{\"file_name\":\"0.png\",\"label\":\"a\",\"group\":\"g\"}\n{\"file_name\":\"1.png\",\"label\":2,\"group\":\"\\u00e9\"}\n"), WithPictures, "x.jsonl");
        var tar = Tar(("package/a", idx), ("package/b", labels));
        yield return new("tar", [tar], path => TarArchive.Read(new MemoryStream(Gzip(File.ReadAllBytes(path))), ["package/a", "package/b"]));
        yield return new("tar-gz", [Gzip(tar)], path => TarArchive.Read(new MemoryStream(File.ReadAllBytes(path)), ["package/a", "package/b"]));
    }

    private static IEnumerable<FuzzedReader> Pictures()
    {
        byte[] rgb = [.. Enumerable.Range(0, 8 * 8 * 3).Select(i => (byte)(i * 7))];
        yield return Picture("png", TestPictures.Colour(8, 8, rgb), TestPictures.Grey(5, 4, 9));
        yield return Picture("jpeg", TestPictures.Jpeg(8, 8, rgb[..64]), TestPictures.Colour(8, 8, rgb, SkiaSharp.SKEncodedImageFormat.Jpeg));
        yield return Picture("webp", TestPictures.Colour(8, 8, rgb, SkiaSharp.SKEncodedImageFormat.Webp));
        yield return Picture("bmp", TestPictures.Bmp(8, 8, rgb));
        yield return Picture("tiff", DeepPictureTests.Tiff16(4, 4, 1, new ushort[16]), DeepPictureTests.Written(8, 8, 8, 3, Compression.LZW, 0), DeepPictureTests.Written(20, 20, 16, 3, Compression.NONE, 16));

        static FuzzedReader Picture(string name, params byte[][] seeds) => new(name, seeds, path =>
        {
            PictureDecoder.Size(new MemoryStream(File.ReadAllBytes(path)));
            PictureDecoder.IsDeep(new MemoryStream(File.ReadAllBytes(path)));
            PictureDecoder.Decode(File.ReadAllBytes(path), new ImageImport { Scale16Bit = DepthScale.Full });
        });
    }

    private static IEnumerable<FuzzedReader> Weights(string folder)
    {
        var images = Shapes.Make(60);
        var file = Path.Combine(folder, "c.safetensors");
        using (var network = new ConvClassifier(new ClassifierWidth(4, 6, 12), 1, 8, 8, 3, SeedTree.FromSeed(1))) ClassifierFile.Save(file, network, images);
        var classifier = Unsealed(File.ReadAllBytes(file));
        ModelExport.Run(file, Path.Combine(folder, "c.onnx"), overwrite: false);
        yield return new("onnx", [File.ReadAllBytes(Path.Combine(folder, "c.onnx"))], path =>
        {
            try { OnnxModel.Parse(File.ReadAllBytes(path)); }
            catch (FormatException e) { throw new UserInputException(e.Message, e); }
            Assert.Throws<UserInputException>(() => ResNet18File.Read(path)); // it is another network
        });
        yield return new("pth", [.. Directory.GetFiles(GoldenFile.Path("pth")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)], path => WeightFile.Read(path), "x.pth");
        yield return new("safetensors", [classifier], path => Safetensors.Read(path));
        // Before classifiers checked their facts against their weights, these asked for half a terabyte and more.
        yield return new("classifier-facts", [.. new[] { ("\"filters1\":4", "\"filters1\":4000000"), ("\"height\":8", "\"height\":100000"), ("\"channels\":1", "\"channels\":100000000"), ("\"rows\"", "\"rows\",\"more\"") }
            .Select(change => Changed(classifier, change.Item1, change.Item2)).Prepend(classifier)], path => ClassifierFile.Load(path).Network.Dispose());
        yield return new("classifier", [classifier], path => ClassifierFile.Load(path).Network.Dispose());
        Safetensors.Write(file, [.. Three("predictions", "I32"), .. Three("losses", "F32"), .. Three("confidences", "F32")]);
        yield return new("predictions", [Unsealed(File.ReadAllBytes(file))], path => FitPredictions.Read(path, Shapes.Make(3)));

        static IEnumerable<SafeTensor> Three(string name, string type) => [new(name, type, [3], new byte[12])];
    }

    private static IEnumerable<FuzzedReader> Own(string folder)
    {
        var gan = Path.Combine(folder, "gan");
        var options = GanPresets.Get("cgan") with { GeneratorUpdates = 5, BatchSize = 8, LatentDimension = 6, Filters = 4 };
        var facts = new GanTraining(options, Shapes.Make(9), 1, gan).Run();
        var weights = File.ReadAllBytes(Path.Combine(gan, TrainedGan.GeneratorFile));
        yield return new("gan-facts", [Encoding.UTF8.GetBytes(JsonSerializer.Serialize(facts, Json.Line))], path =>
        {
            var place = Path.GetDirectoryName(path)!;
            if (!File.Exists(Path.Combine(place, TrainedGan.GeneratorFile))) File.WriteAllBytes(Path.Combine(place, TrainedGan.GeneratorFile), weights);
            TrainedGan.Load(place).Dispose();
        }, TrainedGan.FactsFile);
        var export = Path.Combine(folder, "g.safetensors");
        ModelExport.Run(gan, export, overwrite: false);
        yield return new("generator", [Unsealed(File.ReadAllBytes(export))], path => GeneratorFile.Load(path).Dispose());

        using (var trained = TrainedGan.Load(gan))
        {
            var set = SyntheticSet.Draw(new GanMixture([trained]), SyntheticSet.Labels([2, 2, 2], SeedTree.FromSeed(1).Random()), 1);
            yield return new("provenance", [Encoding.UTF8.GetBytes(JsonSerializer.Serialize(set.Provenance, Json.Line))], path => SealedJson.Read<Provenance>(path));
        }
        var plan = PlanSamples.Everything;
        yield return new("plan", Texts(plan, "name: x\ndata: mnist\n"), path =>
        {
            foreach (var program in new[] { "fit.py", "gen.py" }) FuzzedReader.Put(Path.Combine(Path.GetDirectoryName(path)!, program), []);
            _ = PlanFile.Read(path).Faults().Count;
        }, "plan.yaml");
        var graph = TinyStudy.Graph();
        var resolved = new ResolvedStudy(4, graph.Plan, [.. graph.Tasks.Take(3).Select(t => new ResolvedTask(t.Node, t.Task))]);
        yield return new("resolved", Texts(JsonSerializer.Serialize(resolved, Json.Line)), path => StudyFolder.Read(Path.GetDirectoryName(path)!), "resolved.json");
        yield return new("manifest", Texts("{\"key\":\"k\",\"files\":{}}", "{\"key\":\"k\",\"files\":{\"a\":\"b\"}}"), path =>
        {
            if (TaskManifest.Changes(Path.GetDirectoryName(path)!, "k") is [var change, ..]) throw new UserInputException(change);
        }, "manifest.json");
    }

    /// <summary>A checkpoint with the right digest, or it would only be passed over.</summary>
    private static FuzzedReader Checkpoint(string folder)
    {
        const string Training = "what is trained";
        var images = Shapes.Make(9);
        var options = GanPresets.Get("cgan") with { GeneratorUpdates = 5, BatchSize = 8, LatentDimension = 6, Filters = 4, AdaptiveTarget = 0.6, DiffAugment = [Mintage.Augmentation.DifferentiableTransform.Translation] };
        Assert.Empty(options.Faults());
        var shape = new DcganShape(images.Height, images.Width, images.Channels, images.ClassCount, options.LatentDimension, options.Filters);
        var seeds = SeedTree.FromSeed(1);
        var session = new TrainingSession(options, GanNetworks.Dcgan(options, shape, ComputeDevice.Cpu), TrainingSlice.Draw(images, 0, seeds.Random()), seeds, ComputeDevice.Cpu); // for as long as the tests run
        new GanCheckpoint(folder).Save(session, Training, []);
        const string File = "checkpoint.safetensors";
        return new("checkpoint", [System.IO.File.ReadAllBytes(Path.Combine(folder, File))], path =>
        {
            FuzzedReader.Put(path, Sealed(System.IO.File.ReadAllBytes(path)));
            new GanCheckpoint(Path.GetDirectoryName(path)!).Load(session, Training);
        }, File);
    }

    /// <summary>What programs of the user give back.</summary>
    private static IEnumerable<FuzzedReader> Programs()
    {
        string[] names = ["a", "b, c", "\u00e9"];
        double[] values = [0.2, 0.3, 0.5, 1, 0, 0, 0.25, 0.25, 0.5];
        byte[][] arrays = [.. new Array[] { values, Array.ConvertAll(values, value => (float)value) }.Select(array =>
        {
            using var npy = new MemoryStream();
            new NpyArray([3, 3], array).Write(npy);
            return npy.ToArray();
        })];
        yield return new("program-npy", arrays, path => ClassProbabilities.Read(path, 3, names), ClassProbabilities.NpyFile);
        var rows = string.Concat(Enumerable.Range(0, 3).Select(row => string.Join(',', values.Skip(3 * row).Take(3)) + "\n"));
        yield return new("program-csv", Texts($"a,\"b, c\",\u00e9\n{rows}", $"\u00e9,a,\"b, c\"\r\n{rows}"), path => ClassProbabilities.Read(path, 3, names), ClassProbabilities.CsvFile);
        yield return new("program-report", Texts("{\"steps\": 1000, \"versions\": {\"torch\": \"2.1\", \"n\": 3}, \"more\": [1, null]}", "{\"steps\":0}"), path => FitReport.Read(path), FitReport.File);
    }

    private static void Load(string path) => DataSetReference.Parse(path).Load();

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>A safetensors file of ours without its digest.</summary>
    private static byte[] Unsealed(byte[] file)
    {
        var length = (int)BitConverter.ToInt64(file, 0);
        var header = JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
        header["__metadata__"]!.AsObject().Remove(Safetensors.DigestKey);
        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. file[(8 + length)..]];
    }

    /// <summary>A safetensors file of ours with the right digest, if it has a place for one.</summary>
    private static byte[] Sealed(byte[] file)
    {
        var before = "\"mintage_sha256\":\""u8;
        if (file.AsSpan().IndexOf(before) is >= 0 and var at && at + before.Length + SelfDigest.Blank.Length <= file.Length)
        {
            Encoding.ASCII.GetBytes(SelfDigest.Blank).CopyTo(file, at + before.Length);
            SelfDigest.Seal(file, before);
        }
        return file;
    }

    /// <summary>A safetensors file with other facts.</summary>
    private static byte[] Changed(byte[] file, string there, string changed)
    {
        var length = (int)BitConverter.ToInt64(file, 0);
        var header = JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
        var facts = header["__metadata__"]!["mintage"]!.GetValue<string>();
        Assert.Contains(there, facts, StringComparison.Ordinal);
        header["__metadata__"]!["mintage"] = facts.Replace(there, changed, StringComparison.Ordinal);
        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. file[(8 + length)..]];
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Bzip2(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var bzip2 = new BZip2OutputStream(packed) { IsStreamOwner = false }) bzip2.Write(content, 0, content.Length);
        return packed.ToArray();
    }

    private static IEnumerable<byte[]> Entries(byte[] npz)
    {
        using var zip = new ZipArchive(new MemoryStream(npz));
        foreach (var entry in zip.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal).ToList())
        {
            using var content = entry.Open();
            yield return DataSetSource.ReadAll(content);
        }
    }

    private static byte[] Deflated(byte[] npz)
    {
        using var zip = new ZipArchive(new MemoryStream(npz));
        return Zip([.. zip.Entries.Select(entry => (entry.FullName, DataSetSource.ReadAll(entry.Open())))]);
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }
        return file.ToArray();
    }

    private static byte[] Tar(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var tar = new TarWriter(file, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
        return file.ToArray();
    }
}
