using System.Text;
using SalesFunnel.Metrics.Data.Tests.Importing;

namespace SalesFunnel.Metrics.Data.Tests.Hygiene;

/// <summary>The check on files as systems export them: tables of deals and histories.</summary>
public class ExportHygieneTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Exports => new(Directory.EnumerateFiles(CrmExports.Folder, "*.csv").Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Exports))]
    public void Undamaged_exports_have_no_findings_and_the_deals_of_the_report(string file)
    {
        HygieneReport report = HygieneCheck.Run(MappingProposal.For([CrmExports.PathOf(file)]).Mapping, new HygieneOptions { AsOf = Now });
        Assert.Empty(report.Findings);
        StageSnapshot counts = CrmExports.Read(file).Log.Count();
        Assert.Equal((counts.Leads, counts.Won, counts.Lost, counts.Open), report.Deals);
    }

    [Theory]
    [InlineData("zoho_deals.csv", "12000.00,Acme", ",Acme", HygieneRules.NoAmountOnWon, 2)]
    [InlineData("zoho_deals.csv", "Anna Berg,12000.00", ",12000.00", HygieneRules.NoOwner, 2)]
    [InlineData("zoho_deals.csv", "2026-01-05 09:15:00", "1970-01-05 09:15:00", HygieneRules.DateBefore1990, 2)]
    [InlineData("hubspot_deals.csv", "2026-02-03 14:30,2026-01-05 09:15", "2026-02-03 14:30,2062-01-05 09:15", HygieneRules.DateInFuture, 2)]
    [InlineData("hubspot_dealstage_history_api.csv", "2026-02-03T14:30", "2062-02-03T14:30", HygieneRules.DateInFuture, 2)]
    [InlineData("salesforce_opportunityhistory_dataloader.csv", "2026-01-05T09:15:00.000+0000\",\"Prospecting", "1926-01-05T09:15:00.000+0000\",\"Prospecting", HygieneRules.DateBefore1990, 2)]
    public void A_fault_planted_in_an_export_is_found_on_its_line(string file, string intact, string damaged, string rule, long line)
    {
        string text = File.ReadAllText(CrmExports.PathOf(file));
        int at = text.IndexOf(intact, StringComparison.Ordinal);
        Assert.True(at > 0, "the text to damage is there");
        byte[] content = Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), damaged, text.AsSpan(at + intact.Length)));
        FunnelMapping mapping = MappingProposal.For([file], openFile: _ => new MemoryStream(content)).Mapping;
        HygieneFinding finding = HygieneCheck.Run(mapping, new HygieneOptions { AsOf = Now }).Findings.Single(f => f.Rule == rule);
        Assert.Equal((1L, line), (finding.Count, finding.Samples[0].Line));
    }
}
