namespace SalesFunnel.Metrics;

/// <summary>The payload of a saved entity index: the identifiers in the order of their ids.</summary>
internal readonly struct EntityIndexContent : IStateContent<EntityIndex>
{
    public static byte Kind => StateFrame.EntityIndexKind;

    public static void Write(ref StateWriter writer, EntityIndex state)
    {
        writer.Number(state.Count);
        for (int id = 0; id < state.Count; id++)
            writer.String(state.OuterId(id));
    }

    public static EntityIndex Read(ReadOnlySpan<byte> state)
    {
        var reader = new StateReader(state, StateFrame.Length);
        int count = reader.Count(1, "the number of identifiers");
        var index = new EntityIndex();
        for (int id = 0; id < count; id++)
        {
            if (index.GetOrAdd(reader.String("an identifier")) != id)
                throw reader.Inconsistent("an identifier is there twice.");
        }

        return reader.Left == 0 ? index : throw reader.Inconsistent("something follows the last identifier.");
    }
}
