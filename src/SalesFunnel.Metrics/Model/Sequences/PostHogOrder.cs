namespace SalesFunnel.Metrics;

/// <summary>The step orders of PostHog funnels.</summary>
public enum PostHogOrder
{
    /// <summary>Steps in order, other events between allowed.</summary>
    Ordered = 0,

    /// <summary>Steps in order, no other event between.</summary>
    Strict = 1,

    /// <summary>Steps in any order.</summary>
    Unordered = 2,
}
