namespace SalesFunnel.Metrics;

/// <summary>Whose rules a sequence follows.</summary>
internal enum SequenceDialect
{
    /// <summary>The definition of docs/semantics.md with its options.</summary>
    Own = 0,

    ClickHouse = 1,

    PostHog = 2,

    Doris = 3,
}
