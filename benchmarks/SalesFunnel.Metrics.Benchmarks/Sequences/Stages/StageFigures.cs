using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks.Sequences.Stages;

/// <summary>The answer of the stage task in one array: for each segment, and for all of them, eight figures a stage and the revenue.</summary>
internal static class StageFigures
{
    public const int All = StageData.Segments;
    public const int Entries = 0;
    public const int Deals = 1;
    public const int Advanced = 2;
    public const int Lost = 3;
    public const int Visits = 4; // that ended
    public const int Milliseconds = 5;
    public const int Median = 6;
    public const int Ninetieth = 7;
    public const int Width = 8;

    private const int PerSegment = (StageData.Stages * Width) + 1;
    private const double NeighbouringRank = 50; // ÷ visits: how far apart two neighbouring times may lie, as a share of them
    private const double QuantileTolerance = 0.01; // of the log-linear histograms; the engines give the time of the nearest rank

    public static long[] Create() => new long[(StageData.Segments + 1) * PerSegment];

    public static int Place(int segment, int stage, int figure = 0) => (segment * PerSegment) + (stage * Width) + figure;

    public static int Revenue(int segment) => (segment * PerSegment) + PerSegment - 1;

    /// <summary>The 0-based nearest rank of a quantile.</summary>
    public static long Rank(long visits, int percent) => (((visits * percent) + 99) / 100) - 1;

    /// <summary>From rows of segment, stage and figures; the stage <see cref="StageData.Stages"/> stands for the revenue, the segment <see cref="All"/> for all.</summary>
    public static long[] FromRows(ReadOnlySpan<long> rows)
    {
        long[] figures = Create();
        for (; rows.Length >= Width + 2; rows = rows[(Width + 2)..])
        {
            if (rows[1] == StageData.Stages)
                figures[Revenue((int)rows[0])] = rows[2];
            else
                rows.Slice(2, Width).CopyTo(figures.AsSpan(Place((int)rows[0], (int)rows[1])));
        }

        return figures;
    }

    /// <summary>Adds the segments up to the figures of all; quantiles are not sums.</summary>
    public static void AddUp(long[] figures)
    {
        for (int segment = 0; segment < StageData.Segments; segment++)
        {
            figures[Revenue(All)] += figures[Revenue(segment)];
            for (int stage = 0; stage < StageData.Stages; stage++)
            {
                for (int figure = 0; figure < Median; figure++)
                    figures[Place(All, stage, figure)] += figures[Place(segment, stage, figure)];
            }
        }
    }

    public static void RequireEqual(long[] expected, Contender contender)
    {
        for (int segment = 0; segment <= All; segment++)
        {
            Require(expected, contender, Revenue(segment), 0, $"revenue of segment {segment}");
            for (int stage = 0; stage < StageData.Stages; stage++)
            {
                for (int figure = 0; figure < Width; figure++)
                {
                    double tolerance = figure < Median ? 0 : QuantileTolerance + (contender.IsOffByARank ? NeighbouringRank / expected[Place(segment, stage, Visits)] : 0);
                    Require(expected, contender, Place(segment, stage, figure), tolerance, $"figure {figure} of stage {stage} of segment {segment} with {expected[Place(segment, stage, Visits)]} visits");
                }
            }
        }
    }

    private static void Require(long[] expected, Contender contender, int place, double tolerance, string what)
    {
        long wanted = expected[place];
        long found = contender.Answer[place];
        if (Math.Abs(found - wanted) > (tolerance * wanted) + (tolerance > 0 ? 1 : 0))
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{contender.Name} with {contender.Threads} threads: {what} is {found}; the first contender found {wanted}."));
    }
}
