namespace SalesFunnel.Metrics;

/// <summary>Positions of sources inside a state, ascending by name.</summary>
internal static class SourcePositionCodec
{
    private const int MinBytes = 9;

    public static void Write(ref StateWriter writer, IReadOnlyList<SourcePosition> sources)
    {
        writer.Number(sources.Count);
        foreach (SourcePosition source in sources)
        {
            writer.String(source.Source);
            writer.UInt64((ulong)source.Number);
        }
    }

    public static SourcePosition[] Read(ref StateReader reader)
    {
        var sources = new SourcePosition[reader.Count(MinBytes, "the number of sources")];
        for (int i = 0; i < sources.Length; i++)
        {
            int start = reader.Position;
            sources[i] = new SourcePosition(reader.String("the name of a source"), (long)reader.UInt64());
            if (i > 0 && string.CompareOrdinal(sources[i - 1].Source, sources[i].Source) >= 0)
                throw reader.Inconsistent("sources are not in ascending order of name.", start);
        }

        return sources;
    }
}
