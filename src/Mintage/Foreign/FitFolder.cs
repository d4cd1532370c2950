using Mintage.Data;
using Mintage.Data.Writing;
using Mintage.Runtime;

namespace Mintage.Foreign;

/// <summary>What task.json tells a program that trains a classifier.</summary>
internal sealed record FitQuestion
{
    /// <summary>Version of the files that are handed over.</summary>
    public const int Version = 1;

    public int ContractVersion { get; init; } = Version;

    /// <summary>Name of the arm, for people: a program must train all alike.</summary>
    public required string Arm { get; init; }

    /// <summary>In the order of the labels.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Optimiser steps that every arm takes.</summary>
    public required int Steps { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>0 to 2^31 - 1: any random number generator takes it.</summary>
    public required long Seed { get; init; }

    /// <summary>Share of every batch that is synthetic; null where all images are of one kind.</summary>
    public double? SyntheticShare { get; init; }

    public int Threads { get; init; } = 1;

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }
}

/// <summary>Images that a program learns from.</summary>
/// <param name="Images">The images; those that are marked as synthetic have a share of their own in every
/// batch.</param>
/// <param name="Weights">Weight of each in the loss; null for 1.</param>
internal sealed record FitTraining(LabelledImages Images, float[]? Weights = null);

/// <summary>
/// Writes what a program gets to train a classifier: labelled images to learn from, images to predict without labels,
/// names or the order of their file, and task.json.
/// </summary>
internal static class FitFolder
{
    public const string TrainFile = "train.npz", TestFile = "test.npz", TaskFile = "task.json";

    public const string TrainFolder = "train", TestFolder = "test";

    private const string RealFolder = "real", SyntheticFolder = "synthetic", IndexFile = "index.csv";

    /// <summary>Writes train.npz: images, labels, synthetic, weights, class_names.</summary>
    public static void WriteTrain(string path, FitTraining training)
    {
        var images = training.Images;
        NpzArchive.Write(path, [
            ("images", Pixels(images)),
            ("labels", new NpyArray([images.Count], Array.ConvertAll(images.Labels, label => (long)label))),
            ("synthetic", new NpyArray([images.Count], Marks(images))),
            ("weights", new NpyArray([images.Count], Weights(training))),
            ("class_names", new NpyArray([images.ClassCount], images.ClassNames.ToArray())),
        ]);
    }

    /// <summary>Writes test.npz: images alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">Test images.</param>
    /// <param name="order">The place in <paramref name="images"/> of each image in the file.</param>
    public static void WriteTest(string path, LabelledImages images, int[] order) =>
        NpzArchive.Write(path, [("images", Pixels(images.Select(order)))]);

    /// <summary>
    /// Writes training images as PNG: real/CLASS/000000.png and synthetic/CLASS/000001.png, with index.csv (path,
    /// label, synthetic, weight), which has the exact names of the classes.
    /// </summary>
    public static void WriteTrainFolder(string path, FitTraining training)
    {
        var (images, marks, weights) = (training.Images, Marks(training.Images), Weights(training));
        var classes = PictureFolderFile.ClassFolders(images.ClassNames);
        string[] files = [.. images.Labels.Select((label, i) =>
            $"{(marks[i] > 0 ? SyntheticFolder : RealFolder)}/{classes[label]}/{i:D6}.png")];
        foreach (var kind in marks.Distinct().Select(mark => mark > 0 ? SyntheticFolder : RealFolder))
            foreach (var name in classes) Directory.CreateDirectory(Path.Combine(path, kind, name));
        WritePictures(path, images, files);
        string[] names = [.. images.Labels.Select(label => PictureFolderFile.Quoted(images.ClassNames[label]))];
        var lines = files.Select((file, i) => FormattableString.Invariant(
            $"{PictureFolderFile.Quoted(file)},{names[i]},{marks[i]},{weights[i]}"));
        File.WriteAllLines(Path.Combine(path, IndexFile), lines.Prepend("path,label,synthetic,weight"));
    }

    /// <summary>Writes test images as PNG: 000000.png, 000001.png, ...</summary>
    /// <param name="path">The folder.</param>
    /// <param name="images">Test images.</param>
    /// <param name="order">The place in <paramref name="images"/> of each picture.</param>
    public static void WriteTestFolder(string path, LabelledImages images, int[] order)
    {
        Directory.CreateDirectory(path);
        WritePictures(path, images.Select(order), [.. Enumerable.Range(0, order.Length).Select(i => $"{i:D6}.png")]);
    }

    /// <summary>An order of the test images that tells nothing of their labels.</summary>
    /// <returns>The place in the test set of each image that is handed out.</returns>
    public static int[] TestOrder(int count, SeedTree seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        seed.Child("test order").Random().Shuffle(order.AsSpan());
        return order;
    }

    private static NpyArray Pixels(LabelledImages images)
    {
        int[] shape = [images.Count, images.Height, images.Width];
        return new NpyArray(images.Channels == 1 ? shape : [.. shape, images.Channels], images.Pixels);
    }

    private static byte[] Marks(LabelledImages images) =>
        images.IsSynthetic is { } marks ? [.. marks.Select(m => (byte)(m ? 1 : 0))] : new byte[images.Count];

    private static float[] Weights(FitTraining training) =>
        training.Weights ?? [.. Enumerable.Repeat(1f, training.Images.Count)];

    private static void WritePictures(string path, LabelledImages images, string[] files) =>
        Parallel.For(0, images.Count, i => File.WriteAllBytes(
            Path.Combine(path, files[i]),
            PngPicture.Encode(images.Image(i), images.Height, images.Width, images.Channels)));
}
