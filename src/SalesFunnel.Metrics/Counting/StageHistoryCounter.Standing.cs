using System.Numerics;

namespace SalesFunnel.Metrics;

/// <content>All counters that count a deal, together: for moving it to another cell and for taking it out.</content>
internal sealed partial class StageHistoryCounter
{
    private void MoveToCell(ref DealState deal, int slot, int target)
    {
        AddStanding(deal, Cells.Cell(deal.Cell), -1, slot);
        deal.Cell = target;
        AddStanding(deal, Cells.Cell(target), 1, slot);
    }

    private void Remove(ref DealState deal, int slot)
    {
        if (deal.Has(DealFlags.Created))
            AddStanding(deal, Cells.Cell(deal.Cell), -1, slot);
        deal.Set(DealFlags.Gone);
    }

    /// <summary>Adds all counters that count a deal as it stands; gone deals and those not created yet have none.</summary>
    public void AddStanding(in DealState deal, int slot, Span<long> cell)
    {
        if (deal.Has(DealFlags.Created) && !deal.Has(DealFlags.Gone))
            AddStanding(deal, cell, 1, slot);
    }

    private void AddStanding(in DealState deal, Span<long> cell, int sign, int slot)
    {
        for (ulong mask = Masks.Touched(deal, slot); mask != 0; mask &= mask - 1)
            cell[CellLayout.Touched(BitOperations.TrailingZeroCount(mask))] += sign;
        for (ulong mask = Masks.Regressed(deal, slot); mask != 0; mask &= mask - 1)
            cell[CellLayout.RegressedDeals(BitOperations.TrailingZeroCount(mask))] += sign;
        for (int level = 0; level < deal.StrictLevel; level++)
            cell[CellLayout.Strict(level)] += sign;
        if (deal.Has(DealFlags.EverWon))
            cell[_layout.EverWon] += sign;
        if (deal.Has(DealFlags.Reopened))
            cell[_layout.ReopenedDeals] += sign;
        if (deal.Has(DealFlags.Closed))
        {
            AddOutcome(deal, cell, sign);
        }
        else
        {
            cell[CellLayout.FarOpen(deal.Far)] += sign;
            cell[CellLayout.InStage(deal.Current)] += sign;
        }
    }

    private void AddOutcome(in DealState deal, Span<long> cell, int sign)
    {
        if (deal.Has(DealFlags.Lost))
        {
            cell[CellLayout.FarLost(deal.Far)] += sign;
            cell[CellLayout.LostFrom(deal.Current)] += sign;
            return;
        }

        cell[CellLayout.FarWon(deal.Far)] += sign;
        if (deal.StrictLevel == _layout.OpenStages)
            cell[_layout.StrictWon] += sign;
        if (deal.WonAmount == DealEvent.NoValue)
            return;
        cell[_layout.PricedWon] += sign;
        CellLayout.AddToSum(cell, _layout.WonAmount, sign * (Int128)deal.WonAmount);
    }
}
