using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests;

/// <summary>What a mapping file may say, and what is said about one that is wrong.</summary>
public class MappingTests
{
    private const string Smallest = """{"name": "F", "stages": [{"key": "A"}, {"key": "B"}], "log": {"file": "l.csv", "id": "i", "stage": "s", "enteredAt": "t"}}""";

    [Fact]
    public void The_smallest_mapping_takes_the_documented_defaults()
    {
        FunnelMapping m = FunnelMapping.Parse(Smallest);
        Assert.Equal(["Lost"], m.Lost);
        Assert.Equal((TimeZoneInfo.Utc, null, null, null), (m.TimeZone, m.Delimiter, m.DecimalSeparator, m.Encoding));
        Assert.Equal((UndatedPolicy.Reject, SegmentAttribution.AtEntry, null), (m.Undated, m.Attribution, m.Margin));
        Assert.Empty(m.Dimensions);
        Assert.Equal((null, null, null), (m.Deals, m.Costs, m.Customers));
        Assert.Equal("F: A > B", m.ToDefinition().ToString());
    }

    [Fact]
    public void The_mapping_of_the_demo_funnel_says_what_its_file_says()
    {
        FunnelMapping m = FunnelMapping.Load(SampleFiles.DemoMapping);
        Assert.Equal(0.8m, m.Margin);
        Assert.Equal(new LogTable("stage_history.csv", "lead_id", "stage", "entered_at"), m.Log);
        Assert.Equal(new CustomersTable("customers.csv", "lead_id", "mrr") { Start = "start_month", End = "end_month" }, m.Customers);
        Assert.Equal([new("agent", "agent", DimensionSource.Deals), new("channel", "channel", DimensionSource.Deals), new("segment", "segment", DimensionSource.Deals)], m.Dimensions);
        FunnelDefinition definition = m.ToDefinition();
        Assert.Equal([StageRole.Awareness, StageRole.Interest, null, StageRole.Decision, StageRole.Purchase], definition.Stages.Select(s => s.Role));
    }

    [Fact]
    public void Labels_and_names_of_stages_are_told_apart_from_keys()
    {
        FunnelMapping m = FunnelMapping.Parse(Smallest.Replace("""{"key": "A"}""", """{"key": "A", "label": "First", "names": ["1", "one"]}""", StringComparison.Ordinal));
        Assert.Equal(["1", "one"], m.Stages[0].Names);
        Assert.Equal("First", m.ToDefinition().Stages[0].Label);
    }

    [Fact]
    public void Comments_trailing_commas_and_a_schema_are_allowed() =>
        Assert.Equal("F", FunnelMapping.Parse(Smallest.Replace("{\"name\"", "{ // the funnel\n \"$schema\": \"x\", \"name\"", StringComparison.Ordinal).Replace("\"t\"}", "\"t\",},", StringComparison.Ordinal)).Name);

    [Theory]
    [InlineData("""[1]""", "$: an object { … } is expected, found [1].")]
    [InlineData("""{"name": 5}""", "$.name: a non-empty text is expected, found 5.")]
    [InlineData("""{"name": ""}""", "$.name: a non-empty text is expected, found \"\".")]
    [InlineData("""{}""", "$.name: missing. It is the name of the funnel.")]
    [InlineData("""{}""", "$.stages: missing. It is the list of stages in order, the last one won, for example [{\"key\": \"Lead\"}, {\"key\": \"Won\"}].")]
    [InlineData("""{}""", "$.log: missing. It is the log of stage changes: {\"file\": …, \"id\": …, \"stage\": …, \"enteredAt\": …}. Without one, $.deals must have a \"stage\", a \"status\" or \"stageDates\".")]
    [InlineData("""{"log": []}""", "$.log: an object { … } is expected, found [].")]
    [InlineData("""{"log": {"file": "x"}}""", "$.log.enteredAt: missing. It is the column with the time.")]
    [InlineData("""{"log": {"time": "x"}}""", "$.log.time: no such property. Allowed here: amount, currency, dateFormats, deleted, enteredAt, field, file, id, lossReason, previous, seq, stage.")]
    [InlineData("""{"stages": {"a": 1}}""", "$.stages: a list [ … ] is expected, found {\"a\": 1}.")]
    [InlineData("""{"stages": [{"key": "A", "role": "lead"}]}""", "$.stages[0].role: found \"lead\"; allowed are \"awareness\", \"interest\", \"decision\", \"purchase\".")]
    [InlineData("""{"stages": [{"key": "A"}, "B"]}""", "$.stages[1]: an object { … } is expected, found \"B\".")]
    [InlineData("""{"name": "F", "stages": [{"key": "A"}, {"key": "A"}, {"key": "W"}]}""", "$.stages: Stage 2 has the key 'A' of stage 1. Keys are unique; use the label for a repeated text.")]
    [InlineData("""{"stages": [{"key": "A", "names": ["x"]}, {"key": "B", "names": ["x"]}]}""", "$.stages[1].names: the text 'x' already means the stage at $.stages[0]. Each text can mean one stage.")]
    [InlineData("""{"stages": [{"key": "A"}, {"key": "Lost"}]}""", "$.lost: the text 'Lost' also means the stage at $.stages[1]. Lost is an exit, not a stage: remove one of them.")]
    [InlineData("""{"name": "F", "stages": [{"key": "A"}, {"key": "W", "role": "decision"}]}""", "$.stages[1].role: the last stage is won and has the role purchase; leave the role out.")]
    [InlineData("""{"lost": [1]}""", "$.lost[0]: a non-empty text is expected, found 1.")]
    [InlineData("""{"lost": 1}""", "$.lost: a text or a list of texts is expected, found 1.")]
    [InlineData("""{"timeZone": "Mars/Base"}""", "$.timeZone: the zone 'Mars/Base' is not known here. Use an IANA name such as \"Europe/Berlin\", or \"UTC\".")]
    [InlineData("""{"dateFormats": "q"}""", "$.dateFormats: 'q' is not a .NET date format. Write for example yyyy-MM-dd HH:mm:ss or d/M/yyyy HH:mm.")]
    [InlineData("""{"dateFormats": "HH:mm"}""", "$.dateFormats: the format 'HH:mm' cannot read back what it writes ('14:05'). A date needs at least year and month, for example yyyy-MM-dd HH:mm.")]
    [InlineData("""{"dateFormats": "yyyy-MM-ddK"}""", "$.dateFormats: the format 'yyyy-MM-ddK' has K, which reads a time with or without zone alike. Use zzz for an offset, or leave it out.")]
    [InlineData("""{"delimiter": "::"}""", "$.delimiter: found \"::\"; allowed are \",\", \";\", \"\\t\", \"|\".")]
    [InlineData("""{"delimiter": ",", "decimalSeparator": ","}""", "$.decimalSeparator: the same character as $.delimiter. With decimal commas use the delimiter \";\" or \"\\t\".")]
    [InlineData("""{"encoding": "utf-9"}""", "$.encoding: the encoding 'utf-9' is not known. Use for example \"utf-8\", \"utf-16\" or \"windows-1251\".")]
    [InlineData("""{"undated": "drop"}""", "$.undated: found \"drop\"; allowed are \"reject\", \"keep\".")]
    [InlineData("""{"attribution": 1}""", "$.attribution: found 1; allowed are \"atEntry\", \"first\", \"last\", \"atOutcome\".")]
    [InlineData("""{"margin": 80}""", "$.margin: a fraction of revenue between -1 and 1 is expected, for example 0.8 for 80 %; found 80.")]
    [InlineData("""{"dimensions": [{"name": "a", "from": "deals"}]}""", "$.dimensions[0].from: the dimension 'a' comes from the deals table, but there is no $.deals. Add the table, or say \"from\": \"log\".")]
    [InlineData("""{"costs": {"file": "c", "period": "p", "amount": "a", "channel": "c"}}""", "$.costs.dimension: the channels of the costs belong to the dimension 'channel', which $.dimensions does not have. Declare it, or name the dimension that holds the channels.")]
    [InlineData("""{"name": "F", "stages": [{"key": "A"}, {"key": "B"}], "dimensions": [{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]}""", "$.dimensions: The funnel has 4 dimensions; at most 3 are allowed.")]
    [InlineData("""{"colour": "red"}""", "$.colour: no such property. Allowed here: attribution, costs, currency, customers, dateFormats, deals, decimalSeparator, delimiter, dimensions, encoding, ids, log, lost, margin, merges, missing, name, stages, status, timeZone, undated.")]
    public void An_error_is_reported_with_its_path(string json, string error) =>
        Assert.Contains(error, Assert.Throws<MappingException>(() => FunnelMapping.Parse(json)).Errors);

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var e = Assert.Throws<MappingException>(() => FunnelMapping.Parse("""{"name": 1, "stages": 2, "log": 3, "margin": 4, "x": 5}""", source: "my.json"));
        Assert.Equal(5, e.Errors.Count);
        Assert.StartsWith("my.json has 5 errors:\n- $.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"name\": \"a\", \"name\": \"b\"}")]
    [InlineData("nonsense")]
    public void Text_that_is_not_json_is_refused(string json) =>
        Assert.StartsWith("$: this is not valid JSON.", Assert.Single(Assert.Throws<MappingException>(() => FunnelMapping.Parse(json)).Errors), StringComparison.Ordinal);

    [Fact]
    public void A_mapping_made_in_code_is_checked_when_it_is_read()
    {
        FunnelMapping m = FunnelMapping.Parse(Smallest) with { Stages = [new("A"), new("A"), new("B")], Dimensions = [new("x", "x", DimensionSource.Deals)], Encoding = "none such" };
        Assert.Equal(3, Assert.Throws<MappingException>(() => FunnelReader.Read(m)).Errors.Count);
    }
}
