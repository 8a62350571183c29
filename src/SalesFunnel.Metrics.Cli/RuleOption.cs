using System.CommandLine;
using System.Globalization;
using SalesFunnel.Metrics.Insights;

namespace SalesFunnel.Metrics.Cli;

/// <summary>An option whose value is the id of a counting rule.</summary>
internal static class RuleOption
{
    public static Option<FunnelRule?> Create(string name, string description, bool required) => new(name)
    {
        Description = description,
        HelpName = "RULE",
        Required = required,
        CustomParser = result =>
        {
            if (FunnelRules.TryGet(result.Tokens[0].Value, out FunnelRule? rule))
                return rule;
            int width = FunnelRules.Ids.Max(static id => id.Length);
            IEnumerable<string> lines = FunnelRules.Ids.Zip(FunnelRules.All, (id, known) => string.Create(CultureInfo.InvariantCulture, $"  {id.PadRight(width)}  {known.Meaning}"));
            result.AddError($"{name}: there is no rule '{result.Tokens[0].Value}'. The rules are:\n{string.Join('\n', lines)}");
            return null;
        },
    };
}
