namespace Mintage.Data;

/// <summary>A part of a published data set.</summary>
public enum DataSplit
{
    /// <summary>Training images; written "train".</summary>
    Train,

    /// <summary>Validation images; written "val".</summary>
    Validation,

    /// <summary>Test images; written "test".</summary>
    Test,
}

/// <summary>Converts parts to and from their names on the command line and in plans.</summary>
public static class DataSplits
{
    /// <summary>Gives "train", "val" or "test".</summary>
    public static string Word(this DataSplit split) => split switch
    {
        DataSplit.Train => "train",
        DataSplit.Validation => "val",
        DataSplit.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(split)),
    };

    /// <summary>Names of all parts.</summary>
    internal static IEnumerable<string> Words => Enum.GetValues<DataSplit>().Select(Word);

    /// <summary>Finds the part with this name; null if there is none.</summary>
    public static DataSplit? Find(string word) => word switch
    {
        "train" => DataSplit.Train,
        "val" => DataSplit.Validation,
        "test" => DataSplit.Test,
        _ => null,
    };

    /// <summary>Finds the part by any of the usual names of folders and table columns, in any case; null if there is
    /// none.</summary>
    internal static DataSplit? FindAlias(string word) => word.ToLowerInvariant() switch
    {
        "training" => DataSplit.Train,
        "valid" or "validation" or "dev" => DataSplit.Validation,
        "testing" => DataSplit.Test,
        var usual => Find(usual),
    };
}
