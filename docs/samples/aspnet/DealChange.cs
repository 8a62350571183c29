using SalesFunnel.Metrics;

namespace LiveFunnel;

/// <summary>One event of a deal as clients send it.</summary>
/// <param name="Deal">Number of the deal.</param>
/// <param name="At">When it happened.</param>
/// <param name="Type">enter, won, lost or amount.</param>
/// <param name="Stage">Key of the stage that was entered.</param>
/// <param name="Amount">Amount of the deal from now on.</param>
internal sealed record DealChange(long Deal, DateTimeOffset At, string Type, string? Stage = null, decimal? Amount = null)
{
    /// <summary>Makes the event, or says what is wrong with it.</summary>
    public string? TryRead(FunnelDefinition funnel, out DealEvent read)
    {
        read = default;
        switch (Type)
        {
            case "enter":
                int stage = funnel.Stages.Select(static s => s.Key).ToList().IndexOf(Stage ?? string.Empty);
                if (stage < 0)
                    return $"there is no stage '{Stage}'; there are {string.Join(", ", funnel.Stages.Select(static s => s.Key))}";
                read = DealEvent.Enter(Deal, At, stage, Amount);
                return null;
            case "won":
                read = DealEvent.Won(Deal, At, Amount);
                return null;
            case "lost":
                read = DealEvent.Lost(Deal, At);
                return null;
            case "amount" when Amount is { } amount:
                read = DealEvent.Amount(Deal, At, amount);
                return null;
            default:
                return $"the type is '{Type}'{(Type == "amount" ? " without an amount" : string.Empty)}; enter, won, lost and amount are known";
        }
    }
}
