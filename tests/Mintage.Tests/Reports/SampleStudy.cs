using Mintage.Results;
using SkiaSharp;

namespace Mintage.Tests.Reports;

/// <summary>A study folder with the pictures that the sample results name; deleted when disposed.</summary>
internal sealed class SampleStudy : IDisposable
{
    private static readonly byte[] Sheet = Rings(10, 10);
    private static readonly byte[] FirstClassSheet = Rings(2, 5);

    public SampleStudy(int replicates = 1) : this(SampleResults.Create(replicates))
    {
    }

    public SampleStudy(StudyResults results)
    {
        Results = results;
        foreach (var gan in Results.Gans)
        {
            Write(gan.SheetFile!, Sheet);
            Write(gan.FirstClassSheetFile!, FirstClassSheet);
            Write(gan.BesideRealFile!, FirstClassSheet);
        }
    }

    public StudyResults Results { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mintage-test-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(string file, byte[] png)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, png);
    }

    /// <summary>A PNG of grey rings on black, 28 pixels a cell, in the place of digits.</summary>
    private static byte[] Rings(int rows, int columns)
    {
        using var bitmap = new SKBitmap(columns * 28, rows * 28, SKColorType.Gray8, SKAlphaType.Opaque);
        var pixels = bitmap.GetPixelSpan();
        for (var y = 0; y < bitmap.Height; y++)
        {
            for (var x = 0; x < bitmap.Width; x++)
            {
                var distance = Math.Sqrt(Math.Pow((x % 28) - 13.5, 2) + Math.Pow((y % 28) - 13.5, 2));
                pixels[(y * bitmap.RowBytes) + x] = (byte)Math.Clamp(255 - (70 * Math.Abs(distance - 4 - (y / 28 % 7))), 0, 255);
            }
        }
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
