namespace SalesFunnel.Metrics.Data.Tests.Importing;

/// <summary>Lists of deals of eight systems, read without options.</summary>
public class ListExportTests
{
    public static TheoryData<string> Lists =>
    [
        "salesforce_opportunities_report.csv", "hubspot_deals.csv", "pipedrive_deals.csv", "dynamics365_opportunities.csv", "zoho_deals.csv",
        "odoo_crm_lead.csv", "bitrix24_deals.csv", "amocrm_leads.csv", "ru_excel_cp1251.csv",
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_holds_13_deals_6_won_3_lost_4_open(string file)
    {
        FunnelData data = CrmExports.Read(file);
        StageSnapshot s = data.Log.Count();
        Assert.Equal((13, 6, 3, 4), (s.Leads, s.Won, s.Lost, s.Open));
        Assert.Equal(file == "amocrm_leads.csv" ? 1_290_068m : 1_290_068.38m, s.WonAmount);
        Assert.Equal(6, s.PricedWonDeals);
        Assert.Equal(file == "odoo_crm_lead.csv" ? 4 : 5, s.Definition.Stages.Count); // Odoo has no stage for negotiations
        Assert.Empty(data.Summary.Defects);
        Assert.Equal(0, s.Rejections.Total);
    }

    [Fact]
    public void Stage_dates_of_HubSpot_make_reached_exact()
    {
        StageSnapshot s = CrmExports.Read("hubspot_deals.csv").Log.Count();
        Assert.Equal(CrmExports.Reached, Enumerable.Range(0, 5).Select(i => s.Reached(i)));
        Assert.True(s.HasFullHistory);
        Assert.Equal(MetricStatus.Ok, s.Conversion(0, 1).ToMetricValue().Status);
        Assert.Equal(2, s.Reopenings); // the date of the loss stands beside that of what came after
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Without_stage_dates_rates_are_lower_bounds_and_no_count_is_above_the_truth(string file)
    {
        StageSnapshot s = CrmExports.Read(file).Log.Count();
        if (s.HasFullHistory)
        {
            Assert.Equal("hubspot_deals.csv", file);
            return;
        }

        Assert.Equal(MetricStatus.LowerBound, s.Conversion(0, 1).ToMetricValue().Status);
        if (s.Definition.Stages.Count == 5)
            Assert.All(Enumerable.Range(0, 5), i => Assert.InRange(s.Reached(i), s.Won, CrmExports.Reached[i]));
    }

    [Theory]
    [InlineData("salesforce_opportunities_report.csv", "EUR", "USD")]
    [InlineData("hubspot_deals.csv", "EUR", "USD")]
    [InlineData("pipedrive_deals.csv", "EUR", "USD")]
    [InlineData("dynamics365_opportunities.csv", "Euro", "US Dollar")]
    [InlineData("zoho_deals.csv", "EUR", "USD")]
    [InlineData("bitrix24_deals.csv", "Евро", "Доллар США")]
    public void The_deal_in_another_currency_counts_without_amount(string file, string other, string most)
    {
        FunnelData data = CrmExports.Read(file);
        Assert.Equal(most, data.Mapping.Currency!.Base);
        Assert.Equal(new CurrencyCount(other, 1, IsPriced: false), data.Summary.Currencies[^1]);
        Assert.Equal(13, data.Log.Count().Leads);
    }

    [Fact]
    public void With_a_rate_it_is_priced()
    {
        FunnelMapping mapping = MappingProposal.For([CrmExports.PathOf("dynamics365_opportunities.csv")]).Mapping;
        mapping = mapping with { Currency = mapping.Currency! with { Rates = new Dictionary<string, decimal> { ["Euro"] = 1.1m } } };
        FunnelData data = FunnelReader.Read(mapping);
        Assert.Equal([("US Dollar", true), ("Euro", true)], data.Summary.Currencies.Select(c => (c.Currency, c.IsPriced)));
        Assert.Empty(data.Summary.Defects); // the sign of the euro is no second currency in a column of dollars
    }

    [Fact]
    public void The_notes_under_a_Salesforce_report_are_counted_and_are_no_deals()
    {
        ReadSummary summary = CrmExports.Read("salesforce_opportunities_report.csv").Summary;
        Assert.Equal(5, summary.FooterRows);
        Assert.Equal(0, summary.TotalDefects);
    }

    [Fact]
    public void The_owner_of_won_deals_is_known()
    {
        FunnelData data = CrmExports.Read("zoho_deals.csv");
        StageSnapshot s = data.Log.Count();
        int owner = data.Log.Definition.IndexOfDimension("owner");
        Assert.Equal(
            [("Anna Berg", 2), ("Boris Lee", 4), ("Chen Wu", 0)],
            new[] { "Anna Berg", "Boris Lee", "Chen Wu" }.Select(name => (name, Won(name))));

        long Won(string name) => data.DimensionValues[owner].TryGet(name, out long value) ? s.Segment("owner", value).Won : -1;
    }

    [Fact]
    public void A_deal_that_Pipedrive_deleted_is_counted_apart()
    {
        StageSnapshot s = CrmExports.Read("pipedrive_deals.csv").Log.Count();
        Assert.Equal(1, s.DeletedDeals);
    }

    [Theory]
    [InlineData("hubspot_deals.csv")]
    [InlineData("pipedrive_deals.csv")]
    [InlineData("zoho_deals.csv")]
    public void Expected_close_dates_of_open_deals_are_no_events(string file) =>
        Assert.True(CrmExports.Read(file).Log.Count().AsOf < new DateTimeOffset(2026, 3, 30, 0, 0, 0, TimeSpan.Zero));
}
