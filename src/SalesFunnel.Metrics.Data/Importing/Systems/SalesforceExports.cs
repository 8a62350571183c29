using Role = SalesFunnel.Metrics.Data.ColumnRole;

namespace SalesFunnel.Metrics.Data;

/// <summary>What Salesforce exports: the opportunity report, the two histories of its data loader, and the tables that other loaders make of them.</summary>
internal static class SalesforceExports
{
    private static readonly KnownStage[] Stages =
    [
        KnownStage.Open(StageRole.Awareness, "prospecting"),
        KnownStage.Open(StageRole.Interest, "qualification"),
        KnownStage.Open(null, "needs analysis"),
        KnownStage.Open(null, "value proposition"),
        KnownStage.Open(null, "id. decision makers"),
        KnownStage.Open(null, "perception analysis"),
        KnownStage.Open(StageRole.Decision, "proposal/price quote", "proposal"),
        KnownStage.Open(null, "negotiation/review", "negotiation"),
        KnownStage.Won("closed won"),
        KnownStage.Lost("closed lost"),
    ];

    public static IReadOnlyList<ExportShape> Shapes { get; } =
    [
        new("Salesforce", "opportunity report", ShapeKind.List,
            new(Role.Id, true, "opportunity id"), new(Role.Stage, true, "stage"), new(Role.Created, false, "created date"), new(Role.Closed, false, "close date"),
            new(Role.Amount, false, "amount"), new(Role.Currency, false, "amount currency", "opportunity currency", "currency"), new(Role.Probability, false, "probability (%)", "probability"),
            new(Role.Owner, false, "opportunity owner", "owner"), new(Role.Source, false, "lead source"), new(Role.IsClosed, false, "closed"), new(Role.IsWon, false, "won"),
            new(Role.Reason, false, "loss reason", "closed lost reason"))
        { Stages = Stages, HasSalesforceIds = true, Notes = ["The report holds each deal as it is now. Add the opportunity history for the way there."] },
        new("Salesforce", "OpportunityFieldHistory", ShapeKind.History,
            new(Role.Id, true, "opportunityid", "opportunity id"), new(Role.Field, true, "field"), new(Role.Previous, true, "oldvalue", "old value"), new(Role.Stage, true, "newvalue", "new value"),
            new(Role.At, true, "createddate", "created date"), new(Role.Deleted, false, "isdeleted"))
        { Stages = Stages, HasSalesforceIds = true, Field = new ChangedField("FIELD") { Stage = ["StageName"], Created = ["created"] } },
        new("Salesforce", "OpportunityHistory", ShapeKind.History,
            new(Role.Id, true, "opportunityid", "opportunity id"), new(Role.Stage, true, "stagename", "stage name"), new(Role.At, true, "createddate", "created date"),
            new(Role.Amount, false, "amount"), new(Role.Currency, false, "currencyisocode"), new(Role.Probability, false, "probability"), new(Role.Deleted, false, "isdeleted"))
        { Stages = Stages, HasSalesforceIds = true },
        new("Salesforce", "opportunities of a loader, version by version", ShapeKind.History,
            new(Role.At, true, "_fivetran_start"), new(Role.Id, true, "id"), new(Role.Stage, true, "stage_name"), new(Role.IsWon, true, "is_won"), new(Role.IsClosed, true, "is_closed"),
            new(Role.Amount, false, "amount"), new(Role.Probability, false, "probability"), new(Role.Deleted, false, "is_deleted"))
        { Stages = Stages, HasSalesforceIds = true, Priority = 1, Notes = ["A loader dates a version by when it saw it, so the first version of a deal is as old as the loader, not as the deal."] },
        new("Salesforce", "opportunities of a loader", ShapeKind.List,
            new(Role.Id, true, "id"), new(Role.Stage, true, "stage_name"), new(Role.IsWon, true, "is_won"), new(Role.IsClosed, true, "is_closed"), new(Role.Created, true, "created_date"),
            new(Role.Closed, false, "close_date"), new(Role.Amount, false, "amount"), new(Role.Currency, false, "currency_iso_code"), new(Role.Probability, false, "probability"),
            new(Role.Deleted, false, "is_deleted"), new(Role.Owner, false, "owner_id"), new(Role.Source, false, "lead_source"))
        { Stages = Stages, HasSalesforceIds = true },
    ];
}
