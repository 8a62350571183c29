namespace SalesFunnel.Metrics.Reporting;

/// <summary>Draws the stages as centred bars, and what happens between them.</summary>
internal static class FunnelDrawing
{
    private const int BarWidth = 50;
    private const int MaxLabel = 24;

    public static IReadOnlyList<string> Lines(FunnelFigures figures)
    {
        long most = Math.Max(1, figures.Stages.Max(static stage => stage.Reached));
        int labelWidth = Math.Min(MaxLabel, figures.Stages.Max(static stage => TextWidth.Of(TextWidth.OneLine(stage.Stage.Label))));
        int countWidth = figures.Stages.Max(static stage => FigureText.Count(stage.Reached).Length);
        var lines = new List<string>();
        foreach (StageFigures stage in figures.Stages)
        {
            string share = figures.Leads > 0 ? FigureText.Percent((double)stage.Reached / figures.Leads) : FigureText.Nothing;
            lines.Add($"{TextWidth.Pad(TextWidth.Cut(TextWidth.OneLine(stage.Stage.Label), MaxLabel), labelWidth)}  {Bar(stage.Reached, most)}  {FigureText.Count(stage.Reached).PadLeft(countWidth)}  {share,7}");
            if (stage.Open is { } open)
                lines.Add($"{new string(' ', labelWidth + 2)}{Between(open)}".TrimEnd());
        }

        return lines.AsReadOnly();
    }

    // Half blocks at both ends double the resolution, and keep the bar in the middle of its 50 places.
    private static string Bar(long value, long most)
    {
        int halves = value == 0 ? 0 : (int)Math.Max(1, Math.Round((double)value / most * BarWidth, MidpointRounding.AwayFromZero));
        int blank = BarWidth - halves; // in half places on each side
        string side = new(' ', blank / 2);
        if (halves == 0)
            return new string(' ', (BarWidth / 2) - 1) + "·" + new string(' ', BarWidth / 2);
        return blank % 2 == 0 ? $"{side}{new string('█', halves)}{side}"
            : halves == 1 ? $"{side}▐▌{side}"
            : $"{side}▐{new string('█', halves - 1)}▌{side}";
    }

    private static string Between(OpenStageFigures open)
    {
        string onward = open.ConversionToNext.Value is null ? "no deals" : $"↓ {FigureText.Percent(open.ConversionToNext.Value)}";
        string rest = $"{FigureText.Count(open.LostAtFurthest)} lost here" + (open.OpenAtFurthest > 0 ? $", {FigureText.Count(open.OpenAtFurthest)} still open" : string.Empty);
        string text = $"{onward}   ({rest})";
        return new string(' ', Math.Max(0, (BarWidth - text.Length) / 2)) + text;
    }
}
