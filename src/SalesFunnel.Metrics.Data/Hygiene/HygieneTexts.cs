using System.Globalization;

namespace SalesFunnel.Metrics.Data;

/// <summary>What the rules mean, and what they do to the figures.</summary>
internal static class HygieneTexts
{
    public static (string Meaning, string Effect) Of(string rule, HygieneContext context) => rule switch
    {
        HygieneRules.DateBefore1990 => ("a time before 1990-01-01, as empty dates look after a conversion", "They count as they are: the first cohorts, and the times in stage that start there, are wrong. Empty the cells at the source, or list the text under \"missing\" in the mapping."),
        HygieneRules.DateInFuture => (Text($"a time after {context.AsOf:yyyy-MM-dd HH:mm} (--as-of, else now)"), "A report without --as-of would describe the last of them. Give --as-of, or correct them; as of a time, later rows do not count."),
        HygieneRules.ClosedBeforeCreated => ("won or lost before the first entry into an open stage, or before the day of creation", "In a log the first entry re-opens the deal; in a table of deals it counts as closed at its creation. Either way its time in stage is wrong. Correct one of the two dates."),
        HygieneRules.NoAmountOnWon => ("a won deal without an amount", Text($"Deal size and won amount rest on {context.Won - context.CountOf(rule):N0} of {context.Won:N0} won deals; the others count as won, unpriced.")),
        HygieneRules.RepeatedRow => ("a row that occurs twice, field by field", "In the log the second one is a repeat of the same stage and changes no count (a duplicate where the mapping has a \"seq\" column); in a table of deals the first one holds."),
        HygieneRules.IdChangesCase => ("an id that differs from another one in upper and lower case only", "Ids are compared exactly, so each spelling is a deal of its own: leads are too many and paths are cut. Right where ids are made that way (15-character Salesforce ids)."),
        HygieneRules.MixedMissing => ("a column in which a missing value is empty here and a word such as 'unknown' there", "Each word is a value of its own: a segment or a reason that is none. List the words under \"missing\" in the mapping."),
        HygieneRules.StaleOpen => (Text($"an open deal without an event for longer than 95 % of the completed stays in its stage, and at least 90 days, as of the last event ({context.LastEventAt:yyyy-MM-dd})"), "They count as open: they hold down conversion rates that should count them as lost, and fill the pipeline. Close them at the source, or read the figures of closed deals beside."),
        HygieneRules.NoOwner => ("a deal without an owner", "They stand under 'none' in every table by owner."),
        HygieneRules.BulkEdit => (BulkEdits.Meaning, "Times in stage that start or end there tell when somebody tidied up, not when deals moved. Leave those days out of time figures, or date the changes as they happened."),
        nameof(RowDefect.DealWithoutLog) => ("a deal of the table of deals without a usable row of the log", "It is in no count."),
        nameof(RowDefect.CustomerWithoutDeal) => ("a customer whose deal has no usable row of the log", "Its revenue is in no figure."),
        nameof(RowDefect.BadAmount) => ("an amount that cannot be read, or in two ways", "In a table of deals the deal counts, unpriced; in other tables the row is left out."),
        nameof(RowDefect.DuplicateRow) => ("an id that the table has already", "The first row holds, later ones are left out."),
        nameof(RowDefect.UnknownStage) => ("a stage that is none of the mapping's", "The row is left out, so the deal seems to stay where it was. Add the text to a stage's \"names\", or to \"lost\"."),
        nameof(RowDefect.MissingDate) => ("an empty time", "In a log the row is left out (\"undated\": \"keep\" in the mapping counts it without a time); in a table of deals the deal counts, without this time."),
        nameof(RowDefect.UnknownStatus) => ("a status, or a yes or no, that is none of the known texts", "The row is left out. Add the text to \"statuses\" in the mapping."),
        nameof(RowDefect.StageDateOutOfOrder) => ("the stage that a deal is in has an earlier date than another stage", "The stage column is believed, and the deal moves there last."),
        nameof(RowDefect.BadDate) => ("a time that cannot be read, or that no calendar has", "In a log the row is left out; in a table of deals the deal counts, without this time. State \"dateFormats\" in the mapping when all are written alike, else correct them."),
        _ => ("a row that cannot be used", "The row is left out of all figures, and counted."),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
