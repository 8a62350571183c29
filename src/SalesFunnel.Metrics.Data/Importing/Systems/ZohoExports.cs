using Role = SalesFunnel.Metrics.Data.ColumnRole;

namespace SalesFunnel.Metrics.Data;

/// <summary>What Zoho CRM exports: the deals, and the report of their stage history.</summary>
internal static class ZohoExports
{
    private static readonly KnownStage[] Stages =
    [
        KnownStage.Open(StageRole.Awareness, "qualification"),
        KnownStage.Open(StageRole.Interest, "needs analysis"),
        KnownStage.Open(null, "value proposition"),
        KnownStage.Open(null, "identify decision makers", "id. decision makers"),
        KnownStage.Open(StageRole.Decision, "proposal/price quote"),
        KnownStage.Open(null, "negotiation/review"),
        KnownStage.Won("closed won"),
        KnownStage.Lost("closed lost", "closed-lost"),
        KnownStage.Lost("closed lost to competition", "closed-lost to competition"),
    ];

    public static IReadOnlyList<ExportShape> Shapes { get; } =
    [
        new("Zoho CRM", "deals", ShapeKind.List,
            new(Role.Id, true, "record id"), new(Role.Stage, true, "stage"), new(Role.Created, true, "created time"), new(Role.Closed, false, "closing date"), new(Role.Amount, false, "amount"),
            new(Role.Currency, false, "currency"), new(Role.Probability, false, "probability (%)"), new(Role.Owner, false, "deal owner"), new(Role.Source, false, "lead source"),
            new(Role.Reason, false, "reason for loss"), new(Role.Pipeline, false, "pipeline"))
        { Stages = Stages },
        new("Zoho CRM", "stage history", ShapeKind.History,
            new(Role.Id, true, "deal name.id", "deal id", "deal name"), new(Role.Stage, true, "stage (stage history)", "stage"), new(Role.At, true, "modified time (stage history)", "modified time"),
            new(Role.Amount, false, "amount (stage history)", "amount"), new(Role.Probability, true, "probability (%)"))
        { Stages = Stages },
    ];
}
