using Role = SalesFunnel.Metrics.Data.ColumnRole;

namespace SalesFunnel.Metrics.Data;

/// <summary>What Pipedrive exports: the list of deals in both generations of its headers, and the flow of deals.</summary>
internal static class PipedriveExports
{
    private static readonly KnownStage[] Stages =
    [
        KnownStage.Open(StageRole.Awareness, "qualified", "lead in"),
        KnownStage.Open(StageRole.Interest, "contact made"),
        KnownStage.Open(null, "demo scheduled", "needs defined"),
        KnownStage.Open(StageRole.Decision, "proposal made"),
        KnownStage.Open(null, "negotiations started"),
    ];

    public static IReadOnlyList<ExportShape> Shapes { get; } =
    [
        new("Pipedrive", "list of deals", ShapeKind.List,
            new(Role.Id, true, "deal - id", "deal - system id", "deal - pipedrive system id"), new(Role.Stage, true, "deal - stage", "deal - stage (pipeline)"),
            new(Role.Status, true, "deal - status"), new(Role.Created, false, "deal - deal created", "deal - creation date", "deal - add time"),
            new(Role.Closed, false, "deal - deal closed on", "deal - closed on", "deal - close time"), new(Role.WonAt, false, "deal - won time"), new(Role.LostAt, false, "deal - lost time"),
            new(Role.StageSince, false, "deal - last stage change"),
            new(Role.Amount, false, "deal - value"), new(Role.Currency, false, "deal - currency of value"), new(Role.Probability, false, "deal - probability"),
            new(Role.Owner, false, "deal - owner"), new(Role.Source, false, "deal - source channel", "deal - source"), new(Role.Reason, false, "deal - lost reason"),
            new(Role.Pipeline, false, "deal - pipeline"))
        { Stages = Stages },
        new("Pipedrive", "flow of deals", ShapeKind.History,
            new(Role.Id, true, "item_id", "deal_id"), new(Role.Field, true, "field_key"), new(Role.Previous, true, "old_value"), new(Role.Stage, true, "new_value"), new(Role.At, true, "log_time"))
        { Field = new ChangedField("field_key") { Stage = ["stage_id"], Status = ["status"], Created = ["add_time"] } },
    ];
}
