#!/usr/bin/env dotnet
#:package SalesFunnel.Metrics.Data@*-*
#:package SalesFunnel.Metrics.Reporting@*-*
#:property PublishAot=false
using System.Globalization;
using System.Runtime.CompilerServices;
using SalesFunnel.Metrics;
using SalesFunnel.Metrics.Data;
using SalesFunnel.Metrics.Insights;
using SalesFunnel.Metrics.Reporting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : Path.Combine(Here(), "..", "demo-funnel");

Title("1. Read: files as they are, with a mapping");
FunnelData data = FunnelReader.Read(FunnelMapping.Load(Path.Combine(folder, "funnel.json")));
DealLog log = data.Log;
Console.WriteLine($"{log.EventCount} events of {log.DealCount} deals, the last at {log.LastEventAt:yyyy-MM-dd HH:mm}");

Title("2. Count: how far deals came");
StageSnapshot now = log.Count();
for (int stage = 0; stage <= now.Definition.WonIndex; stage++)
    Console.WriteLine($"{now.Definition.Stages[stage].Key,-10} reached by {now.Reached(stage),5}");

Title("3. Rates, each with its interval");
Console.WriteLine($"Lead conversion         {now.LeadConversionRate}");
Console.WriteLine($"Opportunity conversion  {now.OpportunityConversionRate}");
Console.WriteLine($"Sales conversion        {now.SalesConversionRate}");
Console.WriteLine($"Deal size               {now.DealSize}");

Title("4. Open deals are not lost deals: conversion over time");
ConversionOverTime sales = log.Deals().Conversion("Lead", "Won");
Console.WriteLine($"Within 30 days          {sales.Within(TimeSpan.FromDays(30))}");
Console.WriteLine($"Within 90 days          {sales.Within(TimeSpan.FromDays(90))}");
Console.WriteLine($"In the end              {sales.Ultimate()}");

Title("5. By channel");
foreach (SegmentGroup group in now.GroupBy("channel").OrderByDescending(static g => g.Snapshot.Leads))
    Console.WriteLine($"{Label(group),-14} {group.Snapshot.Leads,5} leads, {group.Snapshot.OverallConversionRate}");

Title("6. Where it leaks");
foreach (Bottleneck leak in log.Bottlenecks().ByMoney.Take(3))
    Console.WriteLine($"{now.Definition.Stages[leak.Stage].Key,-10} {leak.Money}");

Title("7. Everything, as a page for others");
string page = Path.Combine(Directory.GetCurrentDirectory(), "report.md");
File.WriteAllText(page, ReportMarkdown.ToText(FunnelReport.Of(log)));
Console.WriteLine($"{File.ReadLines(page).Count()} lines in {Path.GetFileName(page)}");

string Label(SegmentGroup group) => group.Values[0] == SegmentValue.None ? "(none)" : data.DimensionValues[now.Definition.Dimensions.ToList().IndexOf("channel")].OuterId(group.Values[0]);

static void Title(string text) => Console.WriteLine($"\n{text}\n{new string('-', text.Length)}");

static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
