using Mintage.Data;
using Mintage.Foreign;
using Mintage.Results;
using Mintage.Runtime;
using Mintage.Statistics;
using Mintage.Studies;
using Mintage.Studies.Elsewhere;

namespace Mintage.Tests.Studies.Elsewhere;

public sealed class StudyJudgeTests
{
    private static readonly int[] Labels = TinyStudy.Test.Labels;
    private static readonly int Classes = TinyStudy.Test.ClassCount;

    [Theory]
    [InlineData(ClassMeasure.Accuracy)]
    [InlineData(ClassMeasure.BalancedAccuracy)]
    public void The_verdicts_are_those_of_a_study_whose_classifiers_predict_the_same(ClassMeasure measure)
    {
        using var handed = new HandedOut(5, plan => plan with { Fair = plan.Fair! with { Measure = measure, Balance = false, Doses = [] } });
        handed.PredictAll((fit, place) => Row(fit.Key, fit.Replicate, place, Share(ArmOf(handed, fit.Key))));
        var judged = handed.Judge();
        Assert.Empty(judged.Missing);
        Assert.Empty(judged.Unknown);

        var study = Path.Combine(handed.Judged, "of-its-own");
        var plan = ExportedStudy.Plan(handed.Plan);
        var graph = StudyPlanner.Resolve(plan, StudyData.Load(plan));
        var keys = graph.Runs.ToDictionary(r => (r.Arm, r.Replicate), r => r.Key);
        var own = MadeUpFits.Analyse(study, plan, TinyStudy.Train, TinyStudy.Test, (arm, replicate, labels) =>
            [.. labels.Select((_, i) => Array.IndexOf(Row(keys[(arm, replicate)], replicate, i, Share(arm)), 0.8f))]);

        Assert.Equal(own.Contrasts.Count, judged.Results.Contrasts.Count);
        foreach (var (theirs, ours) in own.Contrasts.Zip(judged.Results.Contrasts)) Equal(theirs, ours);
        Assert.Contains(judged.Results.Contrasts, c => c is { InFamily: true, Verdict: "improves" });
        Assert.Equal(["torch 2.1"], judged.Results.TrainedElsewhere!.Versions);
        Assert.Null(judged.Results.Decisions[0].ModelFile);
        foreach (var file in new[] { "results.json", "results.csv", "contrasts.csv", "report.html" })
            Assert.True(File.Exists(Path.Combine(handed.Judged, file)), file);
        // The same predictions again are the same look.
        Assert.Single(handed.Judge().Results.Looks);
    }

    [Fact]
    public void A_part_of_the_predictions_gives_what_it_can_and_no_verdict()
    {
        using var handed = new HandedOut(2);
        handed.PredictAll((fit, place) => Row(fit.Key, fit.Replicate, place, 0.7));
        var lost = handed.Export.Fits.First(f => f.Replicate == 1 && ArmOf(handed, f.Key) == "classical");
        Directory.Move(Path.GetDirectoryName(handed[lost.Name, "x"])!, Path.Combine(handed.Predictions, "misnamed"));
        var judged = handed.Judge();
        Assert.Equal([lost.Name], judged.Missing);
        Assert.Equal(["misnamed"], judged.Unknown);
        var contrast = judged.Results.Contrasts.First(c => c is { Arm: "classical+cgan", InFamily: true });
        Assert.Equal(1, contrast.Replicates);
        Assert.Null(contrast.Verdict);
        Assert.Contains("1 of 2 replicates have ended", contrast.Withheld, StringComparison.Ordinal);
    }

    [Fact]
    public void Looks_that_were_planned_are_taken_as_their_predictions_come()
    {
        using var handed = new HandedOut(3, plan => plan with { Looks = [2, 3] });
        handed.PredictAll((fit, place) => Row(fit.Key, fit.Replicate, place, 0.7));
        var later = handed.Export.Fits.First(f => f.Replicate == 2).Name;
        Directory.Move(Path.Combine(handed.Predictions, later), Path.Combine(handed.Predictions, "later"));
        var first = handed.Judge().Results;
        Assert.Equal((2, "not enough evidence"), (first.Replicates, Of(first, "classical+cgan", "classical").Verdict));
        Directory.Move(Path.Combine(handed.Predictions, "later"), Path.Combine(handed.Predictions, later));
        var second = handed.Judge().Results;
        Assert.Equal([2, 3], second.Looks.Select(l => l.Replicates));
        Assert.Equal(3, Of(second, "classical+cgan", "classical").Replicates);
        // The looks share 5 % as they share the replicates.
        Assert.Equal(100 - (5 * 2 / 3.0), first.ConfidencePercent, 1e-9);
        Assert.Equal(100 - (5 / 3.0), second.ConfidencePercent, 1e-9);
    }

    [Fact]
    public void Steps_that_differ_void_a_comparison_and_steps_that_are_not_told_mark_it()
    {
        using var handed = new HandedOut(2);
        handed.PredictAll((fit, place) => Row(fit.Key, fit.Replicate, place, 0.7));
        var fits = handed.Export.Fits.ToDictionary(f => (ArmOf(handed, f.Key), f.Replicate));
        File.WriteAllText(handed[fits[("cgan", 0)].Name, FitReport.File], """{"steps": 7}""");
        File.Delete(handed[fits[("classical", 1)].Name, FitReport.File]);
        var results = handed.Judge().Results;
        var (voided, marked) = (Of(results, "cgan", "real"), Of(results, "classical+cgan", "classical"));
        Assert.Null(voided.Steps);
        Assert.Contains("void", voided.Sentence, StringComparison.Ordinal);
        Assert.False(voided.StepsUnchecked);
        Assert.Equal(fits[("classical", 1)].Steps, marked.Steps);
        Assert.True(marked.StepsUnchecked);
        Assert.Equal([fits[("classical", 1)].Name], results.TrainedElsewhere!.StepsUnreported);
        Assert.Contains(results.Conclusions[0].Limits, l => l.Contains(fits[("classical", 1)].Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Faulty_predictions_are_all_named_at_once()
    {
        using var handed = new HandedOut(2);
        handed.PredictAll((fit, place) => Row(fit.Key, fit.Replicate, place, 0.7));
        var names = handed.Export.Fits.Select(f => f.Name).ToList();
        float[] fine = Row(handed.Export.Fits[0].Key, 0, 0, 0.7);
        HandedOut.Write(handed[names[0], ClassProbabilities.NpyFile], [.. Enumerable.Repeat(fine, 59)]);
        HandedOut.Write(handed[names[1], ClassProbabilities.NpyFile], [.. Enumerable.Repeat(fine, 59), [.. fine.Select(_ => float.NaN)]]);
        File.WriteAllText(handed[names[2], FitReport.File], "steps");
        var refused = Assert.Throws<UserInputException>(handed.Judge);
        foreach (var words in new[] { "has 3 faults", names[0], names[1], names[2], "60 images", "NaN" })
            Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(handed.Judged));
    }

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        using var handed = new HandedOut(2);
        Refused("must be in a folder");
        Directory.CreateDirectory(handed.Predictions);
        Refused(handed.Export.Fits[0].Name);
        handed.PredictAll((fit, place) => Row(fit.Key, fit.Replicate, place, 0.7));
        NpzFile.Write(handed.Plan.TestData!, TinyStudy.Test.Select([.. Enumerable.Range(1, 59)]));
        Refused("must be an export of the study");
        File.AppendAllText(Path.Combine(handed.Folder, ExportRecord.File), " ");
        Refused("damaged or was changed");
        Directory.Delete(handed.Study, recursive: true);
        File.Delete(Path.Combine(handed.Folder, ExportRecord.File));
        Refused("has no export.json");

        void Refused(string words) => Assert.Contains(
            words, Assert.Throws<UserInputException>(handed.Judge).Message, StringComparison.Ordinal);
    }

    /// <summary>Wrong for the same images more or less, with chance by fit.</summary>
    private static float[] Row(string key, int replicate, int place, double share)
    {
        var random = SeedTree.FromSeed(replicate).Child(key, place).Random();
        var predicted = random.NextDouble() < share ? Labels[place] : (Labels[place] + 1) % Classes;
        return [.. Enumerable.Range(0, Classes).Select(c => c == predicted ? 0.8f : 0.2f / (Classes - 1))];
    }

    private static double Share(string arm) => arm.Contains("cgan", StringComparison.Ordinal) ? 0.9 : 0.6;

    private static string ArmOf(HandedOut handed, string key) => Arms(handed)[key];

    private static Dictionary<string, string> Arms(HandedOut handed) => File
        .ReadLines(Path.Combine(handed.Folder, StudyExport.IndexFile)).Skip(1).Select(line => line.Split(','))
        .ToDictionary(cells => handed.Export.Fits.First(f => f.Name == cells[0]).Key, cells => cells[2]);

    private static ContrastRecord Of(StudyResults results, string arm, string against) =>
        results.Contrasts.First(c => c.Arm == arm && c.Against == against);

    private static void Equal(ContrastRecord theirs, ContrastRecord ours)
    {
        Assert.Equal((theirs.Arm, theirs.Against, theirs.Verdict, theirs.Withheld), (ours.Arm, ours.Against, ours.Verdict, ours.Withheld));
        Assert.Equal(theirs.DifferencesPoints, ours.DifferencesPoints);
        Assert.Equal(
            (theirs.EstimatePoints, theirs.StandardErrorPoints, theirs.SimultaneousPoints, theirs.PointwisePoints, theirs.PValue, theirs.AdjustedPValue),
            (ours.EstimatePoints, ours.StandardErrorPoints, ours.SimultaneousPoints, ours.PointwisePoints, ours.PValue, ours.AdjustedPValue));
    }
}
