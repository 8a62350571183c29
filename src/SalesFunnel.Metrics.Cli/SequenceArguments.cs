using System.Globalization;

namespace SalesFunnel.Metrics.Cli;

/// <summary>Reads the arguments that make a sequence: steps, window, exclusions.</summary>
internal static class SequenceArguments
{
    private const string WindowExpected = "Write a whole number and a unit – s, m, h, d or w –, for example 90s, 30m, 12h, 7d.";

    /// <summary>Makes the definition.</summary>
    /// <exception cref="UsageException">An exclusion cannot be read, or the sequence is not valid; all its errors are listed.</exception>
    public static SequenceDefinition Definition(string steps, TimeSpan window, SequenceMode mode, IReadOnlyList<string> exclusions, bool countsAttempts)
    {
        SequenceBuilder builder = SequenceDefinition.Create("sequence");
        var names = new List<string>();
        foreach (string step in steps.Split(','))
        {
            string[] events = [.. step.Split('|', StringSplitOptions.TrimEntries)];
            string text = string.Join('|', events);
            int before = names.Count(name => name == text || name.StartsWith(text + " (", StringComparison.Ordinal));
            string name = before == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text} ({before + 1})");
            if (mode.IsDirect && names.Count > 0)
                builder.ThenDirectly(name, events);
            else
                builder.Step(name, events);
            names.Add(name);
        }

        foreach (string exclusion in exclusions)
            Exclude(builder, names, exclusion);
        try
        {
            return builder.Within(window, countsAttempts ? mode.Rules with { Unit = SequenceUnit.Attempts } : mode.Rules);
        }
        catch (FunnelDefinitionException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Reads a window.</summary>
    /// <exception cref="FormatException">It is not a whole number with a unit, or too long.</exception>
    public static TimeSpan Window(string text)
    {
        long ticks = text.Length == 0 ? 0 : text[^1] switch
        {
            's' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            'w' => 7 * TimeSpan.TicksPerDay,
            _ => 0,
        };
        if (ticks == 0 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            throw new FormatException($"found '{text}'. {WindowExpected}");
        if (number > TimeSpan.FromDays(3_660_000).Ticks / ticks)
            throw new FormatException($"found '{text}', which is longer than 10,000 years. {WindowExpected}");
        return new TimeSpan(number * ticks);
    }

    private static void Exclude(SequenceBuilder builder, List<string> names, string exclusion)
    {
        int colon = exclusion.LastIndexOf(':');
        string[] ends = colon > 0 ? exclusion[(colon + 1)..].Split('-') : [];
        if (ends.Length != 2 || !TryStep(ends[0], names.Count, out int from) || !TryStep(ends[1], names.Count, out int to) || from >= to)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--exclude: found '{exclusion}'. Write EVENT:FROM-TO with the numbers of two steps, for example cancel:1-2; there are steps 1 to {names.Count}."));
        builder.Exclude(exclusion[..colon].Split('|', StringSplitOptions.TrimEntries), names[from - 1], names[to - 1]);
    }

    private static bool TryStep(string text, int steps, out int step) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out step) && step >= 1 && step <= steps;
}
