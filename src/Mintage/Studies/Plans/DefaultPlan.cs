using Mintage.Data;
using Mintage.Networks;
using Mintage.Runtime;
using Mintage.Splitting;
using Mintage.Synthesis;

namespace Mintage.Studies.Plans;

/// <summary>What may be asked of a default plan.</summary>
public sealed record DefaultPlanOptions
{
    /// <summary>Test set where it is not the data set's own part, as on the command line.</summary>
    public string? TestData { get; init; }

    /// <summary>How encoded pictures become images of one size.</summary>
    public ImageImport Import { get; init; } = new();

    /// <summary>Synthetic images that exist, as on the command line, to be judged in place of a GAN; null for a
    /// GAN that the study trains.</summary>
    public string? Synthetic { get; init; }

    /// <summary>Sizes of the training set, null for all of it; empty for the default.</summary>
    public IReadOnlyList<int?> Sizes { get; init; } = [];

    /// <summary>Replicates.</summary>
    public int Replicates { get; init; } = 5;

    /// <summary>Classifiers by name, of <see cref="ClassifierNames"/>; several share training images and GANs, so that
    /// they can be compared. Empty for the first.</summary>
    public IReadOnlyList<string> Classifiers { get; init; } = [];

    /// <summary>Names of the classifiers of a default plan: the quick one for the size of the images, the wide
    /// residual network, and a layer on ResNet-18, which is pretrained on ImageNet.</summary>
    public static IReadOnlyList<string> ClassifierNames { get; } =
        [ClassifierPresets.Small, ClassifierPresets.Residual, ClassifierPresets.Pretrained];

    /// <summary>Everything that is wrong with them, each a full sentence; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var name in Classifiers.Except(ClassifierNames))
            yield return $"a classifier must be one of {string.Join(", ", ClassifierNames)}, but is '{name}'."
                + NearestName.Question(name, ClassifierNames);
        if (Classifiers.Distinct().Count() < Classifiers.Count)
            yield return "a classifier is named twice. Name it once.";
    }
}

/// <summary>A sensible plan for any data set.</summary>
public static class DefaultPlan
{
    /// <summary>Loads a data set, and its test set where it has one, and makes a plan for it.</summary>
    /// <param name="data">As on the command line. Named with the part "test" or "val", it is one set to split.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="loading">How it is read, but for the import, which the options say; null for the defaults.</param>
    /// <exception cref="UserInputException">The data set cannot be read, or no plan can be made for it.</exception>
    /// <exception cref="OperationCanceledException">The reading of pictures was cancelled.</exception>
    public static StudyPlan Load(string data, DefaultPlanOptions? options = null, DataSetLoading? loading = null)
    {
        options ??= new DefaultPlanOptions();
        var reference = DataSetReference.Parse(data);
        loading = (loading ?? new DataSetLoading()) with { Import = options.Import };
        // The plan adds the part itself.
        var name = reference.Split == DataSplit.Train && options.TestData is null ? reference.Source : data;
        return For(name, reference.Load(loading), Test(reference, options.TestData, loading), options, loading);
    }

    /// <summary>A plan without faults for these images.</summary>
    /// <param name="data">The data set's name in the plan.</param>
    /// <param name="train">Training images; all images where there is no test set.</param>
    /// <param name="test">Test images, or null: then each replicate keeps a share of the images for testing.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="loading">How ready-made synthetic images are read; null for the defaults.</param>
    /// <exception cref="UserInputException">No study of these images can work; says why.</exception>
    public static StudyPlan For(string data, LabelledImages train, LabelledImages? test,
        DefaultPlanOptions? options = null, DataSetLoading? loading = null)
    {
        options ??= new DefaultPlanOptions();
        if (options.Faults().ToList() is { Count: > 0 } asked)
            throw UserInputException.FromFaults($"A plan for '{data}'", asked);
        var usable = test is null ? train : train.Select(UnitsOutside.Rows(train, SplitUnits.Of(train), test));
        var faults = Faults(usable, test).ToList();
        if (faults.Count > 0) throw UserInputException.FromFaults($"'{data}'", faults);
        loading = (loading ?? new DataSetLoading()) with { Import = options.Import };
        var synthetic = options.Synthetic is { } source ? ReadyMadeSet.Load(source, train, loading) : null;
        var plan = new DefaultPlanBuilder(data, usable, test, options, synthetic?.Images.Count).Build();
        if (plan.Faults() is { Count: > 0 } wrong) throw UserInputException.FromFaults($"A plan for '{data}'", wrong);
        var sets = synthetic is null ? null : plan.Gans.ToDictionary(gan => gan.Name, _ => synthetic);
        _ = new StudyData(plan, train, test, sets); // what was asked for may not fit the images
        return plan;
    }

    /// <summary>A default plan as a plan file whose comments explain every part and show what else there is.</summary>
    public static string Text(StudyPlan plan) => new DefaultPlanText(plan).Create();

    private static LabelledImages? Test(DataSetReference reference, string? own, DataSetLoading loading)
    {
        if (own is not null) return DataSetReference.Parse(own).Load(loading);
        if (reference.Split != DataSplit.Train) return null;
        var part = reference with { Split = DataSplit.Test };
        var hasTest = part.Parts().Contains(DataSplit.Test);
        if (!hasTest && DataCatalogue.Find(reference.Source) is not null) return null;
        try
        {
            return part.Load(loading);
        }
        catch (UserInputException e) when (!hasTest)
        {
            loading.Report?.Invoke(
                $"No test set: a share of the images is set aside for testing. ({e.Message})");
            return null;
        }
    }

    private static IEnumerable<string> Faults(LabelledImages usable, LabelledImages? test)
    {
        var counts = usable.ClassCounts();
        if (counts.Length < 2)
            yield return "a classifier needs images of at least 2 classes, but there "
                + $"{(counts.Length == 0 ? "is none" : $"is only '{usable.ClassNames[0]}'")}. Add another class.";
        for (var c = 0; c < counts.Length && counts.Length > 1; c++)
        {
            if (counts[c] < 2)
                yield return "every class needs at least 2 "
                    + $"images{(test is null ? "" : " that are not in the test set too")}, but "
                    + $"'{usable.ClassNames[c]}' has {counts[c]}. Add images of it, or leave the class out.";
        }
        if (DcganShape.SizeFault(usable.Height, usable.Width) is { } fault) yield return fault;
        if (test is { Count: 0 }) yield return "the test set has no images. Name another, or leave it out.";
    }
}
