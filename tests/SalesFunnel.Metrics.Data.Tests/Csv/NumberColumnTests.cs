using System.Text;

namespace SalesFunnel.Metrics.Data.Tests.Csv;

/// <summary>How the amounts of one column are read, by what the column itself shows.</summary>
public class NumberColumnTests
{
    [Theory]
    [InlineData("1234.5", "1234.5")]
    [InlineData("$12,000.00|$4,500.50|$999.99", "12000|4500.5|999.99")]
    [InlineData("$12,000|$4,500.50", "12000|4500.5")]
    [InlineData("1\u00A0234\u00A0567,89|12\u202F000,00|500", "1234567.89|12000|500")]
    [InlineData("1.234.567|12,5", "1234567|12.5")]
    [InlineData("1.234|1.234,5", "1234|1234.5")]
    [InlineData("1,234|12,5", "1.234|12.5")]
    [InlineData("(500)|1200.00|($1,200.50)", "-500|1200|-1200.5")]
    [InlineData("1'234.50|-7|7-|\u22128.5|+9", "1234.5|-7|-7|-8.5|9")]
    [InlineData("12,34,567.00", "1234567")]
    [InlineData("12000 руб.|1 500,5 руб.", "12000|1500.5")]
    [InlineData("USD 12.5|7 USD", "12.5|7")]
    [InlineData("€12|-€7,5|€-8", "12|-7.5|-8")]
    [InlineData("0.125|1234.567", "0.125|1234.567")]
    [InlineData(".5|7.25", "0.5|7.25")]
    public void A_column_is_read_as_its_values_show(string values, string expected)
    {
        FunnelData data = Read(values, out decimal total);
        Assert.Equal(0, data.Summary.TotalDefects);
        Assert.Equal(expected.Split('|').Sum(v => decimal.Parse(v, System.Globalization.CultureInfo.InvariantCulture)), total);
    }

    [Theory]
    [InlineData("1,234", "1,234", "nobody can tell thousands from decimals")]
    [InlineData("1.234|7", "1.234", "state \"decimalSeparator\" in the mapping")]
    [InlineData("12.5|7.25|12,5", "12,5", "the decimal separator is '.', as in the rest of the column")]
    [InlineData("$5|€7", "€7", "the currency of this column is $")]
    [InlineData("12,3456,7.5", "12,3456,7.5", "a number")]
    [InlineData("1 23.5", "1 23.5", "a number")]
    [InlineData("1.2E+06", "1.2E+06", "a number")]
    [InlineData("five", "five", "a number")]
    [InlineData("(-5)", "(-5)", "a number")]
    [InlineData("5.", "5.", "a number")]
    [InlineData("=cmd|x", "=cmd", "a number")]
    [InlineData("99999999999999999999", "99999999999999999999", "within ±922 trillion")]
    public void A_value_that_does_not_fit_its_column_is_refused_and_said(string values, string refused, string why)
    {
        FunnelData data = Read(values.Replace("=cmd|x", "=cmd", StringComparison.Ordinal), out _);
        RowIssue issue = Assert.Single(Assert.Single(data.Summary.Defects).Samples);
        Assert.Equal((RowDefect.BadAmount, refused), (issue.Defect, issue.Value));
        Assert.Contains(why, issue.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('.', 1234.0)]
    [InlineData(',', 1.234)]
    public void The_mapping_decides_where_the_column_cannot(char decimalSeparator, double expected)
    {
        Read("1,234", out decimal total, decimalSeparator);
        Assert.Equal((decimal)expected, total);
    }

    [Fact]
    public void Two_columns_of_one_file_can_differ()
    {
        var mapping = new FunnelMapping
        {
            Name = "F",
            Stages = [new("Lead"), new("Won")],
            Log = new LogTable("log.csv", "id", "stage", "at"),
            Deals = new DealsTable("deals.csv", "id") { Amount = "amount" },
            OpenFile = path => new MemoryStream(Encoding.UTF8.GetBytes(path.EndsWith("log.csv", StringComparison.Ordinal)
                ? "id\tstage\tat\na\tWon\t2024-01-01\nb\tWon\t2024-01-01\n"
                : "id\tother\tamount\na\t1.5\t1.000,50\nb\t2.5\t2,25\n")),
        };
        Assert.Equal(1002.75m, FunnelReader.Read(mapping).Log.Count().WonAmount);
        Assert.Equal(4m, FunnelReader.Read(mapping with { Deals = mapping.Deals! with { Amount = "other" } }).Log.Count().WonAmount);
    }

    private static FunnelData Read(string values, out decimal total, char? decimalSeparator = null)
    {
        string[] amounts = values.Split('|');
        string log = "id\tstage\tat\n" + string.Concat(amounts.Select((_, i) => $"d{i}\tWon\t2024-01-01\n"));
        string deals = "id\tamount\n" + string.Concat(amounts.Select((a, i) => $"d{i}\t{a}\n"));
        FunnelData data = FunnelReader.Read(new FunnelMapping
        {
            Name = "F",
            Stages = [new("Lead"), new("Won")],
            Log = new LogTable("log.csv", "id", "stage", "at"),
            Deals = new DealsTable("deals.csv", "id") { Amount = "amount" },
            DecimalSeparator = decimalSeparator,
            OpenFile = path => new MemoryStream(Encoding.UTF8.GetBytes(path.EndsWith("log.csv", StringComparison.Ordinal) ? log : deals)),
        });
        total = data.Log.Count().WonAmount;
        return data;
    }
}
