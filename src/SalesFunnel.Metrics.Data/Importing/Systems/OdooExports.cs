using Role = SalesFunnel.Metrics.Data.ColumnRole;

namespace SalesFunnel.Metrics.Data;

/// <summary>What Odoo CRM exports: leads and opportunities.</summary>
internal static class OdooExports
{
    private static readonly KnownStage[] Stages =
    [
        KnownStage.Open(StageRole.Awareness, "new"),
        KnownStage.Open(StageRole.Interest, "qualified"),
        KnownStage.Open(StageRole.Decision, "proposition"),
        KnownStage.Won("won"),
    ];

    public static IReadOnlyList<ExportShape> Shapes { get; } =
    [
        new("Odoo", "leads and opportunities", ShapeKind.List,
            new(Role.Id, true, "external id", "id"), new(Role.Stage, true, "stage", "stage_id"), new(Role.Amount, true, "expected revenue", "expected_revenue"),
            new(Role.Created, true, "created on", "create_date"), new(Role.Closed, false, "closed date", "date_closed"),
            new(Role.StageSince, false, "last stage update", "date_last_stage_update"), new(Role.IsActive, false, "active"), new(Role.Probability, false, "probability"),
            new(Role.Owner, false, "salesperson", "user_id"), new(Role.Source, false, "source", "source_id"), new(Role.Reason, false, "lost reason", "lost_reason_id"))
        { Stages = Stages, ZeroIsNoAmount = true, Notes = ["Odoo leaves lost deals out of an export unless archived records are asked for; without them nothing is lost."] },
    ];
}
