using System.CommandLine;
using SalesFunnel.Metrics.Reporting;

namespace SalesFunnel.Metrics.Cli;

/// <summary>The command <c>salesfunnel report</c>.</summary>
internal static class ReportCommand
{
    public static Command Create(TextWriter output, TextWriter error, bool isInteractive, bool showsProgress)
    {
        var input = new Argument<string[]>("mapping-or-files")
        {
            Description = "A mapping file (funnel.json), the folder that holds one, or data files (.csv, .tsv, .txt, .gz): the exports of one system, or a log of stage changes.",
            Arity = ArgumentArity.OneOrMore,
        };
        MappingInput.RefuseOptions(input);
        Option<string[]> dates = InitCommand.DatesOption();
        Option<AsOfTime?> asOf = AsOfTime.Option("The time that the report describes. A date (2024-12-31) is its end in the mapping's time zone; a date-time (2024-12-31T14:05) is inclusive. Default: the last event.");
        var by = new Option<string[]>("--by") { Description = "A dimension of the mapping to segment by; several give one segment per combination.", HelpName = "DIMENSION", AllowMultipleArgumentsPerToken = false, DefaultValueFactory = static _ => [] };
        var cohort = Choice("--cohort", "Cohorts by the month, quarter or year of entry.", "month", "quarter", "year");
        var rule = Choice("--rule", "Which deals count at a stage: reached = it or a later one (default), touched = it itself, strict = all up to it in order.", "reached", "touched", "strict");
        var minimum = new Option<long>("--min-n") { Description = "Give no rate, average or estimate that rests on fewer cases than N (status InsufficientSample). Default: 0, all are given.", HelpName = "N" };
        minimum.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<long>() < 0)
                result.AddError("--min-n: a number of cases is 0 or more.");
        });
        var compare = new Option<PeriodPair?>("--compare")
        {
            Description = "What changed between the deals entered in two periods, and why: 2023..2024, 2024Q3..2024Q4 or 2024-09..2024-10.",
            HelpName = "PERIOD..PERIOD",
            CustomParser = static result =>
            {
                try
                {
                    return PeriodPair.Parse(result.Tokens[0].Value);
                }
                catch (FormatException e)
                {
                    result.AddError($"--compare: {e.Message}");
                    return null;
                }
            },
        };
        var split = Choice("--split", "How the change is split between its factors: shapley (default), lmdi, or chain (in the order of the funnel).", "shapley", "lmdi", "chain");
        var format = Choice("--format", "table (default), markdown or json.", "table", "markdown", "json");
        var file = new Option<string?>("--output") { Description = "Write to this file instead of the terminal, as UTF-8.", HelpName = "FILE" };
        var strict = new Option<bool>("--strict") { Description = "Stop with exit code 1 at the first wrong row, instead of counting what was left out." };
        var command = new Command("report", "The report of a funnel: conversion, time in stage, churn, deal size, acquisition cost, payback.") { input, dates, asOf, by, cohort, rule, minimum, compare, split, format, file, strict };
        command.SetAction((parsed, cancellation) =>
        {
            var request = new ReportRequest
            {
                Inputs = parsed.GetRequiredValue(input),
                DateFormats = parsed.GetValue(dates) ?? [],
                AsOf = parsed.GetValue(asOf),
                By = parsed.GetValue(by) ?? [],
                Cohort = parsed.GetValue(cohort),
                Rule = parsed.GetValue(rule) ?? "reached",
                Compare = parsed.GetValue(compare),
                Split = parsed.GetValue(split),
                MinimumSample = parsed.GetValue(minimum),
                Format = parsed.GetValue(format) ?? "table",
                OutputFile = parsed.GetValue(file),
                IsStrict = parsed.GetValue(strict),
                IsInteractive = isInteractive,
                ShowsProgress = showsProgress,
            };
            return Task.FromResult(InsightCommand.Guard(error, () => ReportRun.Run(request, output, error, cancellation)));
        });
        return command;
    }

    private static Option<string?> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', values) };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
