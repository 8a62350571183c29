namespace SalesFunnel.Metrics;

/// <summary>How the levels of an entity are kept: for each level the latest start of a chain that long. All zero = no event yet.</summary>
internal interface ILevelState
{
    /// <summary>Number of 64-bit words.</summary>
    static abstract int Words(int steps);

    /// <summary>Takes one event.</summary>
    /// <returns>False when it is earlier than the entity's last one, or so much later that the entity is to be forgotten first; then nothing has changed.</returns>
    /// <param name="state">The first word.</param>
    /// <param name="at">When.</param>
    /// <param name="step">1-based step; with <see cref="LevelParameters.Groups"/> the code of what the event does.</param>
    /// <param name="rules">The sequence.</param>
    static abstract bool Apply(ref long state, long at, int step, in LevelParameters rules);

    /// <summary>The levels ever reached, bit k − 1 for level k.</summary>
    static abstract ulong Reached(ref long state, in LevelParameters rules);

    /// <summary>Time of the last event.</summary>
    static abstract long Last(ref long state);

    /// <summary>Whether there was an event.</summary>
    static abstract bool IsUsed(ref long state);

    /// <summary>Whether the words can have come from events.</summary>
    static abstract bool IsValid(ref long state, in LevelParameters rules);

    /// <summary>Whether the window of the newest chain that can go on holds a time.</summary>
    static abstract bool IsOpen(ref long state, long at, in LevelParameters rules);

    /// <summary>Whether an excluded event fell into the chain that counts.</summary>
    static virtual bool IsExcluded(ref long state, in LevelParameters rules) => false;
}
