using Microsoft.ML.Data;
using Mintage.Data;

namespace Mintage.Samples;

/// <summary>A row of what ML.NET works on: the pixels of one image, [C, H, W] in 0 to 1, and its label.</summary>
internal sealed class OnnxImage
{
    [ColumnName("images")]
    public float[] Pixels { get; set; } = [];

    public int Label { get; set; }

    /// <summary>One row per image: Mintage keeps bytes by row, column, channel; the model takes channels first.</summary>
    public static IEnumerable<OnnxImage> Of(LabelledImages images)
    {
        for (var i = 0; i < images.Count; i++)
        {
            var (pixels, places) = (new float[images.PixelsPerImage], images.Height * images.Width);
            var bytes = images.Image(i);
            for (var p = 0; p < bytes.Length; p++) pixels[(p % images.Channels * places) + (p / images.Channels)] = bytes[p] / 255f;
            yield return new OnnxImage { Pixels = pixels, Label = images.Labels[i] };
        }
    }

    /// <summary>The form of these rows for images of one shape: ML.NET must know the length of a vector.</summary>
    public static SchemaDefinition Schema(LabelledImages images)
    {
        var schema = SchemaDefinition.Create(typeof(OnnxImage));
        schema["images"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, images.Channels, images.Height, images.Width);
        return schema;
    }
}

/// <summary>A row of what comes out.</summary>
internal sealed class OnnxAnswer
{
    [ColumnName("logits")]
    public float[] Logits { get; set; } = [];

    [ColumnName("probabilities")]
    public float[] Probabilities { get; set; } = [];

    public int Label { get; set; }
}
