namespace SalesFunnel.Metrics;

/// <summary>What levels that take the events of one time together need to know of a sequence: its exclusions, how ties and attempts are chosen, and a code for what an event does.</summary>
internal sealed class GroupRules
{
    /// <summary>A record has eight bits for the code; zero is an event that matters to nothing.</summary>
    public const int MaxCodes = 255;

    private readonly Dictionary<(ulong Steps, ulong Exclusions), byte> _codes = [];
    private readonly ulong[] _steps = new ulong[MaxCodes + 1];
    private readonly ulong[] _exclusions = new ulong[MaxCodes + 1];
    private readonly ulong[] _startsBelow = new ulong[SequenceDefinition.MaxSteps + 1]; // by number of steps done: exclusions that have begun
    private readonly ulong[] _endsFrom = new ulong[SequenceDefinition.MaxSteps + 1]; // by level: exclusions that have not ended

    public GroupRules(SequenceDefinition definition)
    {
        IsStrict = definition.Rules.Ties == EventTies.Strict;
        StartsOnce = definition.Rules.Attempts == AttemptPolicy.FirstEntry;
        PrefersFast = definition.Rules.Attempts == AttemptPolicy.Best;
        for (int i = 0; i < definition.Exclusions.Count; i++)
        {
            SequenceExclusion exclusion = definition.Exclusions[i];
            AllExclusions |= 1UL << i;
            for (int done = exclusion.From + 1; done <= SequenceDefinition.MaxSteps; done++)
                _startsBelow[done] |= 1UL << i;
            for (int level = 0; level <= exclusion.To; level++)
                _endsFrom[level] |= 1UL << i;
        }
    }

    /// <summary>Gets a value indicating whether a chain does at most one step at a time.</summary>
    public bool IsStrict { get; }

    /// <summary>Gets a value indicating whether only the first time of step 1 starts chains.</summary>
    public bool StartsOnce { get; }

    /// <summary>Gets a value indicating whether of the longest chains the fastest counts, else the first to arrive.</summary>
    public bool PrefersFast { get; }

    public ulong AllExclusions { get; }

    public ulong StepsOf(int code) => _steps[code];

    public ulong ExclusionsOf(int code) => _exclusions[code];

    /// <summary>Whether a chain at a level, which had done so many steps before the excluded events, goes on. Events at the time of the step from which they are excluded do not count.</summary>
    public bool GoesOn(ulong exclusions, int before, int level) => (exclusions & _startsBelow[before] & _endsFrom[level]) == 0;

    /// <summary>The code of what an event does; a new one where it has none.</summary>
    /// <returns>False when all codes are taken.</returns>
    public bool TryCode(ulong steps, ulong exclusions, out byte code)
    {
        code = 0;
        if ((steps | exclusions) == 0 || _codes.TryGetValue((steps, exclusions), out code))
            return true;
        if (_codes.Count == MaxCodes)
            return false;
        code = (byte)(_codes.Count + 1);
        _steps[code] = steps;
        _exclusions[code] = exclusions;
        _codes.Add((steps, exclusions), code);
        return true;
    }
}
