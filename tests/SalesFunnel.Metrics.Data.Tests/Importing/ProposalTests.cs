using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Importing;

/// <summary>What is proposed for files, how sure it is, and what is refused.</summary>
public class ProposalTests
{
    public static TheoryData<string[]> Inputs =>
    [
        ["salesforce_opportunities_report.csv"], ["salesforce_opportunityfieldhistory.csv"], ["hubspot_deals.csv"], ["hubspot_dealstage_history_api.csv", "hubspot_deals.csv"],
        ["pipedrive_deals.csv"], ["pipedrive_deal_flow_api.csv", "pipedrive_deals.csv"], ["dynamics365_opportunities.csv"], ["zoho_stage_history.csv"], ["odoo_crm_lead.csv"],
        ["bitrix24_deals.csv"], ["amocrm_events_api.csv", "amocrm_leads.csv"], ["ru_excel_cp1251.csv"],
    ];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_is_written_down_reads_the_same(string[] files)
    {
        MappingProposal proposal = MappingProposal.For([.. files.Select(CrmExports.PathOf)]);
        FunnelMapping written = FunnelMapping.Parse(proposal.ToJson(), CrmExports.Folder);
        FunnelData expected = FunnelReader.Read(proposal.Mapping);
        FunnelData actual = FunnelReader.Read(written);
        Assert.Equal(CrmExports.Figures(expected.Log.Count()), CrmExports.Figures(actual.Log.Count()));
        Assert.Equal(expected.Log.Count().WonAmount, actual.Log.Count().WonAmount);
        Assert.Equal(expected.Log.Definition.Fingerprint, actual.Log.Definition.Fingerprint);
        Assert.Equal(expected.Summary.Currencies, actual.Summary.Currencies);
    }

    [Fact]
    public void Every_setting_that_was_recognised_says_how_sure_it_is()
    {
        string json = MappingProposal.For([CrmExports.PathOf("dynamics365_opportunities.csv")]).ToJson();
        Assert.Contains("\"id\": \"(Do Not Modify) Opportunity\", // certain: a column of Dynamics 365", json, StringComparison.Ordinal);
        Assert.Contains("{ \"key\": \"1-Qualify\", \"role\": \"awareness\" }, // certain: the order that Dynamics 365 has from the start", json, StringComparison.Ordinal);
        Assert.Contains("// likely: most deals are in it", json, StringComparison.Ordinal);
        Assert.Contains("\"timeZone\": \"UTC\", // guessed", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Won time")]
    [InlineData("Deal - Pipedrive System ID,Deal - Title*,Deal - Value,Deal - Currency of value,Deal - Stage (pipeline),Deal - Status,Deal - Creation date,Deal - Closed on")]
    [InlineData("DEAL - SYSTEM ID,Deal - Title,DEAL -  VALUE,Deal - Currency of value,Deal - Stage,Deal - Status*,Deal - Creation date,Deal - Closed on")]
    public void Both_generations_of_Pipedrive_headers_are_known_in_any_case(string header)
    {
        using var folder = new TempFolder();
        MappingProposal proposal = MappingProposal.For([folder.Write("d.csv", header + "\n1,A,10,USD,Qualified,Open,2026-01-01 09:00:00,\n2,B,20,USD,Contact Made,Open,2026-01-02 09:00:00,\n")]);
        Assert.Equal("Pipedrive", proposal.System);
        Assert.Equal((2, 2), (FunnelReader.Read(proposal.Mapping).Log.Count().Leads, FunnelReader.Read(proposal.Mapping).Log.Count().Open));
    }

    [Fact]
    public void Pipedrive_without_a_time_of_closing_is_dated_by_those_of_winning_and_losing()
    {
        using var folder = new TempFolder();
        string path = folder.Write("d.csv", "Deal - ID,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Won time,Deal - Lost time\n1,Qualified,Won,2026-01-01 09:00:00,2026-01-02 09:00:00,\n2,Qualified,Lost,2026-01-01 09:00:00,,2026-01-04 09:00:00\n");
        FunnelData data = FunnelReader.Read(MappingProposal.For([path]).Mapping);
        StageSnapshot s = data.Log.Count();
        Assert.Equal((86_400m, 3 * 86_400m), (s.Times(0, VisitEnd.Won).MeanSeconds!.Value, s.Times(0, VisitEnd.Lost).MeanSeconds!.Value));
        Assert.Empty(data.Summary.Defects);
    }

    [Fact]
    public void Where_every_date_fits_both_orders_day_and_month_are_not_guessed()
    {
        using var folder = new TempFolder();
        string path = folder.Write("deals.csv", "Record Id,Stage,Created Time,Closing Date\nz1,Closed Won,01/02/2026,03/04/2026\nz2,Qualification,05/06/2026,\n");
        FunnelDataException e = Assert.Throws<FunnelDataException>(() => MappingProposal.For([path]));
        Assert.Contains("nobody can tell day from month", e.Message, StringComparison.Ordinal);
        Assert.Contains("'01/02/2026' in the column 'Created Time'", e.Message, StringComparison.Ordinal);
        Assert.Contains("--dates d/M/yyyy", e.Message, StringComparison.Ordinal);

        Assert.Equal(new DateTimeOffset(2026, 6, 5, 0, 0, 0, TimeSpan.Zero), LastEvent("d/M/yyyy"));
        Assert.Equal(new DateTimeOffset(2026, 5, 6, 0, 0, 0, TimeSpan.Zero), LastEvent("M/d/yyyy"));

        DateTimeOffset LastEvent(string format) => FunnelReader.Read(MappingProposal.For([path], [format]).Mapping).Log.Count().AsOf;
    }

    [Fact]
    public void One_column_that_tells_day_from_month_speaks_for_the_others()
    {
        using var folder = new TempFolder();
        string path = folder.Write("deals.csv", "Record Id,Stage,Created Time,Closing Date\nz1,Closed Won,01/02/2026,25/04/2026\nz2,Qualification,05/06/2026,\n");
        Assert.Equal(["d/M/yyyy"], MappingProposal.For([path]).Mapping.Deals!.DateFormats);
    }

    [Fact]
    public void Several_pipelines_in_one_file_become_a_dimension()
    {
        using var folder = new TempFolder();
        string path = folder.Write("deals.csv", """"
            Record ID,Deal Stage,Create Date,Pipeline,"Date entered ""New (A)""","Date entered ""Offer (A)""","Date entered ""New (B)""","Date entered ""Closed Won (B)"""
            1,Offer,2026-01-01 09:00,A,2026-01-01 09:00,2026-01-03 09:00,,
            2,Closed Won,2026-01-02 09:00,B,,,2026-01-02 09:00,2026-01-04 09:00
            3,New,2026-01-05 09:00,B,,,2026-01-05 09:00,

            """");
        FunnelData data = FunnelReader.Read(MappingProposal.For([path]).Mapping);
        Assert.Equal(["New", "Offer", "Closed Won"], data.Log.Definition.Stages.Select(s => s.Key));
        Assert.Equal("pipeline", data.Log.Definition.Dimensions[0]);
        Assert.True(data.DimensionValues[0].TryGet("B", out long b));
        StageSnapshot s = data.Log.Count();
        Assert.Equal((2, 1), (s.Segment("pipeline", b).Leads, s.Segment("pipeline", b).Won));
        Assert.Equal([3, 2, 1], Enumerable.Range(0, 3).Select(i => s.Reached(i)));
        Assert.Equal(2, data.Mapping.Deals!.StageDates.Count(d => d.Stage == "New"));
    }

    [Fact]
    public void Stages_of_further_funnels_of_Bitrix24_carry_a_number_in_front()
    {
        using var folder = new TempFolder();
        string path = folder.Write("history.csv", """
            ID,TYPE_ID,OWNER_ID,CREATED_TIME,CATEGORY_ID,STAGE_SEMANTIC_ID,STAGE_ID
            1,1,7,2026-01-05T09:15:00+03:00,1,P,C1:NEW
            2,2,7,2026-01-06T09:15:00+03:00,1,P,C1:EXECUTING
            3,3,7,2026-01-07T09:15:00+03:00,1,F,C1:APOLOGY
            4,1,8,2026-01-05T09:15:00+03:00,0,P,NEW
            5,3,8,2026-01-08T09:15:00+03:00,0,S,WON

            """);
        FunnelData data = FunnelReader.Read(MappingProposal.For([path]).Mapping);
        Assert.Equal(["C1:NEW", "C1:EXECUTING", "WON"], data.Log.Definition.Stages.Select(s => s.Key));
        Assert.Equal(["C1:APOLOGY"], data.Mapping.Lost);
        StageSnapshot s = data.Log.Count();
        Assert.Equal((2, 1, 1), (s.Leads, s.Won, s.Lost));
    }

    [Fact]
    public void Own_stage_names_are_ordered_by_probability_else_by_the_moves_else_marked_as_guessed()
    {
        using var folder = new TempFolder();
        string byProbability = folder.Write("p.csv", "Record Id,Stage,Created Time,Probability (%)\nz1,Handshake,2026-01-01,80\nz2,Hello,2026-01-01,10\nz3,Closed Won,2026-01-01,100\n");
        Assert.Equal(["Hello", "Handshake", "Closed Won"], Stages(byProbability));

        string byMoves = folder.Write("m.csv", "dealId,property,value,timestamp\n1,dealstage,c,2026-01-03T00:00Z\n1,dealstage,b,2026-01-02T00:00Z\n2,dealstage,b,2026-01-02T00:00Z\n2,dealstage,a,2026-01-01T00:00Z\n");
        Assert.Equal(["a", "b", "c", "Won"], Stages(byMoves)); // the file runs from new to old

        string neither = folder.Write("n.csv", "Record Id,Stage,Created Time\nz1,Handshake,2026-01-01\nz2,Hello,2026-01-01\n");
        Assert.Contains(MappingProposal.For([neither]).Findings, f => f is { Subject: "stages.Hello", Certainty: Certainty.Guessed });

        static IEnumerable<string> Stages(string path) => MappingProposal.For([path]).Mapping.Stages.Select(s => s.Key);
    }

    [Fact]
    public void A_table_of_no_system_is_taken_by_the_names_of_its_columns_and_says_that_it_guesses()
    {
        using var folder = new TempFolder();
        MappingProposal proposal = MappingProposal.For([folder.Write("table.csv", "id,stage,created_at,offer_date,close_date,amount\n1,Won,2026-01-01,2026-01-02,2026-01-03,5\n2,Offer,2026-01-04,2026-01-05,,7\n3,Lead,2026-01-06,,,\n")]);
        Assert.Equal("table of deals", proposal.System);
        Assert.Equal([new StageDate("Offer", "offer_date")], proposal.Mapping.Deals!.StageDates);
        Assert.All(proposal.Findings.Where(f => f.Subject.StartsWith("deals.", StringComparison.Ordinal) && !f.Subject.Contains("dateFormats", StringComparison.Ordinal)), f => Assert.NotEqual(Certainty.Certain, f.Certainty));
        StageSnapshot s = FunnelReader.Read(proposal.Mapping).Log.Count();
        Assert.Equal([3, 2, 1], Enumerable.Range(0, 3).Select(i => s.Reached(i)));
        Assert.True(s.HasFullHistory);
    }

    [Fact]
    public void Files_that_are_no_exports_are_refused_with_what_to_do()
    {
        using var folder = new TempFolder();
        string other = folder.Write("other.csv", "a,b\n1,2\n");
        string list = folder.Write("list.csv", "Record Id,Stage,Created Time\nz1,Hello,2026-01-01\n");
        Assert.Contains("cannot tell which column holds the id", Message(other), StringComparison.Ordinal);
        Assert.Contains("other.csv: this is no export of a system that is known (Salesforce, HubSpot,", Message(list, other), StringComparison.Ordinal);
        Assert.Contains("are both of the kind 'deals'", Message(list, list), StringComparison.Ordinal);
        Assert.Contains("says nothing about where deals are", Message(folder.Write("m.csv", "deal_id,merged_deal_id\n1,2\n")), StringComparison.Ordinal);

        static string Message(params string[] paths) => Assert.Throws<FunnelDataException>(() => MappingProposal.For(paths)).Message;
    }

    [Fact]
    public void Names_of_columns_cannot_break_out_of_a_comment()
    {
        using var folder = new TempFolder();
        string path = folder.Write("deals.csv", "Record ID,Deal Stage,Create Date,\"Date entered \"\"New\n},(A)\"\"\"\n1,\"New\n},\",2026-01-01 09:00,2026-01-01 09:00\n");
        FunnelMapping mapping = FunnelMapping.Parse(MappingProposal.For([path]).ToJson(), folder.FullPath);
        Assert.Equal(1, FunnelReader.Read(mapping).Log.Count().Leads);
    }

    [Fact]
    public void Ten_thousand_columns_are_looked_at_in_passing()
    {
        using var folder = new TempFolder();
        string[] extra = [.. Enumerable.Range(0, 10_000).Select(i => $"custom {i} date")];
        string path = folder.Write("wide.csv", $"Record Id,Stage,Created Time,{string.Join(',', extra)}\nz1,Qualification,2026-01-01{new string(',', extra.Length)}\n");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(1, FunnelReader.Read(MappingProposal.For([path]).Mapping).Log.Count().Leads);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void Looking_at_a_file_can_be_cancelled()
    {
        using var folder = new TempFolder();
        string path = folder.Write("long.csv", "Record Id,Stage,Created Time\n" + string.Concat(Enumerable.Range(0, 70_000).Select(i => $"z{i},Qualification,2026-01-01\n")));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => MappingProposal.For([path], cancellationToken: cancelled.Token));
    }

    [Fact]
    public void A_won_deal_in_another_currency_has_no_amount_rather_than_0_or_the_wrong_one()
    {
        using var folder = new TempFolder();
        string path = folder.Write("deals.csv", "Record Id,Stage,Created Time,Closing Date,Amount,Currency\nz1,Closed Won,2026-01-01,2026-01-02,100,USD\nz2,Closed Won,2026-01-01,2026-01-02,70,EUR\nz3,Closed Won,2026-01-01,2026-01-02,30,USD\n");
        FunnelMapping mapping = MappingProposal.For([path]).Mapping;
        StageSnapshot s = FunnelReader.Read(mapping).Log.Count();
        Assert.Equal((3, 2, 130m), (s.Won, s.PricedWonDeals, s.WonAmount));

        mapping = mapping with { Currency = new CurrencySetting("USD") { Rates = new Dictionary<string, decimal> { ["EUR"] = 1.1m } } };
        StageSnapshot priced = FunnelReader.Read(mapping).Log.Count();
        Assert.Equal((3, 207m), (priced.PricedWonDeals, priced.WonAmount));
    }

    [Fact]
    public void Roles_that_contradict_the_order_of_the_stages_are_left_out()
    {
        using var folder = new TempFolder();
        string path = folder.Write("deals.csv", "Record Id,Stage,Created Time,Probability (%)\nz1,Qualification,2026-01-01,60\nz2,Needs Analysis,2026-01-01,20\nz3,Our own,2026-01-01,40\nz4,Closed Won,2026-01-01,100\n");
        FunnelMapping mapping = MappingProposal.For([path]).Mapping;
        Assert.Equal([("Needs Analysis", StageRole.Interest), ("Our own", null), ("Qualification", null), ("Closed Won", null)], mapping.Stages.Select(s => (s.Key, s.Role)));
        Assert.Equal(4, FunnelReader.Read(mapping).Log.Count().Leads);
    }
}
