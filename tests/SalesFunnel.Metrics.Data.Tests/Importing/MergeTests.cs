using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Importing;

/// <summary>Deals that went into others leave the counts, whichever file says so.</summary>
public class MergeTests
{
    private const string History = """
        dealId,property,value,timestamp,archived
        1,dealstage,appointmentscheduled,2026-01-01T09:00:00Z,false
        1,dealstage,closedwon,2026-01-05T09:00:00Z,false
        2,dealstage,appointmentscheduled,2026-01-02T09:00:00Z,false
        2,dealstage,qualifiedtobuy,2026-01-09T09:00:00Z,false
        3,dealstage,appointmentscheduled,2026-01-03T09:00:00Z,false

        """;

    [Fact]
    public void A_table_of_merged_deals_takes_them_out()
    {
        using var folder = new TempFolder();
        FunnelData data = Read(folder.Write("history.csv", History), folder.Write("merged.csv", "deal_id,merged_deal_id\n1,2\n1,99\n"));
        StageSnapshot s = data.Log.Count();
        Assert.Equal((2, 1, 1), (s.Leads, s.Won, s.MergedDeals));
        Assert.Equal((1, 1), (data.Summary.MergedDeals, data.Summary.MergedIdsWithoutDeal));
        Assert.Equal(0, s.Reached(1) - s.Won); // the merged deal was the only one that got to the second stage on foot
        Assert.Equal(0, s.Rejections.Total);
    }

    [Fact]
    public void The_list_of_HubSpot_names_old_ids_in_a_column()
    {
        using var folder = new TempFolder();
        string list = folder.Write("deals.csv", """
            Record ID,Deal Name,Deal Stage,Create Date,Close Date,Amount,Merged Deal IDs
            1,A,Closed Won,2026-01-01 09:00,2026-01-05 09:00,100,2; 3
            2,B,Qualified To Buy,2026-01-02 09:00,,40,
            4,C,Appointment Scheduled,2026-01-04 09:00,,70,

            """);
        StageSnapshot alone = Read(list).Log.Count();
        Assert.Equal((2, 1, 1), (alone.Leads, alone.Won, alone.MergedDeals));

        FunnelData joined = Read(list, folder.Write("history.csv", History));
        StageSnapshot s = joined.Log.Count();
        Assert.Equal((1, 1, 2, 100m), (s.Leads, s.Won, s.MergedDeals, s.WonAmount));
        Assert.Equal(1, joined.Summary.CountOf(RowDefect.DealWithoutLog)); // the fourth deal has no history
    }

    [SharedDataFact("hubspot-seeds")]
    public void Merged_deals_of_the_seeds_are_counted_once_and_those_that_are_hidden_are_said_to_be()
    {
        string[] files = ["deal_data.csv", "merged_deal_data.csv", "deal_pipeline_stage_data.csv"];
        FunnelData data = Read([.. files.Select(f => SharedData.PathOf("hubspot-seeds", f))]);
        StageSnapshot s = data.Log.Count();
        Assert.Equal(44, s.Leads + s.MergedDeals);
        Assert.Equal(14, data.Summary.MergedDeals + data.Summary.MergedIdsWithoutDeal);
        Assert.Equal(data.Summary.MergedDeals, s.MergedDeals);
        Assert.Equal(14, data.Summary.Files.Single(f => f.File == "merged_deal_data.csv").Used);
    }

    private static FunnelData Read(params string[] files) => FunnelReader.Read(MappingProposal.For(files).Mapping);
}
