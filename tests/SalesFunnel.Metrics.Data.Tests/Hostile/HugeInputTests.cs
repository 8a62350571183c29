using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace SalesFunnel.Metrics.Data.Tests.Hostile;

/// <summary>Input far larger than any real one is refused, or read, in bounded memory: what is allocated in all bounds what is held at once.</summary>
public class HugeInputTests
{
    private const long Gigabyte = 1L << 30;
    private const long AllowedBytes = 64L << 20;

    [Theory]
    [InlineData("id,stage,at\na,Lead,2024-01-01\n", 'x')]
    [InlineData("id,stage,at\na,Lead,2024-01-01\n\"", 'x')]
    [InlineData("id,stage,at\na,Lead,2024-01-01\n", ',')]
    [InlineData("id,stage,at\na,Lead,2024-01-01\n", '"')]
    [InlineData("", 'x')]
    [InlineData("", ',')]
    public void A_line_of_a_gigabyte_stops_reading_with_its_place_in_bounded_memory(string head, char filling)
    {
        var stream = new EndlessLineStream(Encoding.UTF8.GetBytes(head), (byte)filling, Gigabyte);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<FunnelDataException>(() => FunnelReader.Read(Mapping(stream))).Message;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.StartsWith($"log.csv: reading stopped at line {(head.Length == 0 ? 1 : 3)}: a row is longer than 1,048,576 characters; a quote may not be closed", message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, AllowedBytes);
        Assert.InRange(stream.Given, 1, 16 << 20); // and it was not read to its end to find that out
    }

    [Fact]
    public void A_packed_line_of_a_gigabyte_is_not_unpacked_into_memory()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("id,stage,at\n"u8);
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (int i = 0; i < 64; i++)
                gzip.Write(block);
        }

        packed.Position = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("line 2", Assert.Throws<FunnelDataException>(() => FunnelReader.Read(Mapping(packed))).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllowedBytes);
    }

    [Fact]
    public void A_row_that_is_refused_costs_no_more_than_its_place_in_the_count()
    {
        long few = AllocatedFor(20_000);
        long many = AllocatedFor(200_000);
        Assert.True(many < few + (180_000 * 100), $"{few} bytes for 20,000 refused rows, {many} for 200,000");

        static long AllocatedFor(int rows)
        {
            byte[] file = Encoding.UTF8.GetBytes("id,stage,at\n" + string.Concat(Enumerable.Repeat("a,Nowhere,2024-01-01\n", rows)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(rows, FunnelReader.Read(Mapping(new MemoryStream(file))).Summary.CountOf(RowDefect.UnknownStage));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Ten_thousand_columns_are_read_when_the_mapped_ones_are_there()
    {
        string header = "id,stage,at," + string.Join(',', Enumerable.Range(0, 9_997).Select(i => $"extra{i.ToString(CultureInfo.InvariantCulture)}"));
        string row = "a,Lead,2024-01-01" + new string(',', 9_997);
        FunnelData data = FunnelReader.Read(Mapping(new MemoryStream(Encoding.UTF8.GetBytes($"{header}\n{row}\n{row}x\n{row},y\n"))));
        Assert.Equal((3L, 2L, 1L), (data.Summary.Files[0].Rows, data.Summary.Files[0].Used, data.Summary.CountOf(RowDefect.TooManyFields)));
    }

    [Fact]
    public void Ten_thousand_columns_without_the_mapped_ones_give_a_message_that_can_be_read()
    {
        string header = string.Join(',', Enumerable.Range(0, 10_000).Select(i => new string('c', 70) + i.ToString(CultureInfo.InvariantCulture)));
        string message = Assert.Throws<FunnelDataException>(() => FunnelReader.Read(Mapping(new MemoryStream(Encoding.UTF8.GetBytes(header + "\n"))))).Message;
        Assert.Contains("there is no column 'id' (mapping: log.id)", message, StringComparison.Ordinal);
        Assert.Contains(" and 9,900 more", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 100, 7_000);
    }

    private static FunnelMapping Mapping(Stream stream) => new()
    {
        Name = "F",
        Stages = [new("Lead"), new("Won")],
        Log = new LogTable("log.csv", "id", "stage", "at"),
        OpenFile = _ => stream,
    };
}
