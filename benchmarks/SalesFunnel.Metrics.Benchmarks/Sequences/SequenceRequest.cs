using System.Globalization;

namespace SalesFunnel.Metrics.Benchmarks.Sequences;

/// <summary>What the verb <c>sequences</c> is asked for.</summary>
internal sealed record SequenceRequest
{
    public const string Usage = "Usage: sequences [--events N] [--task sequences|parquet|stages]… [--growth], with N a positive whole number.";
    private static readonly string[] s_tasks = ["sequences", "parquet", "stages"];

    public int Events { get; init; } = 10_000_000;

    public IReadOnlyList<string> Tasks { get; init; } = s_tasks;

    public bool Growth { get; init; }

    /// <summary>Reads the arguments; <c>null</c> if one is not understood.</summary>
    public static SequenceRequest? Parse(ReadOnlySpan<string> arguments)
    {
        var request = new SequenceRequest();
        var tasks = new List<string>();
        while (arguments.Length > 0)
        {
            switch (arguments)
            {
                case ["--growth", ..]:
                    request = request with { Growth = true };
                    arguments = arguments[1..];
                    break;
                case ["--events", var text, ..] when int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int events) && events > 0:
                    request = request with { Events = events };
                    arguments = arguments[2..];
                    break;
                case ["--task", var task, ..] when s_tasks.Contains(task):
                    tasks.Add(task);
                    arguments = arguments[2..];
                    break;
                default:
                    return null;
            }
        }

        return tasks.Count > 0 ? request with { Tasks = tasks } : request;
    }
}
