namespace SalesFunnel.Metrics;

/// <summary>The classic phase of a sales funnel that a stage opens.</summary>
/// <remarks>A role marks the first stage that carries it. <see cref="Purchase"/> always belongs to the won stage. The three classic
/// rates read the roles: lead conversion = Awareness → Interest, opportunity conversion = Interest → Decision, sales conversion =
/// Decision → Purchase. A funnel without one of the roles leaves the rates that need it undefined, with that reason.</remarks>
public enum StageRole
{
    /// <summary>The organisation or person is known: a lead.</summary>
    Awareness = 1,

    /// <summary>The lead is qualified: it has shown interest.</summary>
    Interest = 2,

    /// <summary>The buyer decides: a proposal or an offer is out.</summary>
    Decision = 3,

    /// <summary>The deal is won. Set by the builder on the last stage; it cannot be given to another.</summary>
    Purchase = 4,
}
