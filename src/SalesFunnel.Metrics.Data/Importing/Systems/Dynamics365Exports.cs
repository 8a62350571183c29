using Role = SalesFunnel.Metrics.Data.ColumnRole;

namespace SalesFunnel.Metrics.Data;

/// <summary>What Dynamics 365 Sales exports: a view of opportunities.</summary>
internal static class Dynamics365Exports
{
    private static readonly KnownStage[] Stages =
    [
        KnownStage.Open(StageRole.Awareness, "1-qualify", "qualify"),
        KnownStage.Open(StageRole.Interest, "2-develop", "develop"),
        KnownStage.Open(StageRole.Decision, "3-propose", "propose"),
        KnownStage.Open(null, "4-close", "close"),
    ];

    public static IReadOnlyList<ExportShape> Shapes { get; } =
    [
        new("Dynamics 365", "view of opportunities", ShapeKind.List,
            new(Role.Id, true, "(do not modify) opportunity", "opportunity", "opportunityid"), new(Role.Status, true, "status"), new(Role.Stage, true, "pipeline phase", "sales stage", "process stage"),
            new(Role.Created, false, "created on"), new(Role.Closed, false, "actual close date"), new(Role.Amount, false, "est. revenue", "estimated revenue"),
            new(Role.Currency, false, "currency"), new(Role.Probability, false, "probability"), new(Role.Owner, false, "owner"), new(Role.Reason, false, "status reason"),
            new(Role.Source, false, "source", "source campaign"))
        { Stages = Stages, Notes = ["The amount is the estimated revenue, which every deal has; Dynamics copies it to the actual revenue of won deals unless somebody changes it."] },
    ];
}
