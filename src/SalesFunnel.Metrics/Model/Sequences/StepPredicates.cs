namespace SalesFunnel.Metrics;

/// <summary>Turns rows into sequence events by predicates, so that a step may ask for more than the name of an event: a property, an amount, several at once.</summary>
/// <typeparam name="TRow">A row of the caller's.</typeparam>
/// <remarks>Every predicate is asked once a row, before counting; one row may do several steps, so the tracker needs <see cref="SequenceOptions.StepMasks"/>. A step without a predicate is done by no row.</remarks>
public sealed class StepPredicates<TRow>
{
    private readonly SequenceDefinition _definition;
    private readonly Func<TRow, bool>?[] _steps;
    private readonly Func<TRow, bool>?[] _exclusions;

    /// <summary>Creates the predicates of a sequence, none yet.</summary>
    /// <param name="definition">The sequence.</param>
    public StepPredicates(SequenceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _definition = definition;
        _steps = new Func<TRow, bool>?[definition.Steps.Count];
        _exclusions = new Func<TRow, bool>?[definition.Exclusions.Count];
    }

    /// <summary>Says which rows do a step.</summary>
    /// <param name="step">Name of the step.</param>
    /// <param name="predicate">True for such a row.</param>
    /// <exception cref="ArgumentException">The sequence has no such step, or it has a predicate already.</exception>
    public StepPredicates<TRow> Step(string step, Func<TRow, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        int index = 0;
        while (index < _steps.Length && !string.Equals(_definition.Steps[index].Name, step, StringComparison.Ordinal))
            index++;
        if (index == _steps.Length)
            throw new ArgumentException($"The sequence '{_definition.Name}' has no step '{step}'. Its steps are: {string.Join(", ", _definition.Steps.Select(static s => s.Name))}.", nameof(step));
        Set(_steps, index, predicate, $"Step '{step}'");
        return this;
    }

    /// <summary>Says which rows trigger an exclusion.</summary>
    /// <param name="exclusion">0-based index in <see cref="SequenceDefinition.Exclusions"/>.</param>
    /// <param name="predicate">True for such a row.</param>
    /// <exception cref="ArgumentException">It has a predicate already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sequence has no such exclusion.</exception>
    public StepPredicates<TRow> Exclusion(int exclusion, Func<TRow, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        ArgumentOutOfRangeException.ThrowIfNegative(exclusion);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(exclusion, _exclusions.Length);
        Set(_exclusions, exclusion, predicate, "The exclusion");
        return this;
    }

    /// <summary>The event that a row is.</summary>
    /// <param name="row">The row.</param>
    /// <param name="entity">Id of its entity.</param>
    /// <param name="at">When, in units of the tracker's resolution since 1970 UTC.</param>
    /// <param name="segment">Its value of the property that results are broken down by.</param>
    public SequenceEvent EventOf(TRow row, long entity, long at, long segment = SegmentValue.None) => new(entity, at, MaskOf(_steps, row), MaskOf(_exclusions, row), segment);

    private static void Set(Func<TRow, bool>?[] predicates, int index, Func<TRow, bool> predicate, string what)
    {
        if (predicates[index] is not null)
            throw new ArgumentException($"{what} has a predicate already. Join the conditions in one.", nameof(predicate));
        predicates[index] = predicate;
    }

    private static ulong MaskOf(Func<TRow, bool>?[] predicates, TRow row)
    {
        ulong mask = 0;
        for (int i = 0; i < predicates.Length; i++)
            mask |= predicates[i] is { } predicate && predicate(row) ? 1UL << i : 0;
        return mask;
    }
}
