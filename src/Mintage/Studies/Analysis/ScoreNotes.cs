using Mintage.Networks.Weights;

namespace Mintage.Studies.Analysis;

/// <summary>What a reader must know of a study's distances.</summary>
internal static class ScoreNotes
{
    public static IEnumerable<string> Of(StudyGraph study)
    {
        if (study.Plan.Frechet is not { InceptionReplicates: > 0 and var measured }) yield break;
        if (study.InceptionWeights is not { } weights)
        {
            yield return "No FID, FID-infinity and KID: the weights of the Inception network are not on this machine. "
                + $"Run 'mintage weights fetch {WeightCatalogue.Inception.Name}', then the same command again: "
                + "it measures them and keeps what is done.";
            yield break;
        }
        if (!weights.IsOfficial)
        {
            yield return $"FID, FID-infinity and KID are measured with unofficial weights (sha256 {weights.Sha256}): "
                + "compare them with no value from elsewhere.";
        }
        if (measured >= study.Plan.Replicates) yield break;
        var which = measured == 1 ? "replicate" : $"{measured} replicates";
        yield return $"FID, FID-infinity and KID are of the images of the first {which} only, "
            + "since they take minutes for each GAN.";
    }
}
