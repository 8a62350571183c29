namespace SalesFunnel.Metrics;

/// <summary>A funnel definition inside a state: name, stages with keys, labels and roles, dimensions, and the fingerprint as a check.</summary>
internal static class DefinitionCodec
{
    public static void Write(ref StateWriter writer, FunnelDefinition definition)
    {
        writer.UInt64(definition.Fingerprint);
        writer.String(definition.Name);
        writer.Byte((byte)definition.Stages.Count);
        foreach (Stage stage in definition.Stages)
        {
            writer.String(stage.Key);
            writer.String(stage.Label);
            if (!stage.IsWon)
                writer.Byte((byte)(stage.Role ?? 0));
        }

        writer.Byte((byte)definition.Dimensions.Count);
        foreach (string dimension in definition.Dimensions)
            writer.String(dimension);
    }

    public static FunnelDefinition Read(ref StateReader reader)
    {
        int start = reader.Position;
        ulong fingerprint = reader.UInt64();
        FunnelBuilder builder = FunnelDefinition.Create(reader.String("the name of the funnel"));
        int stages = reader.Byte();
        for (int i = 1; i < stages; i++)
        {
            string key = reader.String("the key of a stage");
            string label = reader.String("the label of a stage");
            byte role = reader.Byte();
            builder.Stage(key, role == 0 ? null : (StageRole)role, label);
        }

        string wonKey = reader.String("the key of the won stage");
        string wonLabel = reader.String("the label of the won stage");
        int dimensions = reader.Byte();
        if (dimensions == 0)
            throw reader.Inconsistent("the funnel has no dimension.");
        for (int i = 0; i < dimensions; i++)
            builder.Dimension(reader.String("the name of a dimension"));
        FunnelDefinition definition;
        try
        {
            definition = builder.Won(wonKey, wonLabel);
        }
        catch (FunnelDefinitionException e)
        {
            throw reader.Inconsistent(e.Message, start, e);
        }

        if (stages != definition.Stages.Count || definition.Fingerprint != fingerprint)
            throw reader.Inconsistent("the fingerprint of the funnel is not that of its stages and dimensions.", start);
        return definition;
    }
}
