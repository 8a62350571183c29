namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>Made-up product events in columns: 1.25 million entities per 10 million events, about eight each with a long tail, 53 % of them steps of a funnel of six.
/// The same events for the same size on every machine.</summary>
/// <remarks>An entity gets a level – 92 % reach step 1, and of those 40, 20, 12, 8 and 6 % steps 2 to 6 – and a chain that has it; its other step events cannot make it
/// longer: they repeat steps it has, lie beyond the step it lacks, or are that step at a time when it does not count.</remarks>
internal sealed class SequenceData
{
    public const int Steps = 6;
    public const int MaxEventsPerEntity = 3_000;
    public const long WindowMilliseconds = 7L * 86_400_000;
    public const byte Foreign = 0;

    public required long[] Entities { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long[] At { get; init; }

    /// <summary>1 to <see cref="Steps"/> for the steps, <see cref="Foreign"/> for any other event.</summary>
    public required byte[] Types { get; init; }

    /// <summary>Numbers of the entities from 0 on, in no order of time.</summary>
    public required long[] DenseEntities { get; init; }

    public required int EntityCount { get; init; }

    /// <summary>Gets the time of the last event.</summary>
    public required long LastAt { get; init; }

    public required EventLayout Layout { get; init; }

    public int Events => Entities.Length;

    /// <summary>Makes the events in the order of entities, then time.</summary>
    public static SequenceData Sorted(int events) => new SequenceGenerator(events).Generate();

    /// <summary>The same events in the order of time. Rows of one entity at one time keep their order.</summary>
    public SequenceData ByTime()
    {
        int[] order = TimeOrder.Of(At);
        return new SequenceData
        {
            Entities = TimeOrder.Apply(order, Entities),
            At = TimeOrder.Apply(order, At),
            Types = TimeOrder.Apply(order, Types),
            DenseEntities = TimeOrder.Apply(order, DenseEntities),
            EntityCount = EntityCount,
            LastAt = LastAt,
            Layout = EventLayout.Interleaved,
        };
    }
}
