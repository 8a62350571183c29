using Role = SalesFunnel.Metrics.Data.ColumnRole;

namespace SalesFunnel.Metrics.Data;

/// <summary>What amoCRM (Kommo) exports: the leads in Russian or English, and the events of its interface.</summary>
internal static class AmoCrmExports
{
    private static readonly KnownStage[] Stages =
    [
        KnownStage.Open(null, "неразобранное", "incoming leads"),
        KnownStage.Open(StageRole.Awareness, "первичный контакт", "initial contact"),
        KnownStage.Open(StageRole.Interest, "переговоры", "discussions", "negotiations"),
        KnownStage.Open(StageRole.Decision, "принимают решение", "decision making"),
        KnownStage.Open(null, "согласование договора", "contract discussion"),
        KnownStage.Won("успешно реализовано", "142", "closed - won", "successfully realized"),
        KnownStage.Lost("закрыто и не реализовано", "143", "closed - lost", "closed and not realized"),
    ];

    public static IReadOnlyList<ExportShape> Shapes { get; } =
    [
        new("amoCRM", "leads", ShapeKind.List,
            new(Role.Id, true, "id"), new(Role.Stage, true, "этап сделки", "lead stage", "lead status", "pipeline stage"), new(Role.Amount, true, "бюджет", "sale", "budget", "lead value"),
            new(Role.Created, false, "дата создания", "created at", "date created"), new(Role.Closed, false, "дата закрытия", "closed at", "date closed"),
            new(Role.Owner, false, "ответственный", "responsible", "responsible user"), new(Role.Source, false, "источник", "source"), new(Role.Pipeline, false, "воронка", "pipeline"),
            new(Role.Reason, false, "причина отказа", "loss reason"))
        { Stages = Stages, ZeroIsNoAmount = true },
        new("amoCRM", "events", ShapeKind.History,
            new(Role.Id, true, "entity_id"), new(Role.Field, true, "type"), new(Role.At, true, "created_at"), new(Role.Previous, true, "value_before.status_id"), new(Role.Stage, true, "value_after.status_id"))
        { Stages = Stages, Field = new ChangedField("type") { Stage = ["lead_status_changed"], Created = ["lead_added"] } },
    ];
}
