using System.Globalization;
using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Oracles;

/// <summary>A property can only fail on cases that occur: each rare case must reach a stated share of the generated logs.</summary>
public class GeneratorCoverageTests
{
    private const int Logs = 2_000;

    private static readonly Lazy<IReadOnlyList<(LogCase Log, OracleResult Result)>> Sample = new(() =>
        FunnelArbitraries.LogCases().Generator.Sample(Logs, new Rnd(20_260_524, 1), 50)
            .Select(log => (log, StageHistoryOracle.Count(log.Definition, log.Events, log.End, log.OracleOptions(asLog: true)))).ToList());

    [Theory]
    [InlineData("a tie in time of one deal", 30)]
    [InlineData("a tie without seq", 20)]
    [InlineData("an undated entry", 40)]
    [InlineData("an undated deal", 3)]
    [InlineData("a seq on every row", 20)]
    [InlineData("no seq at all", 20)]
    [InlineData("some rows with seq", 5)]
    [InlineData("a regression", 30)]
    [InlineData("a skipped stage", 30)]
    [InlineData("a re-opening", 25)]
    [InlineData("an outcome replaced", 5)]
    [InlineData("an outcome first", 15)]
    [InlineData("a repeat", 30)]
    [InlineData("a hold that shortens a visit", 10)]
    [InlineData("a win with amount", 20)]
    [InlineData("an amount edited after the win", 3)]
    [InlineData("an owner change after entry", 15)]
    [InlineData("two or three dimensions", 25)]
    [InlineData("a deleted deal", 8)]
    [InlineData("a merged deal", 8)]
    [InlineData("a duplicate", 8)]
    [InlineData("an impossible event", 15)]
    [InlineData("an unknown stage", 4)]
    [InlineData("a row that cannot be held", 10)]
    [InlineData("a re-opening too late", 4)]
    [InlineData("a late event for a tracker", 15)]
    [InlineData("a funnel with more than eight open stages", 10)]
    [InlineData("a visit of more than ten years", 10)]
    [InlineData("a cohort outside the prepared years", 5)]
    [InlineData("two cohorts", 15)]
    [InlineData("one deal alone", 10)]
    [InlineData("no deal", 1)]
    [InlineData("a close date or customer", 15)]
    public void The_generator_reaches(string rareCase, int atLeastPercent)
    {
        int hits = Sample.Value.Count(x => Has(rareCase, x.Log, x.Result));

        Assert.True(hits * 100 >= Logs * atLeastPercent, string.Create(CultureInfo.InvariantCulture, $"Only {hits} of {Logs} logs have {rareCase}; at least {atLeastPercent} % must."));
    }

    [Fact]
    public void Shrinking_gives_smaller_cases_and_ends()
    {
        LogCase log = Sample.Value.First(x => x.Log.Events.Count > 10).Log;
        int steps = 0;
        while (FunnelArbitraries.LogCases().Shrinker(log).FirstOrDefault() is { } smaller)
        {
            Assert.True(smaller.Events.Count < log.Events.Count || smaller.ToString() != log.ToString());
            log = smaller;
            Assert.True(++steps < 1_000, "Shrinking does not end.");
        }

        Assert.Empty(log.Events);
    }

    private static bool Has(string rareCase, LogCase log, OracleResult result)
    {
        IEnumerable<OracleDeal> deals = result.Deals;
        bool Rejected(OracleRejection reason) => result.Rejected.Any(r => r.Reason == reason);
        bool Steps(Func<OracleStep, bool> predicate) => deals.Any(d => d.Steps.Any(predicate));
        IEnumerable<OracleVisit> Visits() => deals.SelectMany(d => d.Visits(EventTime.ToUnixMicros(log.End)));
        return rareCase switch
        {
            "a tie in time of one deal" => log.Events.GroupBy(e => (e.Entity, e.AtUnixMicros)).Any(g => g.Count() > 1),
            "a tie without seq" => log.Events.Where(e => e.Seq == DealEvent.NoSeq).GroupBy(e => (e.Entity, e.AtUnixMicros)).Any(g => g.Count() > 1),
            "an undated entry" => Steps(s => s is { Effect: OracleEffect.Move, IsDated: false }),
            "an undated deal" => deals.Any(d => d.IsCreated && d.Moves.All(m => !m.IsDated)),
            "a seq on every row" => log.Events.Count > 0 && log.Events.All(e => e.Seq != DealEvent.NoSeq),
            "no seq at all" => log.Events.All(e => e.Seq == DealEvent.NoSeq),
            "some rows with seq" => log.Events.Any(e => e.Seq == DealEvent.NoSeq) && log.Events.Any(e => e.Seq != DealEvent.NoSeq),
            "a regression" => deals.Any(d => d.Regressions.Count > 0),
            "a skipped stage" => deals.Any(d => d.IsCreated && Enumerable.Range(0, d.Furthest).Any(s => d.Moves.All(m => m.Target != s))),
            "a re-opening" => deals.Any(d => d.Reopenings.Any(d.IsStage)),
            "an outcome replaced" => deals.Any(d => d.Reopenings.Any(m => !d.IsStage(m))),
            "an outcome first" => deals.Any(d => d.IsCreated && !d.IsStage(d.Moves[0])),
            "a repeat" => Steps(s => s.Effect == OracleEffect.Repeat),
            "a hold that shortens a visit" => Visits().Any(v => v.Micros is { } micros && micros < (v.Left?.At ?? EventTime.ToUnixMicros(log.End)) - v.Entered.At),
            "a win with amount" => result.Count()["pricedWonDeals"] > 0,
            "an amount edited after the win" => result.Hygiene()["amountEditsAfterWin"] > 0,
            "an owner change after entry" => deals.Any(d => d.IsCreated && d.ValueAt(0, d.Moves[0]) != d.ValueAt(0, d.Steps[^1])),
            "two or three dimensions" => log.Definition.Dimensions.Count > 1,
            "a deleted deal" => deals.Any(d => d.IsCreated && d.Steps[^1].Event.Kind == DealEventKind.Deleted),
            "a merged deal" => deals.Any(d => d.IsCreated && d.Steps[^1].Event.Kind == DealEventKind.MergedInto),
            "a duplicate" => Rejected(OracleRejection.Duplicate),
            "an impossible event" => Rejected(OracleRejection.Impossible),
            "an unknown stage" => Rejected(OracleRejection.UnknownStage),
            "a row that cannot be held" => Rejected(OracleRejection.NotRepresentable),
            "a re-opening too late" => Rejected(OracleRejection.ReopenTooLate),
            "a late event for a tracker" => StageHistoryOracle.Count(log.Definition, log.Events, log.End).Rejected.Any(r => r.Reason == OracleRejection.Late),
            "a funnel with more than eight open stages" => log.Definition.OpenStageCount > 8,
            "a visit of more than ten years" => Visits().Any(v => v.Left is not null && v.Micros > 3_650L * 86_400_000_000),
            "a cohort outside the prepared years" => deals.Any(d => d.IsCreated && d.Moves[0].IsDated && EventTime.FromUnixMicros(d.Moves[0].At).Year is < 1970 or > 2099),
            "two cohorts" => log.Calendar is not null && result.Cohorts.Count > 1,
            "one deal alone" => log.Events.Select(e => e.Entity).Distinct().Count() == 1,
            "no deal" => !deals.Any(d => d.IsCreated),
            "a close date or customer" => Steps(s => s.Effect == OracleEffect.NotUsed),
            _ => throw new ArgumentOutOfRangeException(nameof(rareCase), rareCase, "No such case."),
        };
    }
}
