using Mintage.Data;
using Mintage.Runtime;
using Mintage.Synthesis;

namespace Mintage.Studies;

/// <summary>
/// Compares the fingerprints of the images behind a synthetic set with those an arm must not have seen. Looks at what
/// was used, not at what was asked for.
/// </summary>
public static class LeakGuard
{
    private const int Listed = 5;

    /// <summary>Refuses a synthetic set whose lineage touches the test set, or leaves the training part without being marked.</summary>
    /// <param name="arm">For the message.</param>
    /// <param name="provenance">Of the synthetic set.</param>
    /// <param name="test">Never to be seen.</param>
    /// <param name="training">The arm's real training images.</param>
    /// <param name="leaky">Whether the arm is marked as leaky.</param>
    /// <exception cref="UserInputException">Names images by index.</exception>
    public static void Check(string arm, Provenance provenance, LabelledImages test, LabelledImages training, bool leaky)
    {
        var lineage = provenance.Lineage.ToHashSet();
        var leaked = Enumerable.Range(0, test.Count).Where(i => lineage.Contains(test.ImageFingerprint(i))).ToArray();
        if (leaked.Length > 0)
        {
            throw new UserInputException(
                $"{arm}: no image of the test set may reach a GAN, but {leaked.Length} of '{test.Name}' are among the {lineage.Count} images behind the synthetic set (test indices {string.Join(", ", leaked.Take(Listed))}{(leaked.Length > Listed ? ", ..." : "")}). Remove them from the training set.");
        }
        if (leaky) return;
        lineage.ExceptWith(Enumerable.Range(0, training.Count).Select(training.ImageFingerprint));
        if (lineage.Count > 0)
        {
            throw new UserInputException(
                $"{arm}: the GAN may see the {training.Count} images of the arm's training part only, but {lineage.Count} images of its lineage are not among them. Train it on the training part, or mark the arm as leaky.");
        }
    }
}
