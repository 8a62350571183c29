namespace SalesFunnel.Metrics.Data.Tests.Importing;

/// <summary>Histories of eight systems, read without options, against the paths of the deals behind them.</summary>
public class HistoryExportTests
{
    private const int DeletedDeal = 12;
    private const int MergedCopy = 13;

    [Theory]
    [InlineData("salesforce_opportunityhistory_dataloader.csv")]
    [InlineData("salesforce_opportunityfieldhistory.csv")]
    [InlineData("hubspot_dealstage_history_api.csv")]
    [InlineData("zoho_stage_history.csv")]
    [InlineData("bitrix24_stagehistory_api.csv")]
    [InlineData("amocrm_events_api.csv")]
    public void A_history_tells_every_path_less_the_deleted_deal(string file)
    {
        FunnelData data = CrmExports.Read(file);
        StageSnapshot s = data.Log.Count();
        Assert.Equal(CrmExports.Figures(CrmExports.PathsAsLog(DeletedDeal, MergedCopy).Count()), CrmExports.Figures(s));
        Assert.Equal(CrmExports.Reached, Stages(s).Select(i => s.Reached(i)));
        Assert.Empty(data.Summary.Defects);
        Assert.Equal(0, s.Rejections.Total);
        Assert.True(s.HasFullHistory);
    }

    [Theory]
    [InlineData("salesforce_opportunityhistory_dataloader.csv")]
    [InlineData("salesforce_opportunityfieldhistory.csv")]
    [InlineData("hubspot_dealstage_history_api.csv")]
    [InlineData("zoho_stage_history.csv")]
    [InlineData("bitrix24_stagehistory_api.csv")]
    [InlineData("amocrm_events_api.csv")]
    [InlineData("pipedrive_deal_flow_api.csv", "pipedrive_deals.csv")]
    public void Its_moves_are_those_that_happened(params string[] files)
    {
        StageSnapshot s = CrmExports.Read(files).Log.Count();
        long back = Open(s).Sum(i => s.RegressMoves(i));
        Assert.Equal(CrmExports.Moves("back"), back);
        Assert.Equal(CrmExports.Moves("reopened"), s.Reopenings);
        Assert.Equal(CrmExports.Moves("forward_one") + CrmExports.Moves("skip"), Stages(s).Sum(i => s.Visits(i)) - s.Leads - back - s.Reopenings);
        Assert.Equal(CrmExports.Moves("skip"), s.Won - s.Strict(s.Definition.WonIndex));
        Assert.Equal(CrmExports.Moves("lost"), s.Lost + s.Reopenings); // each re-opening here undid a loss
    }

    [Fact]
    public void The_flow_of_Pipedrive_alone_does_not_know_which_deal_was_deleted()
    {
        StageSnapshot s = CrmExports.Read("pipedrive_deal_flow_api.csv").Log.Count();
        Assert.Equal((14, 7, 0), (s.Leads, s.Won, s.DeletedDeals));
        Assert.Equal(CrmExports.Figures(CrmExports.PathsAsLog(MergedCopy).Count()), CrmExports.Figures(s));
    }

    [Fact]
    public void Joined_with_the_list_it_knows_the_deleted_deal_and_the_amounts()
    {
        FunnelData data = CrmExports.Read("pipedrive_deal_flow_api.csv", "pipedrive_deals.csv");
        StageSnapshot s = data.Log.Count();
        Assert.Equal((13, 6, 1), (s.Leads, s.Won, s.DeletedDeals));
        Assert.Equal(1_290_068.38m, s.WonAmount);
        Assert.Equal(CrmExports.Figures(CrmExports.PathsAsLog(DeletedDeal, MergedCopy).Count()), CrmExports.Figures(s));
        Assert.Equal([("USD", true), ("EUR", false)], data.Summary.Currencies.Select(c => (c.Currency, c.IsPriced)));
    }

    [Theory]
    [InlineData("salesforce_opportunityhistory_dataloader.csv", "salesforce_opportunities_report.csv", 1)]
    [InlineData("salesforce_opportunityfieldhistory.csv", "salesforce_opportunities_report.csv", 1)]
    [InlineData("hubspot_dealstage_history_api.csv", "hubspot_deals.csv", 1)]
    [InlineData("zoho_stage_history.csv", "zoho_deals.csv", 0)]
    [InlineData("bitrix24_stagehistory_api.csv", "bitrix24_deals.csv", 0)]
    public void History_and_list_are_joined_by_id(string history, string list, long deleted)
    {
        FunnelData data = CrmExports.Read(list, history); // in either order
        StageSnapshot s = data.Log.Count();
        Assert.Equal(CrmExports.Figures(CrmExports.PathsAsLog(DeletedDeal, MergedCopy).Count()), CrmExports.Figures(s));
        Assert.Equal(1_290_068.38m, s.WonAmount);
        Assert.Equal(deleted, s.DeletedDeals);
        Assert.Equal(deleted, data.Summary.DealsOnlyInLog);
        Assert.Empty(data.Summary.Defects);
        Assert.Contains("owner", data.Log.Definition.Dimensions);
    }

    [Fact]
    public void Leads_and_events_of_amoCRM_are_joined_with_whole_amounts()
    {
        StageSnapshot s = CrmExports.Read("amocrm_events_api.csv", "amocrm_leads.csv").Log.Count();
        Assert.Equal(1_290_068m, s.WonAmount);
        Assert.Equal(CrmExports.Figures(CrmExports.PathsAsLog(DeletedDeal, MergedCopy).Count()), CrmExports.Figures(s));
    }

    [Theory]
    [InlineData("salesforce_opportunityhistory_dataloader.csv", true)]
    [InlineData("zoho_stage_history.csv", true)]
    [InlineData("salesforce_opportunityfieldhistory.csv", false)]
    [InlineData("hubspot_dealstage_history_api.csv", false)]
    [InlineData("bitrix24_stagehistory_api.csv", false)]
    public void Amounts_are_known_only_where_the_history_has_them(string file, bool isPriced)
    {
        StageSnapshot s = CrmExports.Read(file).Log.Count();
        Assert.Equal(isPriced ? 1_290_068.38m : 0m, s.WonAmount);
        Assert.Equal(isPriced ? 6 : 0, s.PricedWonDeals);
    }

    [Fact]
    public void Files_of_two_systems_are_not_joined()
    {
        FunnelDataException e = Assert.Throws<FunnelDataException>(() => CrmExports.Read("zoho_deals.csv", "bitrix24_stagehistory_api.csv"));
        Assert.Contains("zoho_deals.csv is of Zoho CRM", e.Message, StringComparison.Ordinal);
        Assert.Contains("bitrix24_stagehistory_api.csv of Bitrix24", e.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<int> Stages(StageSnapshot s) => Enumerable.Range(0, s.Definition.Stages.Count);

    private static IEnumerable<int> Open(StageSnapshot s) => Enumerable.Range(0, s.Definition.OpenStageCount);
}
