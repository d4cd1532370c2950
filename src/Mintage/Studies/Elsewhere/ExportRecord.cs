using System.Text.Json.Serialization;
using Mintage.Runtime;

namespace Mintage.Studies.Elsewhere;

/// <summary>What was handed out: export.json. It says nothing of test labels.</summary>
/// <param name="FormatVersion">Version of this form.</param>
/// <param name="Study">The study folder, from the exported one.</param>
/// <param name="Fits">The fits that were handed out.</param>
internal sealed record ExportRecord(int FormatVersion, string Study, IReadOnlyList<ExportedFit> Fits) : ISealed
{
    public const string File = "export.json";

    private const int Version = 1;

    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FileSha256 { get; init; }

    public static void Write(string folder, string study, IReadOnlyList<ExportedFit> fits) => WholeFile.WriteBytes(
        Path.Combine(folder, File),
        SealedJson.Of(new ExportRecord(Version, study, fits) { FileSha256 = SelfDigest.Blank }));

    /// <exception cref="UserInputException">The folder is none that 'study export' wrote, or was changed.</exception>
    public static ExportRecord Read(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
            throw new UserInputException(
                $"'{folder}' must be a folder that 'mintage study export' wrote, but has no {File}. Name that folder "
                + "first, then the predictions.");
        var record = SealedJson.Read<ExportRecord>(path);
        return record.FormatVersion == Version ? record : throw new UserInputException(
            $"'{path}' must be of form {Version}, but is of form {record.FormatVersion}. Use the version of Mintage "
            + "that wrote it.");
    }
}

/// <summary>A fit that was handed out.</summary>
/// <param name="Name">Name of its folder, and of the folder of its predictions.</param>
/// <param name="Key">Key of the <see cref="FitTask"/> that it stands for.</param>
/// <param name="Replicate">Zero-based.</param>
/// <param name="Test">Name of the folder of the images to predict.</param>
/// <param name="RealImages">Real images that it trains on.</param>
/// <param name="SyntheticImages">Synthetic ones.</param>
/// <param name="Steps">Steps that were asked for.</param>
/// <param name="BatchSize">Images per step.</param>
internal sealed record ExportedFit(
    string Name, string Key, int Replicate, string Test, int RealImages, int SyntheticImages, int Steps, int BatchSize);
