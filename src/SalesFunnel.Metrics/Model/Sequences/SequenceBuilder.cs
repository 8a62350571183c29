using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Collects the steps of a sequence; <see cref="Within"/> ends the definition and reports all its errors at once.</summary>
public sealed class SequenceBuilder
{
    private readonly string _name;
    private readonly List<SequenceStep> _steps = [];
    private readonly List<(string[] Events, string From, string To)> _exclusions = [];
    private readonly List<string> _errors = [];

    internal SequenceBuilder(string name) => _name = name;

    /// <summary>Appends a step; other events may stand between it and the step before.</summary>
    /// <param name="name">The name, unique in the sequence.</param>
    /// <param name="events">Names of the events that do the step; <see cref="SequenceStep.AnyEvent"/> for any. None = the name of the step.</param>
    public SequenceBuilder Step(string name, params ReadOnlySpan<string> events) => Append(name, events, directly: false);

    /// <summary>Appends a step that must follow the one before directly; <see cref="SequenceRules.Between"/> says which events may not stand between.</summary>
    /// <param name="name">The name, unique in the sequence.</param>
    /// <param name="events">Names of the events that do the step; none = the name of the step.</param>
    public SequenceBuilder ThenDirectly(string name, params ReadOnlySpan<string> events) => Append(name, events, directly: true);

    /// <summary>Limits the time between the step before and the last appended one.</summary>
    /// <param name="min">At least, inclusive.</param>
    /// <param name="max">At most, inclusive; <c>null</c> = no limit but the window.</param>
    public SequenceBuilder Gap(TimeSpan min = default, TimeSpan? max = null) => Change("Gap", step => step with { MinGap = min, MaxGap = max });

    /// <summary>Lets the last appended step be left out.</summary>
    public SequenceBuilder Optional() => Change("Optional", static step => step with { IsOptional = true });

    /// <summary>Keeps the last appended step at its place when steps may be done in any order.</summary>
    public SequenceBuilder Anchored() => Change("Anchored", static step => step with { IsAnchored = true });

    /// <summary>Excludes events between two steps.</summary>
    /// <param name="events">Names of the events.</param>
    /// <param name="from">Name of the step after which they are excluded.</param>
    /// <param name="to">Name of the step before which they are excluded.</param>
    public SequenceBuilder Exclude(IEnumerable<string> events, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(events);
        _exclusions.Add(([.. events], from, to));
        return this;
    }

    /// <summary>Excludes one event between two steps.</summary>
    /// <param name="eventName">Name of the event.</param>
    /// <param name="from">Name of the step after which it is excluded.</param>
    /// <param name="to">Name of the step before which it is excluded.</param>
    public SequenceBuilder Exclude(string eventName, string from, string to) => Exclude([eventName], from, to);

    /// <summary>Sets the time from the first step to the last, inclusive, and builds the sequence.</summary>
    /// <param name="window">Elapsed time, not negative.</param>
    /// <param name="rules">Choices that change the count; the defaults when not given.</param>
    /// <exception cref="FunnelDefinitionException">The definition has one or more errors; all are listed.</exception>
    public SequenceDefinition Within(TimeSpan window, SequenceRules? rules = null)
    {
        rules ??= new SequenceRules();
        var exclusions = new List<SequenceExclusion>();
        List<string> errors = [.. _errors, .. SequenceChecks.Steps(_name, _steps)];
        foreach ((string[] events, string from, string to) in _exclusions)
            exclusions.Add(new SequenceExclusion(events.AsReadOnly(), IndexOf(from), IndexOf(to)));
        for (int i = 0; i < exclusions.Count; i++)
            errors.AddRange(SequenceChecks.Exclusion(exclusions[i], _exclusions[i].From, _exclusions[i].To));
        errors.AddRange(SequenceChecks.Rules(_steps, exclusions, window, rules));
        if (errors.Count > 0)
            throw new FunnelDefinitionException(_name ?? string.Empty, errors);
        return new SequenceDefinition(_name!, _steps.ToArray().AsReadOnly(), exclusions.AsReadOnly(), window, rules);
    }

    private SequenceBuilder Append(string name, ReadOnlySpan<string> events, bool directly)
    {
        _steps.Add(new SequenceStep
        {
            Index = _steps.Count,
            Name = name,
            Events = events.IsEmpty ? new[] { name }.AsReadOnly() : events.ToArray().AsReadOnly(),
            FollowsDirectly = directly,
        });
        return this;
    }

    private SequenceBuilder Change(string method, Func<SequenceStep, SequenceStep> change)
    {
        if (_steps.Count == 0)
            _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{method}(…) stands before the first step. It changes the step appended last."));
        else
            _steps[^1] = change(_steps[^1]);
        return this;
    }

    private int IndexOf(string name) => _steps.FindIndex(step => string.Equals(step.Name, name, StringComparison.Ordinal));
}
