namespace SalesFunnel.Metrics.Data;

/// <summary>All exports that are recognised, those of systems before those of none.</summary>
internal static class KnownExports
{
    public static IReadOnlyList<ExportShape> Systems { get; } =
    [
        .. SalesforceExports.Shapes, .. HubSpotExports.Shapes, .. PipedriveExports.Shapes, .. Dynamics365Exports.Shapes,
        .. ZohoExports.Shapes, .. OdooExports.Shapes, .. Bitrix24Exports.Shapes, .. AmoCrmExports.Shapes,
    ];

    public static IReadOnlyList<ExportShape> Generic { get; } = GenericExports.Shapes;
}
