using System.Text;
using SalesFunnel.Metrics.Fuzz;

namespace SalesFunnel.Metrics.Data.Tests.Hostile;

/// <summary>The short run of <c>tests/SalesFunnel.Metrics.Fuzz</c>; <c>docs/fuzzing.md</c> says how to run more.</summary>
public class FuzzTests
{
    private const int Inputs = 50_000;

    [Fact]
    public void Damaged_inputs_give_a_typed_error_or_a_report_whose_rows_add_up()
    {
        IReadOnlyList<FuzzSeed> seeds = FuzzSeeds.All(FuzzSeeds.FindExports());
        var run = new FuzzRun(seeds, perInput: TimeSpan.FromSeconds(30));
        run.Run(first: 0, Inputs, workers: 2);
        Assert.True(run.IsClean, $"hang: {run.Hang?.ToString() ?? "none"}\n{string.Join('\n', run.Problems)}");
        Assert.Equal(Inputs, run.Done);

        // Damage that is always refused, or never, tests nothing.
        Assert.InRange(run.Outcomes[(int)FuzzOutcome.Read], Inputs / 20, Inputs);
        Assert.InRange(run.Outcomes[(int)FuzzOutcome.RefusedData], Inputs / 20, Inputs);
        Assert.InRange(run.Outcomes[(int)FuzzOutcome.RefusedMapping], Inputs / 100, Inputs);
        Assert.All(seeds.Where(static s => s.Name.StartsWith("small/", StringComparison.Ordinal)), seed => Assert.True(run.ReadBySeed.GetValueOrDefault(seed.Name) > 0, seed.Name));
    }

    [Fact]
    public void A_case_is_made_from_its_number_alone()
    {
        IReadOnlyList<FuzzSeed> seeds = FuzzSeeds.All(exports: null);
        for (int number = 0; number < 200; number++)
        {
            (FuzzCase a, FuzzCase b) = (new FuzzCase(seeds, number), new FuzzCase(seeds, number));
            Assert.True(a.Seed == b.Seed && a.Damaged.SequenceEqual(b.Damaged));
        }
    }

    [Fact]
    public void Undamaged_seeds_are_read_whole()
    {
        foreach (FuzzSeed seed in FuzzSeeds.All(exports: null).Where(static s => s.HasMapping))
        {
            FunnelMapping mapping = FunnelMapping.Parse(Encoding.UTF8.GetString(seed.Files[FuzzSeed.Mapping])) with { OpenFile = path => new MemoryStream(seed.Files[Path.GetFileName(path)]) };
            Assert.All(FunnelReader.Read(mapping).Summary.Files, static f => Assert.Equal(f.Rows, f.Used));
        }
    }
}
