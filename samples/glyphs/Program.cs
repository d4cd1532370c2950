using Glyphs;

// Exit codes as those of mintage: 0 done, 2 the user's input is wrong.
if (args.Length is < 2 or > 3 || (args.Length == 3 && !ulong.TryParse(args[2], out _)))
{
    Console.Error.WriteLine("Usage: glyphs FONT_FOLDER OUT_FOLDER [SEED]    (SEED is a whole number, 1 if left out)");
    return 2;
}
string fonts = args[0], output = args[1];
if (!Directory.Exists(fonts))
{
    Console.Error.WriteLine($"glyphs: the fonts must be in a folder; there is none at '{fonts}'.");
    return 2;
}
if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
{
    Console.Error.WriteLine($"glyphs: the output folder must be new or empty; '{output}' has files. Name another or remove it.");
    return 2;
}

var draws = new Draws(args.Length == 3 ? ulong.Parse(args[2]) : 1);
var families = FontFamily.Find(fonts, string.Concat(GlyphClass.All.Select(c => c.Text)));
if (families.Count < 4)
{
    Console.Error.WriteLine($"glyphs: at least 4 font families with the letters must be below '{fonts}', so that one can be kept for the test"
        + $" pictures; there are {families.Count}. Install more .ttf or .otf fonts.");
    return 2;
}

// Every fourth family is for the test pictures only.
draws.Shuffle(families);
var test = families.Where((_, i) => i % 4 == 3).ToList();
var train = families.Except(test).ToList();
Console.WriteLine($"train: {train.Count} families: {FontFamily.Names(train)}");
Console.WriteLine($"test:  {test.Count} families: {FontFamily.Names(test)}");

foreach (var glyph in GlyphClass.All)
{
    PictureFolder.Write(Path.Combine(output, "train", glyph.Name), glyph, glyph.TrainCount, train, draws);
    PictureFolder.Write(Path.Combine(output, "test", glyph.Name), glyph, GlyphClass.TestCount, test, draws);
}
Console.WriteLine($"{GlyphClass.All.Sum(c => c.TrainCount):N0} training and {GlyphClass.All.Count * GlyphClass.TestCount:N0} test pictures in {output}");
return 0;
