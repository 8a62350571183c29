namespace SalesFunnel.Metrics.Extensions.DependencyInjection;

/// <summary>Turns registrations into definitions and choices, and collects every error on the way.</summary>
internal static class RegistrationChecks
{
    public static Dictionary<string, (FunnelDefinition Definition, FunnelMonitorOptions Options)> Resolve(IEnumerable<FunnelRegistration> registrations, List<string> errors)
    {
        var resolved = new Dictionary<string, (FunnelDefinition Definition, FunnelMonitorOptions Options)>(StringComparer.Ordinal);
        foreach (FunnelRegistration registration in registrations)
        {
            FunnelDefinition? definition = Define(registration, errors);
            bool isKnown = resolved.TryGetValue(registration.Name ?? string.Empty, out var known);
            FunnelMonitorOptions options = isKnown ? known.Options : new FunnelMonitorOptions();
            registration.Configure?.Invoke(options);
            errors.AddRange(options.Errors().Select(e => $"Funnel '{registration.Name}': {e}"));
            if (definition is null)
                continue;
            if (isKnown && known.Definition.Fingerprint != definition.Fingerprint)
                errors.Add($"Funnel '{registration.Name}' is registered twice with different stages or dimensions: {known.Definition}, and {definition}. Keep one, or give the other another name.");
            else
                resolved[registration.Name!] = (definition, options);
        }

        return resolved;
    }

    private static FunnelDefinition? Define(FunnelRegistration registration, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(registration.Name))
        {
            errors.Add("A funnel is registered without a name. Give AddSalesFunnel(…) a name.");
            return null;
        }

        try
        {
            FunnelDefinition? definition = registration.Define(registration.Name);
            if (definition is null)
                errors.Add($"Funnel '{registration.Name}' is defined as null. End its definition with Won(…).");
            return definition;
        }
        catch (FunnelDefinitionException e)
        {
            errors.AddRange(e.Errors.Select(error => $"Funnel '{registration.Name}': {error}"));
            return null;
        }
        catch (FunnelConfigurationException e) // says itself where
        {
            errors.AddRange(e.Errors);
            return null;
        }
    }
}
