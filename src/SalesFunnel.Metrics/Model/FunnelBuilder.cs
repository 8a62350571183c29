using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Collects the stages of a funnel; <see cref="Won"/> ends the definition and reports all its errors at once.</summary>
public sealed class FunnelBuilder
{
    private readonly string _name;
    private readonly List<(string Key, string Label, StageRole? Role)> _stages = [];
    private readonly List<string> _dimensions = [];

    internal FunnelBuilder(string name) => _name = name;

    /// <summary>Appends an open stage.</summary>
    /// <param name="key">Stable identifier, unique in the funnel.</param>
    /// <param name="role">The phase that this stage opens, if any.</param>
    /// <param name="label">What people read; the key when not given.</param>
    public FunnelBuilder Stage(string key, StageRole? role = null, string? label = null)
    {
        _stages.Add((key, label ?? key, role));
        return this;
    }

    /// <summary>Declares a dimension to segment by, for example the channel or the owner; at most three.</summary>
    /// <param name="name">Unique in the funnel.</param>
    /// <remarks>A funnel that declares none has one dimension called <see cref="FunnelDefinition.DefaultDimension"/>.</remarks>
    public FunnelBuilder Dimension(string name)
    {
        _dimensions.Add(name);
        return this;
    }

    /// <summary>Appends the won stage, with the role <see cref="StageRole.Purchase"/>, and builds the funnel.</summary>
    /// <param name="key">Stable identifier, unique in the funnel.</param>
    /// <param name="label">What people read; the key when not given.</param>
    /// <exception cref="FunnelDefinitionException">The definition has one or more errors; all are listed.</exception>
    public FunnelDefinition Won(string key, string? label = null)
    {
        var stages = new List<Stage>(_stages.Count + 1);
        foreach ((string stageKey, string stageLabel, StageRole? role) in _stages)
            stages.Add(new Stage(stages.Count, stageKey, stageLabel, role, IsWon: false));
        stages.Add(new Stage(stages.Count, key, label ?? key, StageRole.Purchase, IsWon: true));

        List<string> errors = Validate(stages);
        if (errors.Count > 0)
            throw new FunnelDefinitionException(_name ?? string.Empty, errors);
        return new FunnelDefinition(_name, stages.AsReadOnly(), _dimensions.Count > 0 ? _dimensions.ToArray().AsReadOnly() : new[] { FunnelDefinition.DefaultDimension }.AsReadOnly());
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private List<string> Validate(List<Stage> stages)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(_name))
            errors.Add("The funnel has no name. Give Create(…) a name that reports can print.");
        if (stages.Count < FunnelDefinition.MinStages)
            errors.Add("The funnel has only the won stage. Add at least one open stage with Stage(…).");
        if (stages.Count > FunnelDefinition.MaxStages)
            errors.Add($"The funnel has {Number(stages.Count)} stages; at most {Number(FunnelDefinition.MaxStages)} are allowed. Merge stages that are never told apart.");

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var roleHolder = new Dictionary<StageRole, Stage>();
        int highestRole = 0;
        foreach (Stage stage in stages)
        {
            string where = $"Stage {Number(stage.Ordinal)}";
            if (string.IsNullOrWhiteSpace(stage.Key))
                errors.Add($"{where} has an empty key. Give every stage a stable, non-empty key.");
            else if (!seen.TryAdd(stage.Key, stage.Ordinal))
                errors.Add($"{where} has the key '{stage.Key}' of stage {Number(seen[stage.Key])}. Keys are unique; use the label for a repeated text.");

            if (stage.Role is not { } role)
                continue;
            if (!Enum.IsDefined(role))
                errors.Add($"{where} ('{stage.Key}') has the unknown role {Number((int)role)}. Use a member of StageRole.");
            else if (role == StageRole.Purchase && !stage.IsWon)
                errors.Add($"{where} ('{stage.Key}') has the role Purchase, which belongs to the won stage. Remove the role, or end the definition with Won(…) here.");
            else if ((int)role < highestRole)
                errors.Add($"{where} ('{stage.Key}') has the role {role} after a stage with a later role. Roles follow the order Awareness, Interest, Decision, Purchase.");
            if (Enum.IsDefined(role) && roleHolder.TryAdd(role, stage))
                highestRole = Math.Max(highestRole, (int)role);
        }

        if (_dimensions.Count > FunnelDefinition.MaxDimensions)
            errors.Add($"The funnel has {Number(_dimensions.Count)} dimensions; at most {Number(FunnelDefinition.MaxDimensions)} are allowed.");
        var dimensions = new HashSet<string>(StringComparer.Ordinal);
        foreach (string dimension in _dimensions)
        {
            if (string.IsNullOrWhiteSpace(dimension))
                errors.Add("A dimension has an empty name. Give every dimension a name.");
            else if (!dimensions.Add(dimension))
                errors.Add($"The dimension '{dimension}' is declared twice. Names of dimensions are unique.");
        }

        return errors;
    }
}
