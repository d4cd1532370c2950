using System.Text.Json;
using Mintage.Runtime;

namespace Mintage.Studies.Plans;

/// <summary>
/// Plans as YAML files. Keys are those of resolved.json; what is left out has the default of its record. A GAN names a
/// preset and only what differs from it, and there are short forms: docs/guide/plans.md.
/// </summary>
public static class PlanFile
{
    /// <summary>Reads a plan.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserInputException">
    /// It cannot be read or has faults; every fault is listed with its line.
    /// </exception>
    public static StudyPlan Read(string path)
    {
        try
        {
            var plan = Parse(File.ReadAllText(path), path);
            return plan with { Programs = ProgramSite.Of(plan, Path.GetDirectoryName(Path.GetFullPath(path))) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = Directory.Exists(path)
                ? "it is a folder"
                : File.Exists(path)
                ? e.Message.TrimEnd('.')
                : "there is no such file";
            throw new UserInputException(
                $"'{path}' must be a plan file, but {reason}. 'mintage study init --data D --out FILE' writes one.", e);
        }
    }

    /// <summary>Reads a plan from text.</summary>
    /// <param name="yaml">One YAML document.</param>
    /// <param name="source">What messages call it, e.g. "plan.yaml".</param>
    /// <returns>A plan without faults.</returns>
    /// <exception cref="UserInputException">It has faults; every fault is listed with its line.</exception>
    public static StudyPlan Parse(string yaml, string source)
    {
        var faults = new PlanFaultList();
        if (YamlTree.Read(yaml, faults) is not { } root)
            throw UserInputException.FromFaults(
                source, faults.Count > 0
                ? faults.Sentences
                : ["the file is empty. A plan has at least name, data, sizes and gans; 'mintage study init --data D' "
                + "writes one."]);
        var json = new PlanReader(faults, new PlanShortForms(faults, root)).Read(root, typeof(StudyPlan), "");
        if (faults.Count > 0) throw UserInputException.FromFaults(source, faults.Sentences);
        var plan = json.Deserialize<StudyPlan>(Json.File)!;
        return plan.Faults() is { Count: > 0 } wrong ? throw UserInputException.FromFaults(source, wrong) : plan;
    }

    /// <summary>
    /// Writes a plan in full, but for GAN options that are as in the preset, widths that have a name and an import of
    /// defaults; reads back to an equal plan.
    /// </summary>
    public static string Text(StudyPlan plan) =>
        string.Concat(PlanText.Form(plan).Select(p => PlanText.Entry(p.Key, p.Value!)));
}
