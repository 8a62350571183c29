using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesFunnel.Metrics.Extensions.DependencyInjection;

namespace SalesFunnel.Metrics.Extensions.Hosting.Tests;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_funnel_of_the_configuration_is_one_of_code()
    {
        ServiceCollection services = Services("""
            { "Funnels": { "b2b": {
                "Stages": [ { "Key": "Lead", "Label": "New lead", "Role": "Awareness" }, "Offer", { "Key": "Talk", "Role": "decision" } ],
                "Won": { "Key": "Signed", "Label": "Contract" },
                "Dimensions": [ "channel", "owner" ],
                "QueueCapacity": 3, "ReopenWithin": "30.00:00:00", "Rule": "strict", "CohortUnit": "Month", "TimeZone": "Europe/Berlin", "AllowedLateness": "00:05:00", "MaxSegmentValues": 7 },
              "b2c": { "Stages": [ "Visit" ], "Won": "Paid", "Dimensions": [] } } }
            """);
        FunnelDefinition same = FunnelDefinition.Create("b2b").Stage("Lead", StageRole.Awareness, "New lead").Stage("Offer").Stage("Talk", StageRole.Decision).Dimension("channel").Dimension("owner").Won("Signed", "Contract");
        FunnelMonitorOptions? read = null;
        services.AddSalesFunnel("b2b", same, o => read = o); // refused were it not the same
        using ServiceProvider provider = services.BuildServiceProvider();
        FunnelDefinition definition = provider.GetRequiredKeyedService<IFunnelMonitor>("b2b").Definition;
        Assert.Equal(same.Stages.Select(static s => (s.Key, s.Label, s.Role)), definition.Stages.Select(static s => (s.Key, s.Label, s.Role)));
        var berlin = CohortCalendar.Of(CohortUnit.Month, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Assert.Equal(
            new TrackerOptions { Rule = CountingRule.Strict, Calendar = berlin, ReopenWithin = TimeSpan.FromDays(30), AllowedLateness = TimeSpan.FromMinutes(5), MaxSegmentValues = 7 },
            read!.Tracking);
        Assert.Equal(3, read.QueueCapacity);
        Assert.Equal(FunnelDefinition.Create("b2c").Stage("Visit").Won("Paid").Fingerprint, provider.GetRequiredKeyedService<IFunnelMonitor>("b2c").Definition.Fingerprint);
    }

    [Fact]
    public async Task Shared_choices_hold_for_every_funnel_its_own_go_before_them_and_those_of_code_before_both()
    {
        var seen = new List<(TimeSpan SaveEvery, TimeSpan ReadEvery, int Queue)>();
        ServiceCollection services = Services("""
            { "SaveEvery": "00:01:00", "ReadEvery": "never", "MaxConcurrentSaves": 3, "MaxTaggedFunnels": 0, "RecordsStageTimes": false,
              "Funnels": { "a": { "Stages": [ "Lead" ], "Won": "Signed" }, "b": { "Stages": [ "Lead" ], "Won": "Signed", "SaveEvery": "00:00:02", "QueueCapacity": 5 } } }
            """);
        foreach (string name in new[] { "a", "b" })
            services.AddSalesFunnel(name, static f => f.Stage("Lead").Won("Signed"), o => seen.Add((o.SaveEvery, o.ReadEvery, o.QueueCapacity)));
        services.AddSalesFunnels(o => o.ConfigureAdded += added => seen.Add((added.SaveEvery, added.ReadEvery, added.QueueCapacity)));
        services.AddSalesFunnels(o => Assert.Equal((3, 0, false), (o.MaxConcurrentSaves, o.MaxTaggedFunnels, o.RecordsStageTimes)));
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IFunnelMonitors>().GetOrAdd("c", FunnelDefinition.Classic);
        TimeSpan minute = TimeSpan.FromMinutes(1);
        Assert.Equal([(minute, Timeout.InfiniteTimeSpan, 16_384), (TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan, 5), (minute, Timeout.InfiniteTimeSpan, 16_384)], seen);
    }

    [Fact]
    public void Every_error_is_told_with_its_path_what_was_found_and_what_is_allowed()
    {
        FunnelConfigurationException wrong = Wrong("""
            { "SaveEvery": "30", "ReadEvery": "00:00:00", "MaxConcurentSaves": 2, "MaxTaggedFunnels": -1, "RecordsStageTimes": "yes", "Store": { "Path": "x" },
              "Funnels": {
                "b2b": { "Stages": [ { "Key": "Lead", "Role": "Awarenes" }, { "Label": "no key" }, { "Key": "Lead", "Rolle": "Interest" } ], "QueueCapacity": { "Max": 1 }, "Rule": "Reach", "TimeZone": "Europe/Berlin", "ReopenWithin": "-1.00:00:00" },
                "b2c": { "Stages": { "Lead": { "Key": "Lead" } }, "Won": { "Key": "Signed", "Role": "Purchase" }, "CohortUnit": "Moth", "AllowedLateness": "5m", "QueueCapacity": 0 },
                "zone": { "Stages": [ "Lead" ], "Won": "Signed", "CohortUnit": "Day", "TimeZone": "Europe/Berlino" },
                "right": { "Stages": [ "Lead" ], "Won": "Signed" } } }
            """);
        string[] expected =
        [
            "SalesFunnel:MaxConcurentSaves is not a known key; the nearest is 'MaxConcurrentSaves'.",
            "SalesFunnel:SaveEvery is '30'; a time above zero as [days.]hours:minutes:seconds is allowed, for example 00:00:30, or never.",
            "SalesFunnel:ReadEvery is '00:00:00'; a time above zero",
            "SalesFunnel:MaxTaggedFunnels is '-1'; a whole number from 0 to 2147483647 is allowed.",
            "SalesFunnel:RecordsStageTimes is 'yes'; true and false are allowed.",
            "SalesFunnel:Store:Path is not a known key; the nearest is 'Folder'. Known here are: Folder.",
            "SalesFunnel:Store:Folder is missing or empty.",
            "SalesFunnel:Funnels:b2b:Stages:0:Role is 'Awarenes'; the nearest allowed is 'Awareness'. Allowed are: Awareness, Interest, Decision, Purchase.",
            "SalesFunnel:Funnels:b2b:Stages:2:Rolle is not a known key; the nearest is 'Role'. Known here are: Key, Label, Role.",
            "SalesFunnel:Funnels:b2b:Won is missing.",
            "SalesFunnel:Funnels:b2b: Stage 2 has an empty key.",
            "SalesFunnel:Funnels:b2b: Stage 3 has the key 'Lead' of stage 1.",
            "SalesFunnel:Funnels:b2b:Rule is 'Reach'; the nearest allowed is 'Reached'.",
            "SalesFunnel:Funnels:b2b:ReopenWithin is '-1.00:00:00'; a time of zero or more",
            "SalesFunnel:Funnels:b2b:QueueCapacity is a section with the keys 'Max'; a single value is allowed.",
            "SalesFunnel:Funnels:b2b:TimeZone is 'Europe/Berlin', but there is no CohortUnit",
            "SalesFunnel:Funnels:b2c:Stages:Lead stands in a list, where only the numbers 0, 1, 2 … are keys.",
            "SalesFunnel:Funnels:b2c:Won:Role is not a known key;",
            "SalesFunnel:Funnels:b2c: The funnel has only the won stage.",
            "SalesFunnel:Funnels:b2c:AllowedLateness is '5m'; a time of zero or more",
            "SalesFunnel:Funnels:b2c:QueueCapacity is '0'; a whole number from 1 to 16777216 is allowed.",
            "SalesFunnel:Funnels:b2c:CohortUnit is 'Moth'; the nearest allowed is 'Month'.",
            "SalesFunnel:Funnels:zone:TimeZone is 'Europe/Berlino', which this system does not know.",
        ];
        Assert.Equal(expected.Length, wrong.Errors.Count);
        Assert.All(expected, (start, i) => Assert.StartsWith(start, wrong.Errors[i], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", "The configuration section 'SalesFunnel' is missing or empty.")]
    [InlineData("""{ "Funnels": "b2b" }""", "SalesFunnel:Funnels is the single value 'b2b'; a section is allowed.")]
    [InlineData("""{ "Funnels": { "b2b": { "Stages": "Lead", "Won": "Signed" } } }""", "SalesFunnel:Funnels:b2b:Stages is the single value 'Lead'; a section is allowed.")]
    public void A_section_of_another_form_is_told(string json, string error) => Assert.StartsWith(error, Wrong(json).Errors[0], StringComparison.Ordinal);

    [Fact]
    public void Errors_of_configuration_and_code_come_together()
    {
        ServiceCollection services = Services("""{ "Funnels": { "b2b": { "Stages": [ "Lead" ], "Won": "Signed", "Rule": "x" } } }""");
        services.AddSalesFunnel("code", static f => f.Won("Signed"));
        using ServiceProvider provider = services.BuildServiceProvider();
        var wrong = Assert.Throws<FunnelConfigurationException>(() => provider.GetRequiredKeyedService<IFunnelMonitor>("b2b"));
        Assert.Equal(2, wrong.Errors.Count);
    }

    [Fact]
    public async Task Checkpoints_go_to_the_folder_of_the_configuration_below_the_content_root()
    {
        string json = """{ "Store": { "Folder": "state" }, "Funnels": { "b2b": { "Stages": [ "Lead" ], "Won": "Signed" } } }""";
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = _folder.Path });
        builder.Configuration.AddConfiguration(Root(json));
        builder.Services.AddSalesFunnels(builder.Configuration.GetSection("SalesFunnel"));
        builder.Services.AddSalesFunnels(builder.Configuration.GetSection("SalesFunnel")); // twice is once
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredKeyedService<IFunnelMonitor>("b2b").AddAsync(DealEvent.Enter(1, DateTimeOffset.UnixEpoch, 0));
        await host.StopAsync();
        Assert.Single(Directory.GetFiles(_folder["state/b2b"], "*.checkpoint"));
    }

    [Fact]
    public void A_folder_beside_a_registered_store_is_an_error()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IFunnelStore>(new TestStore(static () => Task.CompletedTask));
        services.AddSalesFunnels(Root("""{ "Store": { "Folder": "state" } }""").GetSection("SalesFunnel"));
        using ServiceProvider provider = services.BuildServiceProvider();
        var wrong = Assert.Throws<FunnelConfigurationException>(() => provider.GetRequiredService<IFunnelMonitors>());
        Assert.StartsWith("The configuration keeps checkpoints in the folder 'state', but an IFunnelStore is registered already.", Assert.Single(wrong.Errors), StringComparison.Ordinal);
    }

    private static FunnelConfigurationException Wrong(string json)
    {
        using ServiceProvider provider = Provider(json);
        return Assert.Throws<FunnelConfigurationException>(() => provider.GetRequiredService<IFunnelMonitors>());
    }

    private static ServiceProvider Provider(string json) => Services(json).BuildServiceProvider();

    private static ServiceCollection Services(string json)
    {
        var services = new ServiceCollection();
        services.AddSalesFunnels(Root(json).GetSection("SalesFunnel"));
        return services;
    }

    private static IConfigurationRoot Root(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($"{{ \"SalesFunnel\": {json} }}"))).Build();
}
