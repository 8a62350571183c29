using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Importing;

/// <summary>Tables of HubSpot and Salesforce as a data loader writes them, values hashed: they load, and what is odd about them is said.</summary>
public class LoaderSeedTests
{
    [SharedDataFact("salesforce-seeds")]
    public void All_opportunities_of_the_seeds_are_deleted_and_one_was_closed_before_it_was_created()
    {
        MappingProposal proposal = Propose("salesforce-seeds", "sf_opportunity_data.csv");
        FunnelData data = FunnelReader.Read(proposal.Mapping);
        StageSnapshot s = data.Log.Count();
        Assert.Equal((0, 10), (s.Leads, s.DeletedDeals));
        Assert.Equal(1, data.Summary.TotalDefects);
        RowIssue issue = data.Summary.Defects[0].Samples[0];
        Assert.Equal((RowDefect.ClosedBeforeCreated, 6, "2018-12-07 00:00:00"), (issue.Defect, issue.Line, issue.Value));
        Assert.Contains(proposal.Mapping.Notes, n => n.Contains("probabilities above 100 % (line 2)", StringComparison.Ordinal));
    }

    [SharedDataFact("salesforce-seeds")]
    public void Without_the_flag_of_deletion_they_are_5_won_4_lost_1_open()
    {
        FunnelMapping mapping = Propose("salesforce-seeds", "sf_opportunity_data.csv").Mapping;
        StageSnapshot s = FunnelReader.Read(mapping with { Deals = mapping.Deals! with { Deleted = null } }).Log.Count();
        Assert.Equal((10, 5, 4, 1), (s.Leads, s.Won, s.Lost, s.Open));
        Assert.Equal((1, 24_120_000m), (s.PricedWonDeals, s.WonAmount)); // four of the five have no amount
    }

    [SharedDataFact("salesforce-seeds")]
    public void Versions_of_opportunities_are_a_history()
    {
        FunnelData data = FunnelReader.Read(Propose("salesforce-seeds", "sf_opportunity_history_data.csv").Mapping);
        Assert.NotNull(data.Mapping.Log);
        Assert.Equal((10, 10, 0L), (data.Summary.Files[0].Rows, data.Summary.Files[0].Used, data.Summary.TotalDefects));
        Assert.Equal(10, data.Log.Count().DeletedDeals);
    }

    [SharedDataFact("hubspot-seeds")]
    public void Deals_of_the_seeds_without_a_stage_are_44_leads_and_44_reports()
    {
        FunnelData data = FunnelReader.Read(Propose("hubspot-seeds", "deal_data.csv").Mapping);
        Assert.Equal(44, data.Log.Count().Leads);
        Assert.Equal(44, data.Summary.CountOf(RowDefect.MissingStage));
        Assert.Contains(data.Mapping.Notes, n => n.Contains("names no stage", StringComparison.Ordinal));
    }

    [SharedDataFact("hubspot-seeds")]
    public void The_stage_table_of_the_seeds_has_hours_of_one_digit()
    {
        FunnelData data = FunnelReader.Read(Propose("hubspot-seeds", "deal_stage_data.csv", "deal_data.csv", "merged_deal_data.csv").Mapping);
        StageSnapshot s = data.Log.Count();
        Assert.Equal((14, 14L), (s.Leads, data.Summary.Files.Single(f => f.File == "deal_stage_data.csv").Used));
        Assert.Equal(0, data.Summary.CountOf(RowDefect.BadDate));
        Assert.Equal(44 - (14 - data.Summary.DealsOnlyInLog), data.Summary.CountOf(RowDefect.DealWithoutLog));
    }

    [SharedDataFact("hubspot-seeds")]
    public void A_property_history_with_hashed_names_has_no_row_about_stages_and_says_so()
    {
        FunnelData data = FunnelReader.Read(Propose("hubspot-seeds", "deal_property_history_data.csv").Mapping);
        Assert.Equal((0, 100), (data.Log.Count().Leads, data.Summary.RowsOfOtherFields));
    }

    private static MappingProposal Propose(string folder, params string[] files) => MappingProposal.For([.. files.Select(f => SharedData.PathOf(folder, f))]);
}
