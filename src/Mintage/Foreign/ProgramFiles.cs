using System.Security.Cryptography;
using System.Text;
using Mintage.Runtime;

namespace Mintage.Foreign;

/// <summary>A file of a program.</summary>
/// <param name="Name">Path from the plan's folder, with forward slashes.</param>
/// <param name="Sha256">Of its bytes; of a folder, over the names and hashes of all files in it.</param>
internal sealed record ProgramFile(string Name, string Sha256);

/// <summary>The files that are a program, found beside its plan.</summary>
internal static class ProgramFiles
{
    /// <summary>Names of the files: those that the options name, or the arguments that are files.</summary>
    /// <param name="options">The program.</param>
    /// <param name="folder">The plan's.</param>
    public static IReadOnlyList<string> Names(ProgramOptions options, string folder) => options.Files.Count > 0
        ? options.Files
        : [.. options.Template().Literals.Where(a => IsFileBeside(a, folder)).Distinct()];

    /// <summary>Whether an argument is a file beside the plan.</summary>
    public static bool IsFileBeside(string argument, string folder) =>
        argument.Length > 0 && !Path.IsPathRooted(argument) && File.Exists(Path.Combine(folder, argument));

    /// <summary>Hashes a program's files.</summary>
    /// <exception cref="UserInputException">One is not there or cannot be read.</exception>
    public static IReadOnlyList<ProgramFile> Hash(ProgramOptions options, string folder) =>
        [.. Names(options, folder).Select(name => new ProgramFile(name.Replace('\\', '/'), Sha256(folder, name)))];

    /// <summary>Refuses files that are not as they were.</summary>
    /// <exception cref="UserInputException">One was changed or cannot be read.</exception>
    public static void RequireUnchanged(IReadOnlyList<ProgramFile> files, string folder)
    {
        if (files.FirstOrDefault(f => Sha256(folder, f.Name) != f.Sha256) is { } changed)
            throw new UserInputException(
                $"'{changed.Name}' in '{folder}' must be as it was when the study began, but was changed. Run 'mintage "
                + "study run' with the plan again: what the change touches is then computed anew.");
    }

    private static string Sha256(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            if (!Directory.Exists(path)) return WholeFile.Sha256(path);
            var all = new StringBuilder();
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(path, f).Replace('\\', '/')).Where(IsSource)
                .Order(StringComparer.Ordinal))
            {
                all.Append(file).Append('\0').Append(WholeFile.Sha256(Path.Combine(path, file))).Append('\n');
            }
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException(
                $"'{name}' must be a file or folder of the program in '{folder}', the plan's folder, but cannot be "
                + $"read: {e.Message}", e);
        }
    }

    /// <summary>Not what Python and editors leave behind.</summary>
    private static bool IsSource(string file) => !file.Split('/').Any(part => part is "__pycache__" or ".git");
}
