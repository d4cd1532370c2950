using Mintage.Data;
using Mintage.Foreign;
using Mintage.Studies;
using Mintage.Studies.Elsewhere;
using Mintage.Studies.Plans;

namespace Mintage.Tests.Studies.Elsewhere;

/// <summary>An export of made-up images, and made-up predictions for it.</summary>
internal sealed class HandedOut : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mintage-elsewhere-").FullName;

    public HandedOut(int replicates, Func<StudyPlan, StudyPlan>? change = null, ExportFormat format = ExportFormat.Npz,
        LabelledImages? train = null)
    {
        NpzFile.Write(Path.Combine(folder, "train.npz"), train ?? TinyStudy.Train);
        NpzFile.Write(Path.Combine(folder, "test.npz"), TinyStudy.Test);
        var plan = MadeUpFits.Plan(replicates) with
        {
            Data = Path.Combine(folder, "train.npz"),
            TestData = Path.Combine(folder, "test.npz"),
            PlumbingOnly = false,
        };
        Plan = change is null ? plan : change(plan);
        var export = new StudyExport(StudyPlanner.Resolve(Plan, StudyData.Load(Plan)));
        Assert.Empty(export.PrepareAsync(new StudyRun { Folder = Study }).GetAwaiter().GetResult());
        Assert.Empty(export.Write(Folder, Study, format));
        Export = ExportRecord.Read(Folder);
    }

    public StudyPlan Plan { get; }

    public ExportRecord Export { get; }

    public string Folder => Path.Combine(folder, "handout");

    public string Study => Path.Combine(folder, "study");

    public string Predictions => Path.Combine(folder, "predictions");

    public string Judged => Path.Combine(folder, "judged");

    public JudgedPredictions Judge() => StudyJudge.Judge(Folder, Predictions, Judged);

    /// <summary>Path of a file of a fit's predictions; its folder is made.</summary>
    public string this[string fit, string file]
    {
        get
        {
            Directory.CreateDirectory(Path.Combine(Predictions, fit));
            return Path.Combine(Predictions, fit, file);
        }
    }

    /// <summary>Predicts for every fit, looking at the handed-out images alone.</summary>
    /// <param name="predict">What is said of an image, from the name of the fit and the image's true place.</param>
    public void PredictAll(Func<ExportedFit, int, float[]> predict)
    {
        foreach (var fit in Export.Fits)
        {
            var rows = Places(fit.Test).Select(place => predict(fit, place)).ToList();
            Write(this[fit.Name, ClassProbabilities.NpyFile], rows);
            File.WriteAllText(this[fit.Name, FitReport.File], $$$"""{"steps": {{{fit.Steps}}}, "versions": {"torch": "2.1"}}""");
        }
    }

    public static void Write(string path, IReadOnlyList<float[]> rows)
    {
        using var stream = File.Create(path);
        new NpyArray([rows.Count, rows[0].Length], rows.SelectMany(r => r).ToArray()).Write(stream);
    }

    /// <summary>The place in the test set of each image of test.npz, found by its pixels.</summary>
    public int[] Places(string test) => NpzArchive.Read(Path.Combine(Folder, "tests", test, "test.npz"), archive =>
    {
        Assert.Equal(["images"], archive.Names);
        var (pixels, size) = (archive.Array("images").Values<byte>(), TinyStudy.Test.PixelsPerImage);
        var places = Enumerable.Range(0, TinyStudy.Test.Count)
            .ToDictionary(i => Convert.ToHexString(TinyStudy.Test.Image(i)), i => i);
        return Enumerable.Range(0, pixels.Length / size)
            .Select(i => places[Convert.ToHexString(pixels.AsSpan(i * size, size))]).ToArray();
    });

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
