using Role = SalesFunnel.Metrics.Data.ColumnRole;

namespace SalesFunnel.Metrics.Data;

/// <summary>Tables of deals of no known system, by the names that such columns often have.</summary>
internal static class GenericExports
{
    private static readonly KnownStage[] Stages =
    [
        KnownStage.Open(StageRole.Awareness, "prospecting", "prospect", "new", "lead", "новая", "лид"),
        KnownStage.Open(StageRole.Interest, "engaging", "engaged", "qualified", "qualification", "contacted", "квалификация"),
        KnownStage.Open(StageRole.Decision, "proposal", "offer", "negotiation", "предложение", "переговоры"),
        KnownStage.Won("won", "closed won", "closedwon", "выиграна", "успешно реализовано", "сделка успешна"),
        KnownStage.Lost("lost", "closed lost", "closedlost", "проиграна", "закрыто и не реализовано", "сделка провалена"),
    ];

    public static IReadOnlyList<ExportShape> Shapes { get; } =
    [
        new("table of deals", "one row per deal", ShapeKind.List,
            new(Role.Id, true, "opportunity_id", "opportunity id", "deal_id", "deal id", "lead_id", "lead id", "id", "номер"),
            new(Role.Stage, true, "deal_stage", "deal stage", "stage", "stage_name", "lead_stage", "pipeline_stage", "этап", "стадия", "стадия сделки", "этап сделки"),
            new(Role.Status, false, "status", "deal_status", "статус"),
            new(Role.Created, false, "created", "created_at", "created_date", "created date", "create_date", "created on", "дата создания"),
            new(Role.Closed, false, "close_date", "closed_date", "closed_at", "close date", "closed date", "closed on", "дата закрытия", "предполагаемая дата закрытия"),
            new(Role.Amount, false, "close_value", "amount", "value", "deal_value", "revenue", "сумма", "бюджет"),
            new(Role.Currency, false, "currency", "валюта"), new(Role.Probability, false, "probability", "вероятность"),
            new(Role.Owner, false, "owner", "sales_agent", "sales_rep", "agent", "salesperson", "ответственный"), new(Role.Source, false, "source", "lead_source", "channel", "product", "источник"),
            new(Role.Reason, false, "lost_reason", "loss_reason", "lost reason", "причина отказа"), new(Role.Pipeline, false, "pipeline", "воронка"),
            new(Role.Deleted, false, "is_deleted", "deleted"), new(Role.IsWon, false, "is_won", "won"), new(Role.IsClosed, false, "is_closed", "closed"))
        { Stages = Stages, IsGeneric = true },
    ];
}
