using System.Text;

namespace SalesFunnel.Metrics.Data.Tests;

/// <summary>Truncated and mutated bytes give a typed error or a result that accounts for every row; never another exception, never a silent loss.</summary>
public class DamagedInputTests
{
    private const int Rounds = 1_500;
    private const string Trouble = "\",\n\r\0;{}[]:-1\u00ff";

    [Fact]
    public void A_damaged_mapping_gives_a_mapping_or_a_typed_error()
    {
        using var funnel = new SmallFunnel();
        byte[] intact = Encoding.UTF8.GetBytes(funnel.Mapping);
        var random = new Random(20241);
        (int read, int refused) = (0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            string text = Encoding.UTF8.GetString(Damage(intact, random));
            try
            {
                FunnelMapping.Parse(text).ToDefinition();
                read++;
            }
            catch (MappingException e)
            {
                Assert.NotEmpty(e.Errors);
                refused++;
            }
        }

        Assert.True(read > 10 && refused > 500, $"read {read}, refused {refused}: the damage is too weak or too strong to test anything");
    }

    [Theory]
    [InlineData("log.csv")]
    [InlineData("deals.csv")]
    [InlineData("costs.csv")]
    [InlineData("customers.csv")]
    public void A_damaged_file_gives_an_accounted_result_or_a_typed_error(string name)
    {
        using var funnel = new SmallFunnel();
        FunnelMapping mapping = FunnelMapping.Load(funnel.WriteFiles());
        string path = Path.Combine(funnel.Folder, name);
        byte[] intact = File.ReadAllBytes(path);
        var random = new Random(20242);
        (int read, int refused) = (0, 0);
        for (int round = 0; round < Rounds / 3; round++)
        {
            File.WriteAllBytes(path, Damage(intact, random));
            try
            {
                FunnelData data = FunnelReader.Read(mapping);
                FileSummary log = data.Summary.Files.Single(f => f.File == "log.csv");
                StageSnapshot s = data.Log.Count();
                Assert.Equal(log.Rows - log.Used, s.Rejections.Total); // every row is used, or rejected and counted
                Assert.True(s.Leads <= log.Used);
                read++;
            }
            catch (FunnelDataException e)
            {
                Assert.StartsWith(name, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(read > 50 && refused > 20, $"read {read}, refused {refused}: the damage is too weak or too strong to test anything");
    }

    [Fact]
    public void A_damaged_packed_file_gives_a_typed_error()
    {
        using var funnel = new SmallFunnel();
        funnel.Mapping = funnel.Mapping.Replace("log.csv", "log.csv.gz", StringComparison.Ordinal);
        FunnelMapping mapping = FunnelMapping.Load(funnel.WriteFiles());
        using var memory = new MemoryStream();
        using (var packed = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            packed.Write(Encoding.UTF8.GetBytes(funnel.Log));
        var random = new Random(20243);
        int refused = 0;
        for (int round = 0; round < 300; round++)
        {
            File.WriteAllBytes(Path.Combine(funnel.Folder, "log.csv.gz"), Damage(memory.ToArray(), random));
            try
            {
                FunnelReader.Read(mapping);
            }
            catch (FunnelDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > 50, $"refused {refused}");
    }

    private static byte[] Damage(byte[] intact, Random random)
    {
        var bytes = new List<byte>(intact);
        for (int i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes.RemoveRange(at, bytes.Count - at); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.Insert(at, (byte)Trouble[random.Next(Trouble.Length)]); break;
                case 3: bytes.RemoveAt(at); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 20), bytes.Count - at))); break;
            }
        }

        return [.. bytes];
    }
}
