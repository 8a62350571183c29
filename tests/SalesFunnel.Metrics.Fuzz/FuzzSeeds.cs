using System.Text;

namespace SalesFunnel.Metrics.Fuzz;

/// <summary>The valid inputs that are damaged: a small funnel with all tables, bare logs, and real shapes of exports where they are at hand.</summary>
public static class FuzzSeeds
{
    private static readonly Dictionary<string, string> Small = new(StringComparer.Ordinal)
    {
        [FuzzSeed.Mapping] = """
            {
              "name": "Small", "timeZone": "Europe/Berlin", "margin": 0.8, "missing": ["?"],
              "stages": [{"key": "Lead", "role": "awareness"}, {"key": "Offer", "names": ["Offer", "Angebot"]}, {"key": "Won"}],
              "log": {"file": "log.csv", "id": "id", "stage": "stage", "enteredAt": "at"},
              "deals": {"file": "deals.csv", "id": "id", "amount": "amount", "lossReason": "reason"},
              "costs": {"file": "costs.csv", "period": "month", "channel": "channel", "kind": "kind", "amount": "cost"},
              "customers": {"file": "customers.csv", "id": "id", "start": "from", "end": "to", "monthlyRevenue": "mrr"},
              "dimensions": [{"name": "channel", "from": "deals"}, {"name": "who", "from": "log"}]
            }
            """,
        ["log.csv"] = "id,stage,at,who\na,Lead,2024-01-01T10:00,Ann\na,Offer,2024-01-02,Ann\na,Won,2024-01-05,Бо\nb,Lead,2024-03-31T02:30,\nb,Lost,2024-02-01,?\nc,Lead,2024-10-27 02:30:00.5,\"x,\"\"y\"\"\nz\"\n",
        ["deals.csv"] = "id,amount,channel,reason\na,100.50,Web,\nb,\"1,200.75\",Fair,too dear\nc,,Web,\n",
        ["costs.csv"] = "month,channel,kind,cost\n2024-01,Web,marketing,50\n2024-01,,sales,$100.00\n",
        ["customers.csv"] = "id,from,to,mrr\na,2024-02-01,2024-12,10\n",
    };

    private const string BareLog = "deal_id;stage;changed_at\n1;New;2024-01-01\n1;Demo;2024-01-03\n1;Won;2024-02-01\n2;New;2024-01-01\n2;Demo;2024-01-09\n2;Lost;2024-01-10\n";

    private static readonly (string File, string Id, string Stage, string At, string Stages, string More)[] Histories =
    [
        ("bitrix24_stagehistory_api.csv", "OWNER_ID", "STAGE_ID", "CREATED_TIME", "NEW PREPARATION PREPAYMENT_INVOICE EXECUTING WON", "\"lost\": [\"LOSE\"],"),
        ("hubspot_dealstage_history_api.csv", "dealId", "value", "timestamp", "appointmentscheduled qualifiedtobuy presentationscheduled contractsent closedwon", "\"lost\": \"closedlost\","),
        ("salesforce_opportunityhistory_dataloader.csv", "OPPORTUNITYID", "STAGENAME", "CREATEDDATE", "Prospecting Qualification Closed_Won", "\"seq\": 0,"),
        ("ru_excel_cp1251.csv", "ID", "Стадия сделки", "Дата создания", "Новая Сделка_успешна", "\"dateFormats\": \"dd.MM.yyyy HH:mm\","),
    ];

    private static readonly (string History, string List)[] Joined =
    [
        ("pipedrive_deal_flow_api.csv", "pipedrive_deals.csv"),
        ("salesforce_opportunityfieldhistory.csv", "salesforce_opportunities_report.csv"),
        ("bitrix24_stagehistory_api.csv", "bitrix24_deals.csv"),
    ];

    /// <summary>All seeds; those of a folder of exports are left out when it is absent.</summary>
    public static IReadOnlyList<FuzzSeed> All(string? exports)
    {
        var seeds = new List<FuzzSeed>();
        Dictionary<string, byte[]> small = Small.ToDictionary(static f => f.Key, static f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal);
        foreach (string target in small.Keys)
            seeds.Add(new FuzzSeed($"small/{target}", small, target));
        seeds.Add(Alone("bare.csv", Encoding.UTF8.GetBytes(BareLog)));
        seeds.Add(Alone("bare.csv.gz", Mutator.Pack(Encoding.UTF8.GetBytes(BareLog))));
        if (exports is null || !Directory.Exists(exports))
            return seeds;
        foreach (string path in Directory.EnumerateFiles(exports, "*.csv").Order(StringComparer.Ordinal))
            seeds.Add(Alone(Path.GetFileName(path), Shortened(File.ReadAllBytes(path))));
        foreach ((string history, string list) in Joined)
        {
            string[] both = [history, list];
            if (!both.All(file => File.Exists(Path.Combine(exports, file))))
                continue;
            Dictionary<string, byte[]> files = both.ToDictionary(static file => file, file => Shortened(File.ReadAllBytes(Path.Combine(exports, file))), StringComparer.Ordinal);
            seeds.AddRange(both.Select(target => new FuzzSeed($"joined/{target}", files, target)));
        }

        foreach ((string file, string id, string stage, string at, string stages, string more) in Histories)
        {
            if (!File.Exists(Path.Combine(exports, file)))
                continue;
            string keys = string.Join(", ", stages.Split(' ').Select(static s => $$"""{"key": "{{s.Replace('_', ' ')}}"}"""));
            string mapping = $$"""{"name": "History", {{(more.StartsWith("\"seq\"", StringComparison.Ordinal) ? string.Empty : more)}} "stages": [{{keys}}], "log": {"file": "{{file}}", "id": "{{id}}", "stage": "{{stage}}", "enteredAt": "{{at}}"} }""";
            seeds.Add(new FuzzSeed($"mapped/{file}", new Dictionary<string, byte[]>(StringComparer.Ordinal) { [FuzzSeed.Mapping] = Encoding.UTF8.GetBytes(mapping), [file] = Shortened(File.ReadAllBytes(Path.Combine(exports, file))) }, file));
        }

        return seeds;
    }

    /// <summary>The folder of exports: in the tests, or beside the repository.</summary>
    public static string? FindExports()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (string place in (string[])["tests/SalesFunnel.Metrics.Data.Tests/Data/crm-exports", "shared/data/crm-exports"])
            {
                if (Directory.Exists(Path.Combine(folder.FullName, place)))
                    return Path.Combine(folder.FullName, place);
            }
        }

        return null;
    }

    private static FuzzSeed Alone(string name, byte[] content) => new($"alone/{name}", new Dictionary<string, byte[]>(StringComparer.Ordinal) { [name] = content }, name);

    // The first rows say as much about the reader as all of them, and many small cases find more than few large ones.
    private static byte[] Shortened(byte[] content)
    {
        int end = content.Length <= 1_000 ? content.Length : content.AsSpan(0, 1_000).LastIndexOf((byte)'\n') + 1;
        return content[..(end > 200 ? end : content.Length)];
    }
}
