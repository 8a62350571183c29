using Role = SalesFunnel.Metrics.Data.ColumnRole;

namespace SalesFunnel.Metrics.Data;

/// <summary>What Bitrix24 exports: the list of deals in Russian or English, and the history of their stages.</summary>
internal static class Bitrix24Exports
{
    private static readonly KnownStage[] Stages =
    [
        KnownStage.Open(StageRole.Awareness, "новая", "новая сделка", "new", "new deal"),
        KnownStage.Open(StageRole.Interest, "подготовка документов", "preparation", "preparing documents", "prepare documents"),
        KnownStage.Open(StageRole.Decision, "счёт на предоплату", "счет на предоплату", "prepayment_invoice", "prepayment invoice"),
        KnownStage.Open(null, "в работе", "executing", "in progress"),
        KnownStage.Open(null, "финальный счёт", "финальный счет", "final_invoice", "final invoice"),
        KnownStage.Won("сделка успешна", "won", "deal won", "close deal"),
        KnownStage.Lost("сделка провалена", "lose", "deal lost"),
        KnownStage.Lost("анализ причины провала", "apology", "analyze failure"),
    ];

    public static IReadOnlyList<ExportShape> Shapes { get; } =
    [
        new("Bitrix24", "list of deals", ShapeKind.List,
            new(Role.Id, true, "id"), new(Role.Stage, true, "стадия сделки", "deal stage"), new(Role.Created, true, "дата создания", "created", "created on"),
            new(Role.Amount, true, "сумма", "amount", "total"), new(Role.IsClosed, true, "сделка закрыта", "deal closed", "closed"),
            new(Role.Closed, false, "дата закрытия", "предполагаемая дата закрытия", "expected close date", "end date"), new(Role.Currency, false, "валюта", "currency"),
            new(Role.Probability, false, "вероятность", "probability"), new(Role.Owner, false, "ответственный", "responsible"), new(Role.Source, false, "источник", "source"),
            new(Role.Pipeline, false, "воронка", "направление", "pipeline"), new(Role.Reason, false, "причина отказа", "причина провала"))
        { Stages = Stages, ZeroIsNoAmount = true, Notes = ["Bitrix24 writes the day of closing over the expected close date, so that column dates closed deals."] },
        new("Bitrix24", "stage history", ShapeKind.History,
            new(Role.Id, true, "owner_id"), new(Role.Stage, true, "stage_id"), new(Role.At, true, "created_time"), new(Role.Semantic, false, "stage_semantic_id"))
        { Stages = Stages },
    ];
}
