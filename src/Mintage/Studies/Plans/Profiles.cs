using Mintage.Data;
using Mintage.Runtime;

namespace Mintage.Studies.Plans;

/// <summary>The plans that are shipped, behind <c>mintage reproduce</c>: <c>plans/*.yaml</c>.</summary>
public static class Profiles
{
    private const string EditorLine = "# yaml-language-server:";

    /// <summary>Names of all profiles.</summary>
    public static IReadOnlyList<string> Names { get; } = ["smoke", "reduced", "evidence", "full"];

    /// <summary>The plan of a profile.</summary>
    /// <exception cref="UserInputException">There is none of this name.</exception>
    public static StudyPlan Get(string name) => PlanFile.Parse(Text(name), $"plans/{name}.yaml");

    /// <summary>
    /// The plan file of a profile with its comments, but for the line that tells editors where the schema lies: it is
    /// so only beside the others.
    /// </summary>
    /// <exception cref="UserInputException">There is none of this name.</exception>
    public static string Text(string name)
    {
        if (!Names.Contains(name))
            throw new UserInputException(
                $"'{name}' is not a profile.{NearestName.Question(name, Names)} Use one of: "
                + $"{string.Join(", ", Names)}.");
        using var text =
            new StreamReader(typeof(Profiles).Assembly.GetManifestResourceStream($"Mintage.Plans.{name}.yaml")!);
        var all = text.ReadToEnd().ReplaceLineEndings("\n");
        return all.StartsWith(EditorLine, StringComparison.Ordinal) ? all[(all.IndexOf('\n') + 1)..] : all;
    }
}
