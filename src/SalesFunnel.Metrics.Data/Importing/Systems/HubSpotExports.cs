using Role = SalesFunnel.Metrics.Data.ColumnRole;

namespace SalesFunnel.Metrics.Data;

/// <summary>What HubSpot exports: the list of deals with its stage dates, the history of the stage, and the tables that loaders make of them.</summary>
internal static class HubSpotExports
{
    private static readonly KnownStage[] Stages =
    [
        KnownStage.Open(StageRole.Awareness, "appointment scheduled", "appointmentscheduled"),
        KnownStage.Open(StageRole.Interest, "qualified to buy", "qualifiedtobuy"),
        KnownStage.Open(StageRole.Decision, "presentation scheduled", "presentationscheduled"),
        KnownStage.Open(null, "decision maker bought-in", "decisionmakerboughtin"),
        KnownStage.Open(null, "contract sent", "contractsent"),
        KnownStage.Won("closed won", "closedwon"),
        KnownStage.Lost("closed lost", "closedlost"),
    ];

    public static IReadOnlyList<ExportShape> Shapes { get; } =
    [
        new("HubSpot", "list of deals", ShapeKind.List,
            new(Role.Id, true, "record id", "deal id"), new(Role.Stage, true, "deal stage"), new(Role.Created, true, "create date"), new(Role.Closed, false, "close date"),
            new(Role.Amount, false, "amount"), new(Role.Currency, false, "currency"), new(Role.Probability, false, "deal probability"), new(Role.Owner, false, "deal owner"),
            new(Role.Source, false, "original traffic source", "original source"), new(Role.Reason, false, "closed lost reason"), new(Role.Pipeline, false, "pipeline"),
            new(Role.StageSince, false, "date entered current stage"), new(Role.MergedIds, false, "merged deal ids", "merged record ids"))
        { Stages = Stages, StageDatePrefix = "date entered ", Notes = ["HubSpot overwrites the date of a stage that is entered again: what deals reached is exact, moves back and time in stage are those of the last entry."] },
        new("HubSpot", "history of the deal stage", ShapeKind.History,
            new(Role.Id, true, "dealid", "deal id", "deal_id", "objectid"), new(Role.Field, true, "property", "name"), new(Role.Stage, true, "value"), new(Role.At, true, "timestamp"),
            new(Role.Deleted, false, "archived", "isdeleted"))
        { Stages = Stages, Field = new ChangedField("property") { Stage = ["dealstage"] } },
        new("HubSpot", "deal stages of a loader", ShapeKind.History,
            new(Role.Id, true, "deal_id"), new(Role.Stage, true, "value"), new(Role.At, true, "date_entered"))
        { Stages = Stages },
        new("HubSpot", "deals of a loader", ShapeKind.List,
            new(Role.Id, true, "deal_id"), new(Role.Stage, true, "deal_pipeline_stage_id"), new(Role.Created, true, "property_createdate"), new(Role.Closed, false, "property_closedate"),
            new(Role.Amount, false, "property_amount"), new(Role.Deleted, false, "is_deleted"), new(Role.Owner, false, "owner_id"), new(Role.Pipeline, false, "deal_pipeline_id"))
        { Stages = Stages },
        new("HubSpot", "merged deals of a loader", ShapeKind.Merges, new(Role.Survivor, true, "deal_id"), new(Role.Merged, true, "merged_deal_id")),
        new("HubSpot", "stages of a loader", ShapeKind.Stages,
            new(Role.StageId, true, "stage_id"), new(Role.StageLabel, true, "label"), new(Role.StageOrder, true, "display_order"), new(Role.IsWon, true, "closed_won"),
            new(Role.IsClosed, false, "is_closed"), new(Role.Probability, false, "probability")),
    ];
}
