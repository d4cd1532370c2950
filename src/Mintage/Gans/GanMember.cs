using System.Globalization;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>
/// Folder and seed of a GAN that is trained with others like it, in the folders 1, 2, ... of a common folder.
/// Thread-safe.
/// </summary>
public static class GanMember
{
    /// <summary>Gives the folder of a member.</summary>
    /// <param name="folder">The common folder.</param>
    /// <param name="member">Index of the member, from 0.</param>
    public static string Folder(string folder, int member) =>
        Path.Combine(folder, (member + 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>Gives the seed of a member's training. The first member is the same as a GAN trained alone.</summary>
    /// <param name="seed">The common seed.</param>
    /// <param name="member">Index of the member, from 0.</param>
    public static long Seed(long seed, int member) =>
        member == 0 ? seed : SeedTree.FromSeed(seed).Child("member", member).Seed;

    /// <summary>
    /// Lists the folders of the GANs in a folder: those of its members, or the folder itself if it has none.
    /// </summary>
    public static IReadOnlyList<string> FoldersIn(string folder)
    {
        var members = Enumerable.Range(0, int.MaxValue).Select(member => Folder(folder, member))
            .TakeWhile(Directory.Exists).ToList();
        return members.Count > 0 && !File.Exists(Path.Combine(folder, TrainedGan.FactsFile)) ? members : [folder];
    }
}
