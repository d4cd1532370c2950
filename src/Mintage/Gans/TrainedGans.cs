using System.Collections;
using System.Globalization;
using Mintage.Runtime;

namespace Mintage.Gans;

/// <summary>
/// GANs that draw together: members of one training with several (in the folders 1, 2, ... of its folder), or GANs that were trained
/// one by one. Disposing it disposes them.
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

    /// <summary>Folder of a member.</summary>
    /// <param name="folder">That of all.</param>
    /// <param name="member">Zero-based.</param>
    public static string MemberFolder(string folder, int member) => Path.Combine(folder, (member + 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>Seed of a member's training: the first member is what a GAN by itself would be.</summary>
    /// <param name="seed">That of all.</param>
    /// <param name="member">Zero-based.</param>
    public static long MemberSeed(long seed, int member) => member == 0 ? seed : SeedTree.FromSeed(seed).Child("member", member).Seed;

    /// <summary>The folders of the GANs in a folder: those of its members where it has some, otherwise itself.</summary>
    public static IReadOnlyList<string> FoldersIn(string folder)
    {
        var members = Enumerable.Range(0, int.MaxValue).Select(member => MemberFolder(folder, member)).TakeWhile(Directory.Exists).ToList();
        return members.Count > 0 && !File.Exists(Path.Combine(folder, TrainedGan.FactsFile)) ? members : [folder];
    }

    /// <summary>Reads the GANs of some folders. Call outside any dispose scope.</summary>
    /// <param name="folders">Of finished trainings, with members or without.</param>
    /// <param name="device">Where they are to draw images; null for the processor.</param>
    /// <exception cref="UserInputException">A folder holds no finished GAN, or one with changed weights or networks of somebody's own.</exception>
    public static TrainedGans Load(IEnumerable<string> folders, ComputeDevice? device = null)
    {
        var loaded = new TrainedGans();
        try
        {
            foreach (var folder in folders.SelectMany(FoldersIn)) loaded.gans.Add(TrainedGan.Load(folder, device: device));
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
