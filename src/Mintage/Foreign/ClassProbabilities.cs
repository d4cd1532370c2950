using System.Globalization;
using Mintage.Data;
using Mintage.Data.Formats;
using Mintage.Runtime;
using Mintage.Statistics;

namespace Mintage.Foreign;

/// <summary>
/// Probabilities of the classes for each image, as a program gives them back: predictions.npy (float32 or float64,
/// shape [M, K], columns in the order of the class names) or predictions.csv (a header of class names).
/// </summary>
/// <param name="Values">M times K, row by row; each row sums to 1.</param>
/// <param name="Classes">K.</param>
internal sealed record ClassProbabilities(double[] Values, int Classes)
{
    public const string NpyFile = "predictions.npy", CsvFile = "predictions.csv";

    public int Rows => Values.Length / Classes;

    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * Classes, Classes);

    /// <summary>Reads the predictions that a program left in a folder.</summary>
    /// <param name="folder">Where predictions.npy or predictions.csv is.</param>
    /// <param name="rows">Images that were to be predicted.</param>
    /// <param name="classNames">Their classes.</param>
    /// <exception cref="UserInputException">
    /// None are there, or they are not probabilities of these classes for so many images.
    /// </exception>
    public static ClassProbabilities ReadFrom(string folder, int rows, IReadOnlyList<string> classNames)
    {
        var (npy, csv) = (Path.Combine(folder, NpyFile), Path.Combine(folder, CsvFile));
        return (File.Exists(npy), File.Exists(csv)) switch
        {
            (false, false) => throw new UserInputException(
                $"There must be predictions, {NpyFile} or {CsvFile}, in '{folder}', but there are none. Write class "
                + "probabilities there, as with numpy.save."),
            (true, true) => throw new UserInputException(
                $"There must be one file of predictions in '{folder}', but there are {NpyFile} and {CsvFile}. Write "
                + "one of them."),
            (true, _) => Read(npy, rows, classNames),
            _ => Read(csv, rows, classNames),
        };
    }

    /// <summary>Reads predictions from a .npy file, or from a CSV file by its name.</summary>
    /// <exception cref="UserInputException">As for <see cref="ReadFrom"/>.</exception>
    public static ClassProbabilities Read(string path, int rows, IReadOnlyList<string> classNames)
    {
        var isCsv = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);
        var values = isCsv ? FromCsv(path, rows, classNames) : FromNpy(path, rows, classNames.Count);
        var read = new ClassProbabilities(values, classNames.Count);
        for (var row = 0; row < rows; row++)
        {
            if (Fault(read.Row(row)) is { } fault)
                throw new UserInputException(
                    $"'{path}' must hold probabilities, none below 0 and each row with the sum 1 (to "
                    + $"{PredictedArm.SumTolerance}), but row {row} (from 0) {fault}. Give back the softmax of the "
                    + "logits.");
        }
        return read;
    }

    /// <summary>The rows in another order.</summary>
    /// <param name="order">For each row here, its place in the result.</param>
    public ClassProbabilities Placed(int[] order)
    {
        var placed = new double[Values.Length];
        for (var row = 0; row < order.Length; row++) Row(row).CopyTo(placed.AsSpan(order[row] * Classes));
        return this with { Values = placed };
    }

    private static string? Fault(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        foreach (var value in row)
        {
            if (!double.IsFinite(value)) return $"has {value}";
            if (value < 0) return FormattableString.Invariant($"has {value}");
            sum += value;
        }
        return Math.Abs(sum - 1) <= PredictedArm.SumTolerance
            ? null
            : FormattableString.Invariant($"has the sum {sum:0.#####}");
    }

    private static double[] FromNpy(string path, int rows, int classes)
    {
        var array = InputFile.ReadContent(path, stream => NpyArray.Read(stream, $"'{path}'"));
        if (array.Shape is not [var m, var k] || m != rows || k != classes)
            throw new UserInputException(
                $"'{path}' must have one row for each of the {rows} images and one column for each of the {classes} "
                + $"classes, but its shape is ({string.Join(", ", array.Shape)}).");
        return array.Data switch
        {
            double[] values => values,
            float[] values => Array.ConvertAll(values, value => (double)value),
            _ => throw new UserInputException(
                $"'{path}' must be float32 or float64, but is {array.TypeName}. Convert it with .astype('float32')."),
        };
    }

    private static double[] FromCsv(string path, int rows, IReadOnlyList<string> classNames)
    {
        var table = CsvTable.Read(path);
        var columns = Columns(path, table.Header, classNames);
        if (table.Rows.Count != rows)
            throw new UserInputException(
                $"'{path}' must have a header and one row for each of the {rows} images, but has {table.Rows.Count} "
                + "rows.");
        return [.. table.Rows.SelectMany(row => columns.Select(column => Number(path, row, column)))];
    }

    /// <summary>The column of each class.</summary>
    private static int[] Columns(string path, string[] header, IReadOnlyList<string> classNames)
    {
        int[] columns = [.. classNames.Select(name => Array.IndexOf(header, name.Trim()))];
        var missing = classNames.Where((_, c) => columns[c] < 0).ToList();
        var unknown = header.Where((_, c) => !columns.Contains(c)).ToList();
        if (missing.Count == 0 && unknown.Count == 0 && header.Length == classNames.Count) return columns;
        throw new UserInputException(
            $"'{path}' must have one column for each class, called as the class is: "
            + $"{ClassMatching.Words(classNames)}; but "
            + (missing.Count > 0 ? $"it has none for {ClassMatching.Words(missing)}" : "it has more")
            + (unknown.Count > 0 ? $", and {ClassMatching.Words(unknown)} is no class." : "."));
    }

    private static double Number(string path, CsvRow row, int column) =>
        column < row.Fields.Length && double.TryParse(
            row.Fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new UserInputException(
                $"'{path}' must have a number in every column, with a point, but line {row.Line} has "
                + $"'{(column < row.Fields.Length ? row.Fields[column] : "nothing")}' in column {column + 1}.");
}
