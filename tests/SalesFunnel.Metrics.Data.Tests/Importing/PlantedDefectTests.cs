namespace SalesFunnel.Metrics.Data.Tests.Importing;

/// <summary>Each export again with three defects: all are counted, located and explained, and the rest of the file is read as before.</summary>
public class PlantedDefectTests
{
    public static TheoryData<string> Lists => ListExportTests.Lists;

    public static TheoryData<string> Histories =>
    [
        "salesforce_opportunityhistory_dataloader.csv", "salesforce_opportunityfieldhistory.csv", "hubspot_dealstage_history_api.csv",
        "pipedrive_deal_flow_api.csv", "zoho_stage_history.csv", "bitrix24_stagehistory_api.csv", "amocrm_events_api.csv",
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_doubled_row_a_bad_date_and_a_missing_id_in_a_list(string file)
    {
        DealsTable deals = MappingProposal.For([CrmExports.PathOf(file)]).Mapping.Deals!;
        using var damaged = new DamagedExport(file);
        damaged.InsertCopy(ofLine: 2, asLine: 3);
        damaged.Set(4, deals.Created!, "soon");
        damaged.Set(5, deals.Id, string.Empty);

        FunnelData data = FunnelReader.Read(MappingProposal.For([damaged.Save()]).Mapping);
        Assert.Equal(3, data.Summary.TotalDefects);
        AssertIssue(data, RowDefect.DuplicateRow, 3, deals.Id, "each id once; it is also on line 2");
        AssertIssue(data, RowDefect.BadDate, 4, deals.Created!, "the deal counts, without this time");
        AssertIssue(data, RowDefect.MissingId, 5, deals.Id, "the id of the deal");
        Assert.Equal("soon", Sample(data, RowDefect.BadDate).Value);

        StageSnapshot s = data.Log.Count();
        Assert.Equal((12, 5, 3, 4), (s.Leads, s.Won, s.Lost, s.Open)); // the third deal, won, has no id
        Assert.Equal((file == "amocrm_leads.csv" ? 1_290_068m : 1_290_068.38m) - 30_000m, s.WonAmount);
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void A_bad_date_a_missing_id_and_a_cut_row_in_a_history(string file)
    {
        LogTable log = MappingProposal.For([CrmExports.PathOf(file)]).Mapping.Log!;
        using var damaged = new DamagedExport(file);
        damaged.Set(3, log.EnteredAt, "soon");
        damaged.Set(5, log.Id, string.Empty);
        damaged.Cut(6);

        FunnelData data = FunnelReader.Read(MappingProposal.For([damaged.Save()]).Mapping);
        Assert.Equal(3, data.Summary.TotalDefects);
        AssertIssue(data, RowDefect.BadDate, 3, log.EnteredAt, "a ");
        AssertIssue(data, RowDefect.MissingId, 5, log.Id, "the id of the deal");
        AssertIssue(data, RowDefect.TooFewFields, 6, null, "as in the header");
        Assert.Equal(3, data.Log.Count().Rejections.CountOf(RejectReason.NotRepresentable));
        Assert.Equal(data.Summary.Files[0].Rows - 3 - data.Summary.RowsOfOtherFields, data.Summary.Files[0].Used);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    [MemberData(nameof(Histories))]
    public void A_stage_that_the_mapping_does_not_know_is_left_out_and_named(string file)
    {
        FunnelMapping mapping = MappingProposal.For([CrmExports.PathOf(file)]).Mapping;
        string stage = mapping.Log?.Stage ?? mapping.Deals!.Stage!;
        using var damaged = new DamagedExport(file);
        int line = file == "salesforce_opportunityfieldhistory.csv" ? 2 : 3;
        damaged.Set(line, stage, "Demoo");
        damaged.Save();

        FunnelData data = FunnelReader.Read(mapping with { Folder = damaged.Folder });
        Assert.Equal(1, data.Summary.TotalDefects);
        AssertIssue(data, RowDefect.UnknownStage, line, stage, mapping.Stages[0].Key);
        Assert.Equal("Demoo", Sample(data, RowDefect.UnknownStage).Value);
        Assert.Equal(1, data.Log.Count().Rejections.CountOf(RejectReason.UnknownStage));
    }

    [Theory]
    [InlineData("pipedrive_deals.csv", "Deal - Status", "Perhaps", "one of open, won, lost, deleted")]
    [InlineData("salesforce_opportunities_report.csv", "Won", "2", "yes or no")]
    [InlineData("odoo_crm_lead.csv", "Active", "2", "yes or no")]
    public void A_status_or_flag_that_is_none_is_left_out_and_named(string file, string column, string value, string expected)
    {
        using var damaged = new DamagedExport(file);
        damaged.Set(3, column, value);
        FunnelData data = FunnelReader.Read(MappingProposal.For([damaged.Save()]).Mapping);
        AssertIssue(data, RowDefect.UnknownStatus, 3, column, expected);
        Assert.Equal(12, data.Log.Count().Leads);
    }

    [Fact]
    public void A_deal_closed_before_it_was_created_counts_as_closed_at_its_creation()
    {
        using var damaged = new DamagedExport("zoho_deals.csv");
        damaged.Set(2, "Closing Date", "2025-12-31");
        FunnelData data = FunnelReader.Read(MappingProposal.For([damaged.Save()]).Mapping);
        AssertIssue(data, RowDefect.ClosedBeforeCreated, 2, "Closing Date", "2026-01-05 09:15:00");
        Assert.Equal(6, data.Log.Count().Won);
    }

    [Fact]
    public void A_bad_amount_leaves_the_deal_without_amount()
    {
        using var damaged = new DamagedExport("hubspot_deals.csv");
        damaged.Set(2, "Amount", "a lot");
        FunnelData data = FunnelReader.Read(MappingProposal.For([damaged.Save()]).Mapping);
        AssertIssue(data, RowDefect.BadAmount, 2, "Amount", "a number");
        StageSnapshot s = data.Log.Count();
        Assert.Equal((6, 5, 1_278_068.38m), (s.Won, s.PricedWonDeals, s.WonAmount));
    }

    [Fact]
    public void Strict_reading_stops_at_the_first_defect_but_not_at_notes_under_the_table()
    {
        FunnelMapping mapping = MappingProposal.For([CrmExports.PathOf("salesforce_opportunities_report.csv")]).Mapping;
        Assert.Equal(13, FunnelReader.Read(mapping, new ReadOptions { Strict = true }).Log.Count().Leads);

        using var damaged = new DamagedExport("salesforce_opportunities_report.csv");
        damaged.Set(4, "Created Date", "soon");
        damaged.Save();
        FunnelDataException e = Assert.Throws<FunnelDataException>(() => FunnelReader.Read(mapping with { Folder = damaged.Folder }, new ReadOptions { Strict = true }));
        Assert.Equal(4, e.Issue!.Line);
    }

    private static RowIssue Sample(FunnelData data, RowDefect defect) => Assert.Single(Assert.Single(data.Summary.Defects, d => d.Defect == defect).Samples);

    private static void AssertIssue(FunnelData data, RowDefect defect, long line, string? column, string expected)
    {
        RowIssue issue = Sample(data, defect);
        Assert.Equal((line, column), (issue.Line, issue.Column));
        Assert.Contains(expected, issue.Expected, StringComparison.Ordinal);
    }
}
