namespace Mintage.Metrics;

/// <summary>The k nearest neighbours of every image of one set, in another set or in the same.</summary>
internal sealed class Neighbours
{
    private readonly int[] indices;
    private readonly double[] squaredDistances;

    internal Neighbours(int count, int k)
    {
        (Count, K) = (count, k);
        indices = new int[checked(count * k)];
        squaredDistances = new double[indices.Length];
        Array.Fill(indices, int.MaxValue);
        Array.Fill(squaredDistances, double.PositiveInfinity);
    }

    public int Count { get; }

    public int K { get; }

    /// <summary>Gives the index of a neighbour in its set.</summary>
    /// <param name="image">0 to <see cref="Count"/> - 1.</param>
    /// <param name="rank">0 (nearest) to <see cref="K"/> - 1. Of equally distant ones the lower index comes
    /// first.</param>
    public int Index(int image, int rank = 0) => indices[At(image, rank)];

    /// <summary>Gives the Euclidean distance to a neighbour, float64, in the unit of the features.</summary>
    /// <param name="image">0 to <see cref="Count"/> - 1.</param>
    /// <param name="rank">0 to <see cref="K"/> - 1.</param>
    public double Distance(int image, int rank = 0) => Math.Sqrt(SquaredDistance(image, rank));

    public double[] Distances(int rank = 0) => [.. Enumerable.Range(0, Count).Select(image => Distance(image, rank))];

    internal double SquaredDistance(int image, int rank) => squaredDistances[At(image, rank)];

    /// <summary>Largest squared distance that a new neighbour may have.</summary>
    internal double Worst(int image) => squaredDistances[(image * K) + K - 1];

    /// <summary>False if not even distance 0 would make this one a neighbour, because lower indices take all places at
    /// 0.</summary>
    internal bool IsOpen(int image, int neighbour) => Worst(image) > 0 || indices[(image * K) + K - 1] > neighbour;

    /// <summary>Adds a neighbour if it is nearer than the worst so far, or as near with a lower index.</summary>
    internal void Offer(int image, int neighbour, double squaredDistance)
    {
        var (first, place) = (image * K, (image * K) + K - 1);
        if (!IsBefore(squaredDistance, neighbour, place)) return;
        for (; place > first && IsBefore(squaredDistance, neighbour, place - 1); place--)
            (squaredDistances[place], indices[place]) = (squaredDistances[place - 1], indices[place - 1]);
        (squaredDistances[place], indices[place]) = (squaredDistance, neighbour);
    }

    private bool IsBefore(double squaredDistance, int neighbour, int place) =>
        squaredDistance < squaredDistances[place]
            || (squaredDistance == squaredDistances[place] && neighbour < indices[place]);

    private int At(int image, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)image, (uint)Count, nameof(image));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rank, (uint)K, nameof(rank));
        return (image * K) + rank;
    }
}
