namespace SalesFunnel.Metrics.Data.Tests;

/// <summary>Each defect of a row is planted, and must be found, located, counted, and survived; strict mode must stop at it.</summary>
public class BadRowTests
{
    public static TheoryData<string, string, RowDefect, long, string?, string?> Defects() => new()
    {
        // file, the row that is appended, what is found, on which line, in which column, with which value
        { "log", "d,Lead", RowDefect.TooFewFields, 8, null, "2 fields" },
        { "log", "d,Lead,2024-01-01,extra", RowDefect.TooManyFields, 8, null, "4 fields" },
        { "log", "d,\"Le\"ad,2024-01-01", RowDefect.MalformedQuotes, 8, null, null },
        { "log", "d,\"Lead,2024-01-01", RowDefect.MalformedQuotes, 8, null, null },
        { "log", " ,Lead,2024-01-01", RowDefect.MissingId, 8, "id", " " },
        { "log", "d,lead,2024-01-01", RowDefect.UnknownStage, 8, "stage", "lead" },
        { "log", "d,,2024-01-01", RowDefect.UnknownStage, 8, "stage", "" },
        { "log", "d,Lead,", RowDefect.MissingDate, 8, "at", "" },
        { "log", "d,Lead,2024-02-30", RowDefect.BadDate, 8, "at", "2024-02-30" },
        { "log", "d,Lead,01.02.2024", RowDefect.BadDate, 8, "at", "01.02.2024" },
        { "log", "d,Lead,2024-01-01T25:00", RowDefect.BadDate, 8, "at", "2024-01-01T25:00" },
        { "deals", "a,1,Web,", RowDefect.DuplicateRow, 5, "id", "a" },
        { "deals", "x,1,Web,", RowDefect.DealWithoutLog, 5, "id", "x" },
        { "deals", ",1,Web,", RowDefect.MissingId, 5, "id", "" },
        { "deals", "x", RowDefect.TooFewFields, 5, null, "1 field" },
        { "costs", "2024-13,Web,marketing,5", RowDefect.BadDate, 4, "month", "2024-13" },
        { "costs", ",Web,marketing,5", RowDefect.MissingDate, 4, "month", "" },
        { "costs", "2024-01,Web,marketing,five", RowDefect.BadAmount, 4, "cost", "five" },
        { "costs", "2024-01,Web,marketing,-5", RowDefect.BadAmount, 4, "cost", "-5" },
        { "costs", "2024-01,Web,marketing,", RowDefect.BadAmount, 4, "cost", "" },
        { "customers", ",2024-01,,10", RowDefect.MissingId, 3, "id", "" },
        { "customers", "x,2024-01,,10", RowDefect.CustomerWithoutDeal, 3, "id", "x" },
        { "customers", "a,2024-01,,10", RowDefect.DuplicateRow, 3, "id", "a" },
        { "customers", "b,yesterday,,10", RowDefect.BadDate, 3, "from", "yesterday" },
        { "customers", "b,2024-01,never,10", RowDefect.BadDate, 3, "to", "never" },
        { "customers", "b,2024-01,,1.234,5", RowDefect.TooManyFields, 3, null, "5 fields" },
        { "customers", "b,2024-01,,1.23456", RowDefect.BadAmount, 3, "mrr", "1.23456" },
    };

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_planted_defect_is_found_and_located_and_the_rest_is_used(string file, string row, RowDefect defect, long line, string? column, string? value)
    {
        using SmallFunnel funnel = With(file, row);
        FunnelData data = funnel.Read();
        DefectCount found = Assert.Single(data.Summary.Defects);
        Assert.Equal((defect, 1L), (found.Defect, found.Count));
        RowIssue issue = Assert.Single(found.Samples);
        Assert.Equal((file + ".csv", line, column, value), (issue.File, issue.Line, issue.Column, issue.Value));
        Assert.NotEmpty(issue.Expected);
        Assert.Equal($"{file}.csv:{line}", issue.Place);

        StageSnapshot s = data.Log.Count();
        Assert.Equal((3L, 1L, 1L, 100.50m), (s.Leads, s.Won, s.Lost, s.WonAmount));
        Assert.Equal(file == "log" ? 1 : 0, s.Rejections.Total);
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public void Strict_mode_stops_at_a_planted_defect_with_the_same_words(string file, string row, RowDefect defect, long line, string? column, string? value)
    {
        using SmallFunnel funnel = With(file, row);
        var e = Assert.Throws<FunnelDataException>(() => funnel.Read(new ReadOptions { Strict = true }));
        Assert.Equal((defect, line, column, value), (e.Issue!.Defect, e.Issue.Line, e.Issue.Column, e.Issue.Value));
        Assert.Equal(e.Issue.ToString(), e.Message);
    }

    [Fact]
    public void Input_without_defects_passes_strict_mode()
    {
        using var funnel = new SmallFunnel();
        Assert.Equal(3, funnel.Read(new ReadOptions { Strict = true }).Log.Count().Leads);
    }

    [Fact]
    public void A_bad_amount_in_the_table_of_deals_leaves_the_deal_without_amount_and_uses_the_rest_of_its_row()
    {
        using var funnel = new SmallFunnel { Deals = "id,amount,channel,reason\na,\"1,000\",Web,\n" };
        FunnelData data = funnel.Read();
        Assert.Equal(1, data.Summary.CountOf(RowDefect.BadAmount));
        StageSnapshot s = data.Log.Count();
        Assert.Equal((1L, 0L), (s.Won, s.PricedWonDeals));
        Assert.Equal(1, s.Segment("channel", 0).Won);
    }

    [Fact]
    public void Defects_are_counted_beyond_the_samples_that_are_kept()
    {
        using var funnel = new SmallFunnel();
        funnel.Log += string.Concat(Enumerable.Repeat("d,Nowhere,2024-01-01\n", 25));
        DefectCount found = Assert.Single(funnel.Read().Summary.Defects);
        Assert.Equal((25L, ReadSummary.MaxSamples), (found.Count, found.Samples.Count));
        Assert.Equal(Enumerable.Range(8, ReadSummary.MaxSamples).Select(i => (long)i), found.Samples.Select(s => s.Line));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_are_counted_across_quoted_line_breaks_and_empty_lines(string end)
    {
        string log = "id,stage,at\n\"a\nb\",Lead,2024-01-01\n\n\"c\"\"d\",Lead,2024-01-01\nx,Nowhere,2024-01-01\n\n".Replace("\n", end, StringComparison.Ordinal);
        using var funnel = new SmallFunnel { Log = log, Deals = "id,amount,channel,reason\n", Customers = "id,from,to,mrr\n" };
        FunnelData data = funnel.Read();
        Assert.Equal(6, Assert.Single(Assert.Single(data.Summary.Defects).Samples).Line);
        Assert.Equal([$"a{end}b", "c\"d"], Enumerable.Range(0, data.Deals.Count).Select(i => data.Deals.OuterId(i)));
        Assert.Equal(new FileSummary("log.csv", 3, 2), data.Summary.Files[1]);
    }

    [Fact]
    public void A_row_that_starts_with_a_number_sign_is_data_and_not_a_comment()
    {
        using var funnel = new SmallFunnel();
        funnel.Log += "#7,Lead,2024-01-01\n";
        Assert.Equal(4, funnel.Read().Log.Count().Leads);
    }

    [Fact]
    public void Long_values_are_cut_in_messages()
    {
        using var funnel = new SmallFunnel();
        funnel.Log += $"d,{new string('x', 500)},2024-01-01\n";
        Assert.Equal(81, Assert.Single(Assert.Single(funnel.Read().Summary.Defects).Samples).Value!.Length);
    }

    [Fact]
    public void Rows_with_equal_id_time_and_given_number_are_duplicates_located_by_file_and_line()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at,n\na,Lead,2024-01-01,1\na,Offer,2024-01-01,2\na,Offer,2024-01-01,2\nb,Lead,2024-01-01,1\nc,Lead,2024-01-01,1\n" };
        funnel.Mapping = funnel.Mapping.Replace("\"enteredAt\": \"at\"", "\"enteredAt\": \"at\", \"seq\": \"n\"", StringComparison.Ordinal);
        FunnelData data = funnel.Read();
        RejectedEvents rejected = Assert.Single(data.Log.Count().Rejections);
        Assert.Equal((RejectReason.Duplicate, 1L), (rejected.Reason, rejected.Count));
        Assert.Equal("log.csv:4", data.PlaceOf(rejected.SamplePositions[0]));
        var e = Assert.Throws<FunnelDataException>(() => funnel.Read(new ReadOptions { Strict = true }));
        Assert.StartsWith("log.csv:4: the row was rejected as Duplicate.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_orders_rows_must_be_whole()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at,n\na,Lead,2024-01-01,1.5\n" };
        funnel.Mapping = funnel.Mapping.Replace("\"enteredAt\": \"at\"", "\"enteredAt\": \"at\", \"seq\": \"n\"", StringComparison.Ordinal);
        Assert.Equal(1, funnel.Read().Summary.CountOf(RowDefect.BadSeq));
    }

    private static SmallFunnel With(string file, string row)
    {
        var funnel = new SmallFunnel();
        switch (file)
        {
            case "log": funnel.Log += row + "\n"; break;
            case "deals": funnel.Deals += row + "\n"; break;
            case "costs": funnel.Costs += row + "\n"; break;
            default: funnel.Customers += row + "\n"; break;
        }

        return funnel;
    }
}
