using Mintage.Foreign;
using Mintage.Runtime;

namespace Mintage.Studies.Plans;

/// <summary>What a program's version command has printed.</summary>
internal sealed record ProgramVersion(string Command, string Printed);

/// <summary>Where the programs of a plan lie, and what they were when the study was planned.</summary>
/// <param name="Folder">The plan's folder: no part of any key.</param>
/// <param name="Files">Files of all programs.</param>
internal sealed record ProgramSite(string Folder, IReadOnlyList<ProgramFile> Files)
{
    /// <summary>What version commands have printed; those that nobody has asked yet are missing.</summary>
    public IReadOnlyList<ProgramVersion> Versions { get; init; } = [];

    /// <summary>Looks at the programs of a plan; null where it has none.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="folder">Its folder; null for the current one.</param>
    /// <exception cref="UserInputException">A file that it names is not there; every one is listed.</exception>
    public static ProgramSite? Of(StudyPlan plan, string? folder)
    {
        var programs = Programs(plan);
        if (programs.Count == 0) return null;
        folder = Path.GetFullPath(folder ?? ".");
        var (files, faults) = (new List<ProgramFile>(), new List<string>());
        foreach (var program in programs)
        {
            try
            {
                files.AddRange(ProgramFiles.Hash(program, folder));
            }
            catch (UserInputException e)
            {
                faults.Add(e.Message);
            }
        }
        return faults.Count == 0
            ? new ProgramSite(folder, [.. files.Distinct()])
            : throw UserInputException.FromFaults($"plan '{plan.Name}'", [.. faults.Distinct()]);
    }

    /// <summary>Programs that a plan names, each once.</summary>
    public static IReadOnlyList<ProgramOptions> Programs(StudyPlan plan) =>
        [.. plan.Sizes.Select(size => size.Classifier.Program).Concat(plan.Gans.Select(gan => gan.Program))
            .OfType<ProgramOptions>().Distinct()];

    /// <summary>Commands of a plan with their folder and files, for people.</summary>
    public IReadOnlyList<string> Descriptions(StudyPlan plan) =>
    [
        .. from program in Programs(plan)
           let files = FilesOf(program).Select(file => $"{file.Name} {file.Sha256[..12]}").DefaultIfEmpty("no files")
           let version = program.VersionCommand is { } asks ? $"; before it: {asks}" : ""
           select $"{program.Command}{version}  [in {Folder}: {string.Join(", ", files)}]",
    ];

    /// <summary>The same, after the version commands of a plan have run.</summary>
    /// <exception cref="UserInputException">One of them failed.</exception>
    public ProgramSite Asked(StudyPlan plan, CancellationToken cancellation) => this with
    {
        Versions =
        [
            .. Programs(plan).Where(p => p.VersionCommand is not null).DistinctBy(p => p.VersionCommand).Select(p =>
                new ProgramVersion(p.VersionCommand!, new ForeignProgram(p, Folder).Version(cancellation)!)),
        ],
    };

    /// <summary>What a program's version command has printed; null where it has none or was not asked.</summary>
    public string? VersionOf(ProgramOptions program) =>
        Versions.FirstOrDefault(v => v.Command == program.VersionCommand)?.Printed;

    /// <summary>The files of one of them.</summary>
    public IReadOnlyList<ProgramFile> FilesOf(ProgramOptions program)
    {
        var names = (program.Files.Count > 0 ? program.Files : program.Template().Literals)
            .Select(name => name.Replace('\\', '/')).ToHashSet();
        return [.. Files.Where(file => names.Contains(file.Name))];
    }
}
