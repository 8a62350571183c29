using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>A task on one layout: contenders that must agree take turns, and become one table.</summary>
internal sealed class Section(string title, int events, IReadOnlyList<Contender> contenders)
{
    public IReadOnlyList<Contender> Contenders => contenders;

    /// <summary>Runs everybody once, compares the answers, then takes the time in rounds.</summary>
    /// <exception cref="InvalidOperationException">Two answers differ.</exception>
    public Section Run(TextWriter output, int rounds, Action<long[], Contender>? compare = null)
    {
        foreach (Contender contender in contenders)
            contender.WarmUp();
        Contender first = contenders.First(static c => !c.AnswersOtherwise);
        foreach (Contender contender in contenders.Where(static c => !c.AnswersOtherwise))
            (compare ?? RequireEqual)(first.Answer, contender);
        for (int round = 0; round < rounds; round++)
        {
            foreach (Contender contender in contenders)
                contender.Round();
        }

        foreach (Contender contender in contenders)
            contender.Release();
        Write(output);
        return this;
    }

    public Contender this[string name, int threads = 1] => contenders.FirstOrDefault(c => c.Name == name && c.Threads == threads)
        ?? throw new InvalidOperationException($"{title}: there is no contender '{name}' with {threads} threads.");

    public double Speed(double seconds) => events / seconds / 1e6;

    private void Write(TextWriter output)
    {
        output.WriteLine($"**{title}**\n");
        output.WriteLine("| | threads | Mev/s, median | Mev/s, best | rounds | allocated, MB |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (Contender c in contenders)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {c.Name} | {c.Threads} | {Speed(c.Median):0.0} | {Speed(c.Best):0.0} | {c.Rounds} | {c.AllocatedBytes / 1e6:0.0} |"));
        }

        output.WriteLine();
        output.Flush();
    }

    private static void RequireEqual(long[] expected, Contender contender)
    {
        if (!expected.AsSpan().SequenceEqual(contender.Answer))
            throw new InvalidOperationException($"{contender.Name} with {contender.Threads} threads found {string.Join(' ', contender.Answer)}; the first contender found {string.Join(' ', expected)}.");
    }
}
