using System.Security.Cryptography;
using System.Text;
using Mintage.Data;

namespace Mintage.Studies;

/// <summary>Which real images a study is of.</summary>
/// <param name="Training">How many there are to train on, or to split where there is no test set.</param>
/// <param name="Test">How many there are to test on; 0 without a test set.</param>
/// <param name="Sha256">Of all of them, their labels and their groups, in lower-case hexadecimal.</param>
internal sealed record StudyImages(int Training, int Test, string Sha256)
{
    public static StudyImages Of(LabelledImages train, LabelledImages? test)
    {
        var text = $"{train.Fingerprint}\n{ImagePart.HashOf(train.Groups)}\n{test?.Fingerprint}\n"
            + ImagePart.HashOf(test?.Groups);
        return new StudyImages(
            train.Count, test?.Count ?? 0,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>For people.</summary>
    public override string ToString() =>
        $"{Training:N0} images to train on{(Test > 0 ? $" and {Test:N0} to test on" : "")}";
}
