namespace SalesFunnel.Metrics.Reporting;

/// <summary>A piece of a page, laid out by the writers.</summary>
internal abstract record Block;

/// <summary>The title of the page.</summary>
internal sealed record TitleBlock(string Text) : Block;

/// <summary>The heading of a section.</summary>
internal sealed record HeadingBlock(string Text) : Block;

/// <summary>A paragraph.</summary>
internal sealed record ParagraphBlock(string Text) : Block;

/// <summary>Figures that are read first: label and value.</summary>
internal sealed record HeadlineBlock(IReadOnlyList<(string Label, string Value)> Items) : Block;

/// <summary>Lines that keep their layout.</summary>
internal sealed record DrawingBlock(IReadOnlyList<string> Lines) : Block;

/// <summary>A table; <c>true</c> in <paramref name="AlignRight"/> for columns of numbers.</summary>
internal sealed record TableBlock(IReadOnlyList<string> Header, IReadOnlyList<bool> AlignRight, IReadOnlyList<IReadOnlyList<string>> Rows) : Block;

/// <summary>A list of sentences.</summary>
internal sealed record ListBlock(IReadOnlyList<string> Items) : Block;
