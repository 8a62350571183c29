namespace SalesFunnel.Metrics.Testing;

/// <summary>One accepted event of a deal and what it did.</summary>
/// <param name="Index">Its place in the history of accepted events of the deal.</param>
/// <param name="Event">The event.</param>
/// <param name="Effect">What it did.</param>
/// <param name="Target">Where a move or its repetition leads: the stage, the index of the won stage, or <see cref="Lost"/>.</param>
public sealed record OracleStep(int Index, DealEvent Event, OracleEffect Effect, int Target)
{
    public const int Lost = -1;

    public const int Nowhere = -2;

    public long At => Event.AtUnixMicros;

    public bool IsDated => At != EventTime.Undated;
}
