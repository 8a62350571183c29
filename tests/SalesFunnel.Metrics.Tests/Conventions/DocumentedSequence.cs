using System.Globalization;
using System.Text.RegularExpressions;

namespace SalesFunnel.Metrics.Tests.Conventions;

/// <summary>An example of event sequences in docs/semantics.md: a definition, and for each line of events the chains that count.</summary>
internal sealed partial class DocumentedSequence
{
    private readonly List<(string Line, string Events, long? AsOf, string Expected)> _lines = [];
    private SequenceDefinition? _definition;

    public int ExpectationCount => _lines.Count;

    public static DocumentedSequence Parse(string text)
    {
        var example = new DocumentedSequence();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (DefinitionLine().Match(line) is { Success: true } definition)
                example._definition = Define(definition.Groups["steps"].Value, definition.Groups["options"].Value, Number(definition.Groups["window"].Value));
            else if (EventsLine().Match(line) is { Success: true } events)
                example._lines.Add((line, events.Groups["events"].Value, events.Groups["asOf"].Success ? Number(events.Groups["asOf"].Value) : null, events.Groups["expected"].Value));
            else
                throw new FormatException($"The line '{line}' is neither a definition nor an expectation.");
        }

        return example;
    }

    /// <summary>Counts the events and describes every line that differs from the page.</summary>
    public IEnumerable<string> Differences() =>
        _lines.Select(l => (l.Line, Found: Count(l.Events, l.AsOf), l.Expected)).Where(static l => l.Found != l.Expected).Select(static l => $"'{l.Line}': found {l.Found}");

    private string Count(string events, long? asOf)
    {
        var tracker = new SequenceTracker(_definition!, new SequenceOptions { Resolution = TimeResolution.Second, Detail = SequenceDetail.Chains });
        long last = 0;
        foreach (Match e in Event().Matches(events))
        {
            last = Number(e.Groups["at"].Value);
            tracker.Add(1, DateTimeOffset.UnixEpoch.AddSeconds(last), e.Groups["name"].Value);
        }

        SequenceChains chains = tracker.Snapshot(DateTimeOffset.UnixEpoch.AddSeconds(asOf ?? last)).Chains!;
        return chains.Count == 0 ? "nothing" : string.Join("; ", chains.Select(Text));
    }

    private string Text(SequenceChain chain)
    {
        IEnumerable<string> steps = _definition!.Steps.Where(s => chain.AtOf(s.Index) is not null)
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"{(_definition.Rules.Order == StepOrder.Any ? $"{s.Index + 1}:" : s.Name)}{chain.AtOf(s.Index)}"));
        string ending = chain.Ending == SequenceEnding.StillOpen ? "still open" : chain.Ending.ToString();
        return $"{string.Join(' ', steps)} {ending.ToLowerInvariant()}";
    }

    private static SequenceDefinition Define(string steps, string options, long window)
    {
        SequenceBuilder builder = SequenceDefinition.Create("example");
        foreach (Match step in Step().Matches(steps))
        {
            string name = step.Groups["name"].Value;
            string[] events = step.Groups["events"].Success ? step.Groups["events"].Value.Split('|') : [name];
            builder = step.Groups["mark"].Value == "!" ? builder.ThenDirectly(name, events) : builder.Step(name, events);
            builder = step.Groups["mark"].Value == "^" ? builder.Anchored() : builder;
            builder = step.Groups["optional"].Success ? builder.Optional() : builder;
            if (step.Groups["min"].Success)
                builder = builder.Gap(TimeSpan.FromSeconds(Number(step.Groups["min"].Value)), TimeSpan.FromSeconds(Number(step.Groups["max"].Value)));
        }

        var rules = new SequenceRules();
        foreach (string option in options.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Exclusion().Match(option) is { Success: true } exclusion)
                builder = builder.Exclude(exclusion.Groups["event"].Value, exclusion.Groups["from"].Value, exclusion.Groups["to"].Value);
            else
                rules = With(rules, option);
        }

        return builder.Within(TimeSpan.FromSeconds(window), rules);
    }

    private static SequenceRules With(SequenceRules rules, string option) => option switch
    {
        "ties input" => rules with { Ties = EventTies.Input },
        "ties strict" => rules with { Ties = EventTies.Strict },
        "reuse" => rules with { Reuse = EventReuse.Allow },
        "any order" => rules with { Order = StepOrder.Any },
        "named events between" => rules with { Between = DirectScope.NamedEvents },
        "drop entity" => rules with { Exclusions = ExclusionPolicy.DropEntity },
        "erase attempt" => rules with { Exclusions = ExclusionPolicy.EraseAttempt },
        "first entry" => rules with { Attempts = AttemptPolicy.FirstEntry },
        "best" => rules with { Attempts = AttemptPolicy.Best },
        "attempts" => rules with { Unit = SequenceUnit.Attempts },
        _ => throw new FormatException($"The option '{option}' is unknown."),
    };

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<steps>[^=]+?) within (?<window>\d+)(?:, (?<options>.+))?$")]
    private static partial Regex DefinitionLine();

    [GeneratedRegex(@"^(?<events>[a-z0-9 ]+?)(?: as of (?<asOf>\d+))? => (?<expected>.+)$")]
    private static partial Regex EventsLine();

    [GeneratedRegex(@"(?<mark>[!^])?(?<name>[a-z]+)(?:\[(?<events>[a-z|]+)\])?(?<optional>\?)?(?:\((?<min>\d+)\.\.(?<max>\d+)\))?")]
    private static partial Regex Step();

    [GeneratedRegex(@"^no (?<event>[a-z]+) from (?<from>[a-z]+) to (?<to>[a-z]+)$")]
    private static partial Regex Exclusion();

    [GeneratedRegex(@"(?<name>[a-z]+)(?<at>\d+)")]
    private static partial Regex Event();
}
