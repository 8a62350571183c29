using System.IO.Compression;
using System.Text;

namespace SalesFunnel.Metrics.Data.Tests;

/// <summary>What rows become, and what cannot be read at all.</summary>
public class ReadingTests
{
    [Fact]
    public void Rows_become_events_amounts_reasons_segments_customers_and_spend()
    {
        using var funnel = new SmallFunnel();
        FunnelData data = funnel.Read();
        StageSnapshot s = data.Log.Count();
        Assert.Equal((3L, 1L, 1L, 1L), (s.Leads, s.Won, s.Lost, s.Open));
        Assert.Equal(2, s.Segment("channel", 0).Leads);
        Assert.Equal("too dear", data.LossReasons.OuterId(0));
        Win win = Assert.Single(data.Log.Wins());
        Assert.Equal((100.50m, true), (win.Amount!.Value, win.IsNewCustomer));
        Assert.Equal("a", data.Customers.OuterId(win.Customer!.Value));
        Assert.Equal(new CustomerRevenue(win.Entity, new DateOnly(2024, 2, 1), null, 10), Assert.Single(data.Revenues!));
        Assert.Equal([new SpendLine(new DateOnly(2024, 1, 1), "Web", "marketing", 50), new SpendLine(new DateOnly(2024, 1, 1), null, "sales", 100)], data.Spend);
    }

    [Fact]
    public void Rows_of_one_deal_at_one_time_keep_the_order_of_the_file()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at\na,Lead,2024-01-01\na,Offer,2024-01-01\na,Lead,2024-01-01\nb,Lead,2024-01-01\nc,Lead,2024-01-01\n" };
        StageSnapshot s = funnel.Read().Log.Count();
        Assert.Equal(1, s.RegressedDeals(1));
        Assert.Equal(3, s.InStageNow(0));
    }

    [Fact]
    public void The_order_of_rows_does_not_matter_where_a_number_is_given()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at,n\na,Lead,2024-01-01,3\na,Offer,2024-01-01,2\na,Lead,2024-01-01,1\nb,Lead,2024-01-01,1\nc,Lead,2024-01-01,1\n" };
        funnel.Mapping = funnel.Mapping.Replace("\"enteredAt\": \"at\"", "\"enteredAt\": \"at\", \"seq\": \"n\"", StringComparison.Ordinal);
        Assert.Equal(1, funnel.Read().Log.Count().RegressedDeals(1));
    }

    [Fact]
    public void Dimensions_of_the_log_change_with_its_rows()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at,owner,team\na,Lead,2024-01-01,Ann,North\na,Offer,2024-01-02,Bob,South\nb,Lead,2024-01-01,Bob,\nc,Lead,2024-01-01,,\n" };
        funnel.Mapping = funnel.Mapping.Replace(
            "[{\"name\": \"channel\", \"from\": \"deals\"}]", "[{\"name\": \"owner\", \"from\": \"log\"}, {\"name\": \"team\", \"from\": \"log\"}, {\"name\": \"channel\"}]", StringComparison.Ordinal);
        FunnelData data = funnel.Read();
        long Leads(SegmentAttribution attribution, string dimension, string value)
        {
            StageSnapshot s = data.Log.Count(new LogCountOptions { Attribution = attribution });
            int index = s.Definition.IndexOfDimension(dimension);
            return s.Segment(dimension, value.Length == 0 ? SegmentValue.None : Id(data.DimensionValues[index], value)).Leads;
        }

        Assert.Equal((1, 1, 1), (Leads(SegmentAttribution.AtEntry, "owner", "Ann"), Leads(SegmentAttribution.AtEntry, "owner", "Bob"), Leads(SegmentAttribution.AtEntry, "owner", "")));
        Assert.Equal((0, 2), (Leads(SegmentAttribution.Last, "owner", "Ann"), Leads(SegmentAttribution.Last, "owner", "Bob")));
        Assert.Equal((1, 2), (Leads(SegmentAttribution.AtEntry, "team", "North"), Leads(SegmentAttribution.AtEntry, "team", "")));
        Assert.Equal(1, Leads(SegmentAttribution.Last, "team", "South"));
        Assert.Equal(2, Leads(SegmentAttribution.AtEntry, "channel", "Web"));
    }

    [Fact]
    public void Amounts_and_reasons_can_stand_in_the_log()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at,money,why\na,Won,2024-01-01,7.5,\nb,Lost,2024-01-02,,no need\nc,Lead,2024-01-01,,\n" };
        funnel.Mapping = funnel.Mapping.Replace("\"enteredAt\": \"at\"", "\"enteredAt\": \"at\", \"amount\": \"money\", \"lossReason\": \"why\"", StringComparison.Ordinal);
        FunnelData data = funnel.Read();
        Assert.Equal(7.5m, data.Log.Count().WonAmount); // the row's own amount comes after that of the table of deals
        Assert.Contains("no need", Enumerable.Range(0, data.LossReasons.Count).Select(i => data.LossReasons.OuterId(i)));
    }

    [Fact]
    public void Rows_without_a_time_are_kept_when_the_mapping_says_so()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at\na,Lead,\na,Offer,2024-01-02\nb,Lead,2024-01-01\nc,Lead,?\n" };
        funnel.Mapping = funnel.Mapping.Replace("\"name\": \"Small\",", "\"name\": \"Small\", \"undated\": \"keep\", \"missing\": [\"?\"],", StringComparison.Ordinal);
        FunnelData data = funnel.Read();
        Assert.Equal(2, data.Summary.UndatedRows);
        Assert.Empty(data.Summary.Defects);
        Assert.Equal((3L, 1L), (data.Log.Count().Leads, data.Log.Count().UntimedVisits(0)));
    }

    [Fact]
    public void Deals_that_only_the_log_has_are_counted()
    {
        using var funnel = new SmallFunnel();
        funnel.Log += "d,Lead,2024-01-01\ne,Lead,2024-01-01\n";
        Assert.Equal(2, funnel.Read().Summary.DealsOnlyInLog);
    }

    [Fact]
    public void Local_times_are_read_in_the_zone_and_doubled_and_skipped_ones_are_counted()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at\na,Lead,2024-03-31T02:30\na,Offer,2024-10-27T02:30\nb,Lead,2024-07-01T12:00\nc,Lead,2024-07-01T12:00Z\n" };
        funnel.Mapping = funnel.Mapping.Replace("\"name\": \"Small\",", "\"name\": \"Small\", \"timeZone\": \"Europe/Berlin\",", StringComparison.Ordinal);
        FunnelData data = funnel.Read();
        Assert.Equal((1L, 1L), (data.Summary.DoubledLocalTimes, data.Summary.SkippedLocalTimes));
        // 02:30 does not exist: with the offset before the gap it is 01:30Z. 02:30 exists twice: the earlier is 00:30Z.
        Assert.Equal((decimal)(new DateTime(2024, 10, 27, 0, 30, 0) - new DateTime(2024, 3, 31, 1, 30, 0)).TotalSeconds, data.Log.VisitDurations().MedianSeconds(0));
        Assert.Equal(2, data.Log.AsOf(new DateTimeOffset(2024, 7, 1, 10, 0, 0, TimeSpan.Zero)).Count().Leads);
    }

    [Theory]
    [InlineData("2024-01-02", "2024-01-02T00:00:00")]
    [InlineData("2024-01-02T03:04", "2024-01-02T03:04:00")]
    [InlineData("2024-01-02 03:04:05", "2024-01-02T03:04:05")]
    [InlineData("2024-01-02T03:04:05.5", "2024-01-02T03:04:05.5")]
    [InlineData("2024-01-02T03:04:05.1234567891", "2024-01-02T03:04:05.123456")]
    [InlineData("2024-01-02T03:04Z", "2024-01-02T03:04:00")]
    [InlineData("2024-01-02T03:04:05+02:00", "2024-01-02T01:04:05")]
    [InlineData("2024-01-02T03:04:05-0130", "2024-01-02T04:34:05")]
    [InlineData("2024-01-02T03:04:05+02", "2024-01-02T01:04:05")]
    public void Iso_times_are_read(string text, string utc)
    {
        using var funnel = new SmallFunnel { Log = $"id,stage,at\na,Lead,{text}\nb,Lead,{text}\nc,Lead,{text}\n" };
        Assert.Equal(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), funnel.Read().Log.LastEventAt!.Value.UtcDateTime);
    }

    [Theory]
    [InlineData("2024-1-2")]
    [InlineData("2024-01-02T")]
    [InlineData("2024-01-02T03")]
    [InlineData("2024-01-02T03:04:")]
    [InlineData("2024-01-02T03:04:05.")]
    [InlineData("2024-01-02T03:04+")]
    [InlineData("2024-01-02T03:04+15:00")]
    [InlineData("2024-01-02T03:04 CET")]
    [InlineData("0000-01-02")]
    [InlineData("２０２４-01-02")]
    [InlineData("0001-01-01T00:00+10:00")]
    public void Other_times_are_not_guessed(string text)
    {
        using var funnel = new SmallFunnel { Log = $"id,stage,at\na,Lead,{text}\n" };
        Assert.Equal(1, funnel.Read().Summary.CountOf(RowDefect.BadDate));
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm zzz", "2024-01-02 03:04 +02:00", "2024-01-02T01:04:00")]
    [InlineData("d/M/yyyy HH:mm", "2/1/2024 03:04", "2024-01-02T03:04:00")]
    [InlineData("MMM d, yyyy h:mm tt", "Jan 2, 2024 3:04 PM", "2024-01-02T15:04:00")]
    [InlineData("yyyyMMdd'K'HHmm", "20240102K0304", "2024-01-02T03:04:00")]
    public void Times_are_read_in_the_formats_of_the_mapping(string format, string text, string utc)
    {
        using var funnel = new SmallFunnel { Log = $"id,stage,at\na,Lead,\"{text}\"\n" };
        funnel.Mapping = funnel.Mapping.Replace("\"name\": \"Small\",", $"\"name\": \"Small\", \"dateFormats\": [\"{format}\"],", StringComparison.Ordinal);
        Assert.Equal(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), funnel.Read().Log.LastEventAt!.Value.UtcDateTime);
    }

    [Fact]
    public void Other_delimiters_encodings_decimals_and_packed_files_are_read()
    {
        using var funnel = new SmallFunnel();
        funnel.Mapping = funnel.Mapping
            .Replace("\"name\": \"Small\",", "\"name\": \"Small\", \"delimiter\": \";\", \"decimalSeparator\": \",\", \"encoding\": \"windows-1251\",", StringComparison.Ordinal)
            .Replace("log.csv", "log.csv.gz", StringComparison.Ordinal)
            .Replace("\"Lead\"", "\"Заявка\"", StringComparison.Ordinal);
        funnel.Deals = "id;amount;channel;reason\na;100,50;Web;\n";
        funnel.Costs = "month;channel;kind;cost\n2024-01;Web;marketing;1,5\n";
        funnel.Customers = "id;from;to;mrr\n";
        string mapping = funnel.WriteFiles();
        byte[] log = CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes("id;stage;at\na;Заявка;2024-01-01\na;Won;2024-01-02\n");
        using (var packed = new GZipStream(File.Create(Path.Combine(funnel.Folder, "log.csv.gz")), CompressionLevel.Fastest))
            packed.Write(log);

        FunnelData data = FunnelReader.Read(FunnelMapping.Load(mapping), new ReadOptions { Strict = true });
        Assert.Equal((1L, 100.50m), (data.Log.Count().Touched(0), data.Log.Count().WonAmount));
        Assert.Equal(1.5m, Assert.Single(data.Spend!).Amount);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var funnel = new SmallFunnel();
        FunnelMapping mapping = FunnelMapping.Load(funnel.WriteFiles());
        File.Delete(Path.Combine(funnel.Folder, "costs.csv"));
        Assert.Contains("costs.csv", Assert.Throws<FunnelDataException>(() => FunnelReader.Read(mapping)).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere.json", Assert.Throws<FunnelDataException>(() => FunnelMapping.Load(Path.Combine(funnel.Folder, "nowhere.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_missing_columns_are_named_with_those_that_the_file_has()
    {
        using var funnel = new SmallFunnel { Log = "Id,phase,when\n" };
        string message = Assert.Throws<FunnelDataException>(() => funnel.Read()).Message;
        Assert.Equal(
            "log.csv: there is no column 'id' (mapping: log.id); there is no column 'stage' (mapping: log.stage); there is no column 'at' (mapping: log.enteredAt). The file's columns are: Id, phase, when.",
            message);
    }

    [Fact]
    public void A_column_that_occurs_twice_is_refused()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at,stage\n" };
        Assert.Contains("'stage' (mapping: log.stage) occurs twice", Assert.Throws<FunnelDataException>(() => funnel.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_delimiter_is_suspected_when_there_is_one_column()
    {
        using var funnel = new SmallFunnel { Log = "id:stage:at\n" };
        Assert.Contains("delimiter", Assert.Throws<FunnelDataException>(() => funnel.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_and_a_damaged_packed_file_are_refused()
    {
        using var funnel = new SmallFunnel { Log = "" };
        Assert.Equal("log.csv is empty. The first line must name the columns.", Assert.Throws<FunnelDataException>(() => funnel.Read()).Message);

        funnel.Log = "id,stage,at\n";
        funnel.Mapping = funnel.Mapping.Replace("log.csv", "log.gz", StringComparison.Ordinal);
        string mapping = funnel.WriteFiles();
        File.WriteAllText(Path.Combine(funnel.Folder, "log.gz"), "not packed at all");
        Assert.StartsWith("log.gz: reading stopped at line 1", Assert.Throws<FunnelDataException>(() => FunnelReader.Read(FunnelMapping.Load(mapping))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_without_rows_gives_an_empty_log()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at\n", Deals = "id,amount,channel,reason\n", Customers = "id,from,to,mrr\n" };
        FunnelData data = funnel.Read();
        Assert.Equal((0L, null), (data.Log.Count().Leads, data.Log.LastEventAt));
    }

    [Fact]
    public void Progress_is_told_and_a_cancelled_run_stops()
    {
        using var funnel = new SmallFunnel { Log = "id,stage,at\n" + string.Concat(Enumerable.Repeat("a,Lead,2024-01-01\n", 140_000)) };
        var told = new List<ReadProgress>();
        funnel.Read(new ReadOptions { Progress = new Listener(told.Add) });
        ReadProgress[] log = [.. told.Where(p => p.File == "log.csv")];
        Assert.Equal([65_536, 131_072, 140_000], log.Select(p => p.Rows));
        Assert.Equal(log[^1].TotalBytes, log[^1].BytesRead);

        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => funnel.Read(new ReadOptions { Progress = new Listener(_ => source.Cancel()) }, source.Token));
    }

    private static long Id(EntityIndex index, string text) => index.TryGet(text, out long id) ? id : throw new InvalidOperationException($"no value '{text}'");

    private sealed class Listener(Action<ReadProgress> act) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => act(value);
    }
}
