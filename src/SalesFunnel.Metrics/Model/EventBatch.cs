using System.Globalization;
using System.Runtime.CompilerServices;

namespace SalesFunnel.Metrics;

/// <summary>Columns of events, as Arrow, Parquet and SQL readers deliver them. A view: nothing is copied.</summary>
/// <remarks>Row i is (Entities[i], AtUnixMicros[i], …). Every column is as long as <see cref="Entities"/>, or empty where that is allowed:
/// an empty <see cref="Seqs"/> means input order, empty <see cref="Kinds"/> all <see cref="DealEventKind.Enter"/>, empty <see cref="Stages"/> all 0,
/// empty <see cref="Values"/> or <see cref="Segments"/> none. A stage above 255 cannot be written; one the funnel does not have is rejected and counted.</remarks>
public readonly ref struct EventBatch
{
    /// <summary>Makes a batch of column views.</summary>
    /// <param name="entities">Ids of the deals.</param>
    /// <param name="atUnixMicros">Times, in microseconds since 1970 UTC.</param>
    /// <param name="stages">0-based stage indexes (dimension positions for segment events); may be empty.</param>
    /// <param name="kinds">What the events say; may be empty.</param>
    /// <param name="values">Amounts, reasons, dates, ids; may be empty.</param>
    /// <param name="segments">Values of a dimension; may be empty.</param>
    /// <param name="seqs">Order at equal times; may be empty.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public EventBatch(
        ReadOnlySpan<long> entities,
        ReadOnlySpan<long> atUnixMicros,
        ReadOnlySpan<byte> stages = default,
        ReadOnlySpan<DealEventKind> kinds = default,
        ReadOnlySpan<long> values = default,
        ReadOnlySpan<long> segments = default,
        ReadOnlySpan<long> seqs = default)
    {
        int length = entities.Length;
        Check(length, atUnixMicros.Length, nameof(atUnixMicros), mayBeEmpty: false);
        Check(length, stages.Length, nameof(stages));
        Check(length, kinds.Length, nameof(kinds));
        Check(length, values.Length, nameof(values));
        Check(length, segments.Length, nameof(segments));
        Check(length, seqs.Length, nameof(seqs));
        Entities = entities;
        AtUnixMicros = atUnixMicros;
        Stages = stages;
        Kinds = kinds;
        Values = values;
        Segments = segments;
        Seqs = seqs;
    }

    /// <summary>Gets the ids of the deals.</summary>
    public ReadOnlySpan<long> Entities { get; }

    /// <summary>Gets the times, in microseconds since 1970 UTC.</summary>
    public ReadOnlySpan<long> AtUnixMicros { get; }

    /// <summary>Gets the 0-based stage indexes, or nothing.</summary>
    public ReadOnlySpan<byte> Stages { get; }

    /// <summary>Gets what the events say, or nothing.</summary>
    public ReadOnlySpan<DealEventKind> Kinds { get; }

    /// <summary>Gets amounts, reasons, dates and ids, or nothing.</summary>
    public ReadOnlySpan<long> Values { get; }

    /// <summary>Gets the values of a dimension, or nothing.</summary>
    public ReadOnlySpan<long> Segments { get; }

    /// <summary>Gets the order at equal times, or nothing.</summary>
    public ReadOnlySpan<long> Seqs { get; }

    /// <summary>Gets the number of events.</summary>
    public int Length => Entities.Length;

    /// <summary>Gets one event as a row.</summary>
    /// <param name="index">0-based position.</param>
    public DealEvent this[int index] => new(
        Entities[index],
        AtUnixMicros[index],
        SeqAt(index),
        KindAt(index),
        StageAt(index),
        ValueAt(index),
        SegmentAt(index));

    /// <summary>Gets a part of the batch.</summary>
    /// <param name="start">0-based position of the first event.</param>
    /// <param name="length">Number of events.</param>
    public EventBatch Slice(int start, int length) => new(
        Entities.Slice(start, length),
        AtUnixMicros.Slice(start, length),
        Stages.IsEmpty ? Stages : Stages.Slice(start, length),
        Kinds.IsEmpty ? Kinds : Kinds.Slice(start, length),
        Values.IsEmpty ? Values : Values.Slice(start, length),
        Segments.IsEmpty ? Segments : Segments.Slice(start, length),
        Seqs.IsEmpty ? Seqs : Seqs.Slice(start, length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long SeqAt(int index) => (uint)index < (uint)Seqs.Length ? Seqs[index] : DealEvent.NoSeq;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal DealEventKind KindAt(int index) => (uint)index < (uint)Kinds.Length ? Kinds[index] : DealEventKind.Enter;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int StageAt(int index) => (uint)index < (uint)Stages.Length ? Stages[index] : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long ValueAt(int index) => (uint)index < (uint)Values.Length ? Values[index] : DealEvent.NoValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long SegmentAt(int index) => (uint)index < (uint)Segments.Length ? Segments[index] : DealEvent.NoValue;

    private static void Check(int length, int found, string column, bool mayBeEmpty = true)
    {
        if (found == length || (mayBeEmpty && found == 0))
            return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"Columns must have equal length: entities has {length}, {column} has {found}. Pass slices of the same batch."), column);
    }
}
