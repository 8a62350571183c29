using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>What must hold between the parts of a mapping.</summary>
internal static class MappingChecks
{
    public static void Check(FunnelMapping mapping, List<string> errors)
    {
        CheckStageTexts(mapping, errors);
        CheckDefinition(mapping, errors);
        for (int i = 0; i < mapping.Dimensions.Count; i++)
        {
            if (mapping.Dimensions[i].From == DimensionSource.Deals && mapping.Deals is null)
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"$.dimensions[{i}].from: the dimension '{mapping.Dimensions[i].Name}' comes from the deals table, but there is no $.deals. Add the table, or say \"from\": \"log\"."));
        }

        if (mapping.Log is null && mapping.Deals is not { IsSource: true } && errors.Count == 0)
            errors.Add("$.log: missing, and $.deals has neither \"stage\", \"status\" nor \"stageDates\". One of them must tell where deals are.");
        CheckStageDates(mapping, errors);
        if (mapping.Currency is null && (mapping.Log?.Currency ?? mapping.Deals?.Currency) is { } currency)
            errors.Add($"$.currency: missing. Amounts have currencies in the column '{currency}', so say in which one to count: {{\"base\": \"EUR\"}}.");
        if (mapping.Costs is { Channel: not null } costs && !mapping.Dimensions.Any(d => string.Equals(d.Name, costs.Dimension, StringComparison.Ordinal)))
            errors.Add($"$.costs.dimension: the channels of the costs belong to the dimension '{costs.Dimension}', which $.dimensions does not have. Declare it, or name the dimension that holds the channels.");
        if (mapping.Encoding is { } encoding && FileOpener.FindEncoding(encoding) is null)
            errors.Add($"$.encoding: the encoding '{encoding}' is not known. Use for example \"utf-8\", \"utf-16\" or \"windows-1251\".");
        if (mapping.DecimalSeparator is { } mark && mark == mapping.Delimiter)
            errors.Add("$.decimalSeparator: the same character as $.delimiter. With decimal commas use the delimiter \";\" or \"\\t\".");
    }

    private static void CheckStageTexts(FunnelMapping mapping, List<string> errors)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < mapping.Stages.Count; i++)
        {
            MappedStage stage = mapping.Stages[i];
            foreach (string text in stage.Names.Count > 0 ? stage.Names : [stage.Key])
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"$.stages[{i}]");
                if (text.Length > 0 && !seen.TryAdd(text, path) && stage.Names.Count > 0)
                    errors.Add($"{path}.names: the text '{text}' already means the stage at {seen[text]}. Each text can mean one stage.");
            }
        }

        foreach (string text in mapping.Lost)
        {
            if (seen.TryGetValue(text, out string? path))
                errors.Add($"$.lost: the text '{text}' also means the stage at {path}. Lost is an exit, not a stage: remove one of them.");
        }
    }

    private static void CheckStageDates(FunnelMapping mapping, List<string> errors)
    {
        foreach (StageDate date in mapping.Deals?.StageDates ?? [])
        {
            if (!mapping.Stages.Any(s => s.Key == date.Stage) && !mapping.Lost.Contains(date.Stage, StringComparer.Ordinal))
                errors.Add($"$.deals.stageDates.{date.Stage}: there is no stage with this key, and it is not one of $.lost. Write the key of a stage: {string.Join(", ", mapping.Stages.Select(static s => s.Key))}.");
        }
    }

    private static void CheckDefinition(FunnelMapping mapping, List<string> errors)
    {
        if (mapping.Stages.Count == 0 || mapping.Name.Length == 0)
            return; // already reported
        if (mapping.Stages[^1].Role is not (null or StageRole.Purchase))
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"$.stages[{mapping.Stages.Count - 1}].role: the last stage is won and has the role purchase; leave the role out."));
        try
        {
            mapping.ToDefinition();
        }
        catch (FunnelDefinitionException e)
        {
            errors.AddRange(e.Errors.Select(static error => (error.Contains("dimension", StringComparison.OrdinalIgnoreCase) ? "$.dimensions: " : "$.stages: ") + error));
        }
    }
}
