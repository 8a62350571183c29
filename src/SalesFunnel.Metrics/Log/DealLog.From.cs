namespace SalesFunnel.Metrics;

/// <content>Logs from rows of the caller's own types.</content>
public sealed partial class DealLog
{
    /// <summary>Makes a log from rows with numeric deal ids and stage indexes: one stage entry a row.</summary>
    /// <typeparam name="T">The caller's row.</typeparam>
    /// <param name="definition">The funnel.</param>
    /// <param name="rows">The rows, in any order where <paramref name="seq"/> is given; else input order decides among equal times.</param>
    /// <param name="entity">Id of the deal.</param>
    /// <param name="at">When the deal entered the stage.</param>
    /// <param name="stage">0-based index of the stage; the last is won.</param>
    /// <param name="amount">The amount of the deal from now on, if known; one that cannot be held exactly is rejected and counted.</param>
    /// <param name="segment">The value of the first dimension, if known.</param>
    /// <param name="seq">Orders the events of one deal at one time.</param>
    public static DealLog From<T>(
        FunnelDefinition definition,
        IEnumerable<T> rows,
        Func<T, long> entity,
        Func<T, DateTimeOffset> at,
        Func<T, int> stage,
        Func<T, decimal?>? amount = null,
        Func<T, long?>? segment = null,
        Func<T, long?>? seq = null)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(stage);
        return FromRows(definition, rows, entity, at, stage, amount, segment, seq, null, null);
    }

    /// <summary>Makes a log from rows with text ids and stage keys: one stage entry, or loss, a row.</summary>
    /// <typeparam name="T">The caller's row.</typeparam>
    /// <param name="definition">The funnel.</param>
    /// <param name="rows">The rows, in any order where <paramref name="seq"/> is given; else input order decides among equal times.</param>
    /// <param name="entity">Outer id of the deal; <see cref="Entities"/> gives it back.</param>
    /// <param name="at">When the deal entered the stage.</param>
    /// <param name="stage">Key of the stage, or <paramref name="lostStage"/>. One that the funnel does not have is rejected and counted.</param>
    /// <param name="amount">The amount of the deal from now on, if known; one that cannot be held exactly is rejected and counted.</param>
    /// <param name="segment">The value of the first dimension, if known; <see cref="SegmentLabels"/> gives it back.</param>
    /// <param name="seq">Orders the events of one deal at one time.</param>
    /// <param name="lostStage">The text that means lost.</param>
    public static DealLog From<T>(
        FunnelDefinition definition,
        IEnumerable<T> rows,
        Func<T, string> entity,
        Func<T, DateTimeOffset> at,
        Func<T, string> stage,
        Func<T, decimal?>? amount = null,
        Func<T, string?>? segment = null,
        Func<T, long?>? seq = null,
        string lostStage = "Lost")
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(stage);
        var entities = new EntityIndex();
        EntityIndex? labels = segment is null ? null : new EntityIndex();
        int StageOf(T row) => stage(row) is var key && string.Equals(key, lostStage, StringComparison.Ordinal) ? LostMark : definition.IndexOf(key);
        return FromRows(
            definition,
            rows,
            row => entities.GetOrAdd(entity(row)),
            at,
            StageOf,
            amount,
            segment is null ? null : row => segment(row) is { } text ? labels!.GetOrAdd(text) : null,
            seq,
            entities,
            labels);
    }

    private const int LostMark = int.MaxValue;

    private static DealLog FromRows<T>(
        FunnelDefinition definition,
        IEnumerable<T> rows,
        Func<T, long> entity,
        Func<T, DateTimeOffset> at,
        Func<T, int> stage,
        Func<T, decimal?>? amount,
        Func<T, long?>? segment,
        Func<T, long?>? seq,
        EntityIndex? entities,
        EntityIndex? labels)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(at);
        var builder = new DealLogBuilder(definition);
        long position = 0;
        foreach (T row in rows)
        {
            long time = EventTime.ToUnixMicros(at(row));
            long amountE4 = DealEvent.NoValue;
            if (amount?.Invoke(row) is { } money && !AmountE4.TryFromDecimal(money, out amountE4))
            {
                builder.Reject(RejectReason.NotRepresentable, position++, time);
                continue;
            }

            int index = stage(row);
            bool lost = index == LostMark;
            builder.Add(
                new DealEvent(entity(row), time, seq?.Invoke(row) ?? DealEvent.NoSeq, lost ? DealEventKind.Lost : DealEventKind.Enter, lost ? 0 : index, lost ? DealEvent.NoValue : amountE4, segment?.Invoke(row) ?? DealEvent.NoValue),
                position++);
        }

        return builder.Build(entities, labels);
    }
}
