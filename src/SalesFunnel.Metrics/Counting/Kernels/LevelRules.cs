namespace SalesFunnel.Metrics;

/// <summary>What the level engine needs to know of a sequence.</summary>
internal sealed class LevelRules
{
    public const int CompactSteps = 6;

    public LevelRules(SequenceDefinition definition, long window, long forgetAfter = long.MaxValue)
    {
        Steps = definition.Steps.Count;
        IsCompact = Steps <= CompactSteps && window < 1L << 31;
        Parameters = new LevelParameters(Steps, window, IsCompact ? uint.MaxValue - (uint)window : 0, definition.Rules.Ties == EventTies.Any ? uint.MaxValue : 0, forgetAfter)
        {
            Groups = NeedsGroups(definition) ? new GroupRules(definition) : null,
        };
        for (int type = 0; type < StepOfType.Length; type++)
            StepOfType[type] = CodeOf(definition, (byte)type);
    }

    /// <summary>Gets the number of steps.</summary>
    public int Steps { get; }

    public LevelParameters Parameters { get; }

    /// <summary>Gets a value indicating whether the state fits 32 bytes.</summary>
    public bool IsCompact { get; }

    /// <summary>Gets the 1-based step of each type of event, or the code of what it does; 0 = none.</summary>
    public byte[] StepOfType { get; } = new byte[256];

    /// <summary>Whether levels alone answer: steps in the given order, one step an event, nothing that depends on the time of the step before; and what lies between is at most an exclusion that drops the attempt.</summary>
    public static bool Serves(SequenceDefinition definition, SequenceOptions options)
    {
        SequenceRules rules = definition.Rules;
        if (rules.Dialect != SequenceDialect.Own || rules.Order != StepOrder.Given || rules.Unit != SequenceUnit.Entities || options.StepMasks)
            return false;
        if (definition.Exclusions.Count > 0 && (rules.Exclusions != ExclusionPolicy.DropAttempt || options.ForgetAfter is not null))
            return false; // which of the forgotten were excluded is not kept
        if (NeedsGroups(definition) && (options.Detail == SequenceDetail.Chains || HasTooManyCodes(definition)))
            return false;
        bool keepsTimes = options.Detail == SequenceDetail.Chains;
        if (keepsTimes && (definition.Steps.Count > TimedLevels.MaxSteps || rules.Attempts != AttemptPolicy.LatestStart || options.Breakdown.Kind != BreakdownKind.None || options.ForgetAfter is not null))
            return false;
        foreach (SequenceStep step in definition.Steps)
        {
            if (step.FollowsDirectly || step.IsOptional || step.MinGap != default || step.MaxGap is not null)
                return false;
        }

        for (int type = 0; type < 256; type++)
        {
            ulong steps = definition.StepsOf((byte)type);
            if ((steps & (steps - 1)) != 0)
                return false;
        }

        return true;
    }

    /// <summary>Whether a chain depends on more than one event of its time: the events of a time are taken together then.</summary>
    public static bool NeedsGroups(SequenceDefinition definition) =>
        definition.Exclusions.Count > 0 || definition.Rules.Ties == EventTies.Strict || definition.Rules.Attempts == AttemptPolicy.FirstEntry;

    // Each name has a code of its own at most, and all others together one more.
    private static bool HasTooManyCodes(SequenceDefinition definition) =>
        definition.EventNames.Count == GroupRules.MaxCodes && (definition.StepsOf(0) | definition.ExclusionsOf(0)) != 0;

    private byte CodeOf(SequenceDefinition definition, byte type)
    {
        ulong steps = definition.StepsOf(type);
        if (Parameters.Groups is not { } groups)
            return (byte)(64 - System.Numerics.BitOperations.LeadingZeroCount(steps));
        groups.TryCode(steps, definition.ExclusionsOf(type), out byte code);
        return code;
    }
}
