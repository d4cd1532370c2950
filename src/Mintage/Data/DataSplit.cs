namespace Mintage.Data;

/// <summary>The parts in which data sets are published.</summary>
public enum DataSplit
{
    /// <summary>Training images; written "train".</summary>
    Train,

    /// <summary>Validation images; written "val".</summary>
    Validation,

    /// <summary>Test images; written "test".</summary>
    Test,
}

/// <summary>How parts are written on the command line and in plans.</summary>
public static class DataSplits
{
    /// <summary>"train", "val" or "test".</summary>
    public static string Word(this DataSplit split) => split switch
    {
        DataSplit.Train => "train",
        DataSplit.Validation => "val",
        DataSplit.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(split)),
    };

    /// <summary>The part that a word names, or null if it names none.</summary>
    public static DataSplit? Find(string word) => word switch
    {
        "train" => DataSplit.Train,
        "val" => DataSplit.Validation,
        "test" => DataSplit.Test,
        _ => null,
    };

    /// <summary>The part that a folder or a table calls by any of the usual words, in any case, or null.</summary>
    internal static DataSplit? FindAlias(string word) => word.ToLowerInvariant() switch
    {
        "training" => DataSplit.Train,
        "valid" or "validation" or "dev" => DataSplit.Validation,
        "testing" => DataSplit.Test,
        var usual => Find(usual),
    };
}
