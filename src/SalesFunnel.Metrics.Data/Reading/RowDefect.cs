namespace SalesFunnel.Metrics.Data;

/// <summary>What is wrong with a row of an input file. The names are the reason codes of reports.</summary>
public enum RowDefect
{
    /// <summary>The row has fewer fields than the header. It is left out.</summary>
    TooFewFields = 1,

    /// <summary>The row has more fields than the header, and they are not empty. It is left out.</summary>
    TooManyFields = 2,

    /// <summary>A quote is not closed, or closed before the end of its field. The row is left out.</summary>
    MalformedQuotes = 3,

    /// <summary>The id is empty. The row is left out.</summary>
    MissingId = 4,

    /// <summary>The stage is none of the mapping's. The row is left out.</summary>
    UnknownStage = 5,

    /// <summary>The time, or the month of a cost, is empty. The row is left out.</summary>
    MissingDate = 6,

    /// <summary>A time or day cannot be read. The row is left out.</summary>
    BadDate = 7,

    /// <summary>The number that orders rows cannot be read. The row is left out.</summary>
    BadSeq = 8,

    /// <summary>An amount cannot be read. In the table of deals, the deal stays without amount; in other tables the row is left out.</summary>
    BadAmount = 9,

    /// <summary>The id was already in the table. The row is left out; the first one holds.</summary>
    DuplicateRow = 10,

    /// <summary>A deal of the table of deals has no row of the log that can be used. It is left out.</summary>
    DealWithoutLog = 11,

    /// <summary>A customer's deal has no row of the log that can be used. The row is left out.</summary>
    CustomerWithoutDeal = 12,

    /// <summary>A status or a yes-or-no text is none of the known ones. The row is left out.</summary>
    UnknownStatus = 20,

    /// <summary>A deal was closed before it was created. It stays, as closed at its creation.</summary>
    ClosedBeforeCreated = 21,

    /// <summary>The stage that a deal is in has an earlier date than another stage. The deal stays, in the stage that the stage column names.</summary>
    StageDateOutOfOrder = 22,

    /// <summary>A row of the table of deals names no stage. The deal stays, at the first stage.</summary>
    MissingStage = 23,

    /// <summary>A row of a file of events names no event. The row is left out.</summary>
    MissingEvent = 24,
}
