using System.Collections;
using System.Globalization;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>
/// GANs that are sampled together: members of one training (in the folders 1, 2, ... of its folder), or GANs that were
/// trained one by one. Disposing it disposes them. Not thread-safe.
/// </summary>
public sealed class TrainedGans : IReadOnlyList<TrainedGan>, IDisposable
{
    private readonly List<TrainedGan> gans = [];

    private TrainedGans()
    {
    }

    /// <inheritdoc/>
    public int Count => gans.Count;

    /// <inheritdoc/>
    public TrainedGan this[int index] => gans[index];

    /// <summary>Gives the folder of a member.</summary>
    /// <param name="folder">The common folder.</param>
    /// <param name="member">Index of the member, from 0.</param>
    public static string MemberFolder(string folder, int member) =>
        Path.Combine(folder, (member + 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>Gives the seed of a member's training. The first member is the same as a GAN trained alone.</summary>
    /// <param name="seed">The common seed.</param>
    /// <param name="member">Index of the member, from 0.</param>
    public static long MemberSeed(long seed, int member) =>
        member == 0 ? seed : SeedTree.FromSeed(seed).Child("member", member).Seed;

    /// <summary>Lists the folders of the GANs in a folder: those of its members, or the folder itself if it has
    /// none.</summary>
    public static IReadOnlyList<string> FoldersIn(string folder)
    {
        var members = Enumerable.Range(0, int.MaxValue).Select(member => MemberFolder(folder, member))
            .TakeWhile(Directory.Exists).ToList();
        return members.Count > 0 && !File.Exists(Path.Combine(folder, TrainedGan.FactsFile)) ? members : [folder];
    }

    /// <summary>Reads the GANs of several folders. Call outside any dispose scope.</summary>
    /// <param name="folders">Folders of finished trainings, with or without members.</param>
    /// <param name="device">The device to draw images on; null for the processor.</param>
    /// <exception cref="UserInputException">A folder has no finished GAN, or one with changed weights or custom
    /// networks.</exception>
    public static TrainedGans Load(IEnumerable<string> folders, ComputeDevice? device = null)
    {
        var loaded = new TrainedGans();
        try
        {
            foreach (var folder in folders.SelectMany(FoldersIn))
                loaded.gans.Add(TrainedGan.Load(folder, device: device));
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<TrainedGan> GetEnumerator() => gans.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gan in gans) gan.Dispose();
        gans.Clear();
    }
}
