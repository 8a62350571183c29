using System.Numerics;

namespace SalesFunnel.Metrics;

/// <summary>What holds for the state of every deal; finds what no events can have left.</summary>
internal sealed class DealChecks(TrackerOptions options, CellStore cells, SegmentTable segments, TrackerTotals totals)
{
    private const DealFlags All = (DealFlags)511;
    private const DealFlags BeforeCreation = DealFlags.OnHold | DealFlags.Gone;

    private readonly int _openStages = cells.Layout.OpenStages;

    /// <returns>What is wrong, or <c>null</c>.</returns>
    /// <param name="deal">The state.</param>
    /// <param name="touched">The stages that it entered.</param>
    /// <param name="regressed">The stages that it moved back from.</param>
    public string? WrongIn(in DealState deal, ulong touched, ulong regressed)
    {
        if (!options.Partition.Owns(deal.Entity))
            return "it does not belong to the shard";
        if (!EventTime.IsRepresentable(deal.LastAt) || deal.LastAt > totals.LastAt)
            return "its last event is not at a time up to that of the last event of all";
        if (deal.LastSeq == DealEvent.NoSeq && !totals.UsesInputOrder)
            return "its last event has no sequence number, and yet all are said to have one";
        if (deal.Flags > All || deal.Amount == SegmentValue.Other || deal.WonAmount == SegmentValue.Other)
            return "it has a flag or an amount that does not exist";
        return deal.Has(DealFlags.Created) ? WrongInCreated(deal, touched, regressed) : WrongBeforeCreation(deal, touched | regressed);
    }

    private string? WrongBeforeCreation(in DealState deal, ulong masks)
    {
        bool isBlank = (deal.Flags & ~BeforeCreation) == 0 && masks == 0 && (deal.Far | deal.Current | deal.StrictLevel) == 0 && deal.Clock == 0 && deal.WonAmount == DealEvent.NoValue;
        return isBlank && (uint)deal.Cell < (uint)segments.Count ? null : "it is not created and yet stands somewhere, or its segment values do not exist";
    }

    private string? WrongInCreated(in DealState deal, ulong touched, ulong regressed)
    {
        if ((uint)deal.Cell >= (uint)cells.Count)
            return "its cell does not exist";
        if (deal.Has(DealFlags.UndatedCohort) != (cells.CohortOf(deal.Cell) == CohortPeriod.UndatedNumber))
            return "its cell and its flags do not agree on whether its cohort is known";
        if (deal.Has(DealFlags.Gone) && !totals.IsPartial)
            return "it is gone, and yet no counted deal is said to be";
        return WrongStages(deal, touched, regressed) ?? WrongOutcome(deal) ?? (IsClockPossible(deal) ? null : "its clock shows a time that it cannot show");
    }

    private string? WrongStages(in DealState deal, ulong touched, ulong regressed)
    {
        if (deal.Far >= _openStages || deal.Current > deal.Far || deal.StrictLevel > deal.Far + 1)
            return "it stands in a stage that does not exist, or beyond the furthest one";
        if (deal.Far == 0 && touched == 0)
        {
            bool onlyHasAnOutcome = deal.Has(DealFlags.Closed) && deal.Has(DealFlags.Untimed) && regressed == 0 && deal.StrictLevel == 0;
            return onlyHasAnOutcome ? null : "it entered no stage, and yet was in one";
        }

        ulong strict = (1UL << deal.StrictLevel) - 1; // at most 63 open stages
        bool isPossible = BitOperations.Log2(touched | 1) == deal.Far && (touched >> deal.Far & touched >> deal.Current & 1) == 1
            && (regressed & ~(touched & ~1UL)) == 0 && (strict & ~touched) == 0 && (touched & 1) == (deal.StrictLevel > 0 ? 1UL : 0);
        return isPossible ? null : "the stages that it entered, moved back from and stands in do not agree";
    }

    private static string? WrongOutcome(in DealState deal)
    {
        if (deal.Has(DealFlags.Won) && (deal.Has(DealFlags.Lost) || !deal.Has(DealFlags.EverWon)))
            return "it is won and lost, or won and yet never was";
        if (deal.Has(DealFlags.EverWon) ? !deal.Has(DealFlags.Won | DealFlags.Reopened) : deal.WonAmount != DealEvent.NoValue)
            return "it was won and is no more without a re-opening, or has a won amount without a win";
        return null;
    }

    private static bool IsClockPossible(in DealState deal)
    {
        long clock = deal.Clock;
        if (deal.Has(DealFlags.Closed)) // the time of the outcome
            return clock == EventTime.Undated || (clock >= EventTime.Min && clock <= deal.LastAt);
        if (deal.Has(DealFlags.Untimed))
            return clock is EventTime.Undated or 0;
        if (deal.LastAt == EventTime.Undated)
            return false;
        return deal.Has(DealFlags.OnHold) ? clock >= 0 && clock <= deal.LastAt - EventTime.Min : clock >= EventTime.Min && clock <= deal.LastAt;
    }
}
