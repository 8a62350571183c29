namespace SalesFunnel.Metrics;

/// <summary>What the level engine needs to know of a sequence.</summary>
internal sealed class LevelRules
{
    public const int CompactSteps = 6;

    public LevelRules(SequenceDefinition definition, long window, long forgetAfter = long.MaxValue)
    {
        Steps = definition.Steps.Count;
        IsCompact = Steps <= CompactSteps && window < 1L << 31;
        Parameters = new LevelParameters(Steps, window, IsCompact ? uint.MaxValue - (uint)window : 0, definition.Rules.Ties == EventTies.Any ? uint.MaxValue : 0, forgetAfter);
        for (int type = 0; type < StepOfType.Length; type++)
            StepOfType[type] = (byte)(64 - System.Numerics.BitOperations.LeadingZeroCount(definition.StepsOf((byte)type)));
    }

    /// <summary>Gets the number of steps.</summary>
    public int Steps { get; }

    public LevelParameters Parameters { get; }

    /// <summary>Gets a value indicating whether the state fits 32 bytes.</summary>
    public bool IsCompact { get; }

    /// <summary>Gets the 1-based step of each type of event; 0 = none.</summary>
    public byte[] StepOfType { get; } = new byte[256];

    /// <summary>Whether levels alone answer: steps in the given order, one step an event, nothing that depends on the time of the step before or on what lies between.</summary>
    public static bool Serves(SequenceDefinition definition, SequenceOptions options)
    {
        SequenceRules rules = definition.Rules;
        if (rules.Dialect != SequenceDialect.Own || rules.Order != StepOrder.Given || rules.Ties == EventTies.Strict || rules.Unit != SequenceUnit.Entities
            || rules.Attempts == AttemptPolicy.FirstEntry || definition.Exclusions.Count > 0 || options.StepMasks)
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
}
