using System.IO.Compression;
using System.Text;
using SalesFunnel.Metrics.Samples;

namespace SalesFunnel.Metrics.Data.Tests.Csv;

public class FileFormatTests
{
    private const string Russian = "ID;Стадия;Ответственный\n1;Сделка успешна;Анна Бергова\n2;Переговоры;Борис Ли\n3;Новая;Чен Ву\n";
    private const string Western = "ID;Étape;Propriétaire\n1;Gagné;François Müller\n2;Négociation;José Núñez\n3;Créé;Zoë Åström\n";

    public static TheoryData<string, string, bool> Written => new()
    {
        { "utf-8", Russian, false },
        { "utf-8", Western, true },
        { "utf-16", Russian, true },
        { "utf-16", Russian, false },
        { "utf-16", Western, false },
        { "utf-16BE", Russian, true },
        { "utf-16BE", Western, false },
        { "windows-1251", Russian, false },
        { "windows-1252", Western, false },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void The_encoding_is_found_with_and_without_a_byte_order_mark(string encoding, string text, bool mark)
    {
        FileFormat format = Detect(Encode(encoding, text, mark));
        Assert.Equal((encoding, ';'), (format.Encoding, format.Delimiter));
        Assert.InRange(format.EncodingCertainty, 0.98, 1);
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void A_file_in_any_encoding_gives_the_same_rows(string encoding, string text, bool mark)
    {
        string log = "id;stage;at;who\n" + string.Concat(text.Split('\n').Skip(1).Where(l => l.Length > 0).Select(l => $"{l.Split(';')[0]};Lead;2024-01-01;{l.Split(';')[2]}\n"));
        var mapping = new FunnelMapping
        {
            Name = "F",
            Stages = [new("Lead"), new("Won")],
            Log = new LogTable("log.csv", "id", "stage", "at"),
            Dimensions = [new("who", "who", DimensionSource.Log)],
            OpenFile = _ => new MemoryStream(Encode(encoding, log, mark)),
        };
        FunnelData data = FunnelReader.Read(mapping);
        Assert.Equal(text.Split('\n').Skip(1).Where(l => l.Length > 0).Select(l => l.Split(';')[2]), Enumerable.Range(0, 3).Select(i => data.DimensionValues[0].OuterId(i)));
        Assert.Equal(encoding, Assert.Single(data.Summary.Formats).Encoding);
        Assert.Equal((3L, 3L), (data.Summary.Files[0].Rows, data.Summary.Files[0].Used));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", ',')]
    [InlineData("a;b;c\n1;2,5;3\n1;2,5;3\n", ';')]
    [InlineData("a\tb\n1,5\t2\n", '\t')]
    [InlineData("a|b\n1,5|2\n", '|')]
    [InlineData("\"a,1\";\"b,2\"\n\"x\ny,z\";\"2\"\n", ';')]
    [InlineData("id,ids\n1,501;601\n2,502;602\n", ',')]
    [InlineData("id,a,b\n1,2,3\n\n\"Copyright; a; b; c\"\n", ',')]
    [InlineData("one\n1\n", ',')]
    [InlineData("", ',')]
    [InlineData("sep=;\na,b;c\n", ';')]
    [InlineData("a,\"b\n", ',')]
    public void The_delimiter_is_that_with_which_rows_have_as_many_fields_as_the_header(string text, char delimiter) =>
        Assert.Equal(delimiter, Detect(Encoding.UTF8.GetBytes(text)).Delimiter);

    [Fact]
    public void A_line_that_names_the_delimiter_is_not_the_header()
    {
        using var funnel = new SmallFunnel();
        funnel.Log = "sep=;\n" + funnel.Log.Replace(',', ';') + "d;Nowhere;2024-01-01\n";
        FunnelData data = funnel.Read();
        Assert.Equal((7L, 6L), (data.Summary.Files[1].Rows, data.Summary.Files[1].Used));
        Assert.Equal(9, data.Summary.Defects[0].Samples[0].Line);
    }

    [Fact]
    public void Text_that_leaves_the_encoding_open_says_so()
    {
        FileFormat format = Detect([.. "id,name\n1,a"u8, 0xA0, .. "b\n"u8]);
        Assert.Equal(("windows-1252", 0.5), (format.Encoding, format.EncodingCertainty));
        Assert.Equal("log.csv: windows-1252 (50 % sure: not UTF-8; 0 letters beyond ASCII, 0 of them before another one), fields separated by ',' (the header has 2 fields, and so have 1 of the first 1 rows)", format.ToString());
    }

    [Fact]
    public void Utf8_with_a_few_damaged_bytes_stays_utf8()
    {
        byte[] bytes = Encode("utf-8", Russian, mark: false);
        FileFormat format = Detect(bytes[..^4]); // cuts the last letter in two
        Assert.Equal("utf-8", format.Encoding);
        Assert.Contains("1 are damaged", format.EncodingReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_far_into_a_file_stop_it_with_the_line_and_a_remedy()
    {
        using var funnel = new SmallFunnel();
        funnel.Log += string.Concat(Enumerable.Repeat("c,Lead,2024-01-03\n", 20_000));
        FunnelMapping mapping = FunnelMapping.Load(funnel.WriteFiles());
        File.AppendAllBytes(Path.Combine(funnel.Folder, "log.csv"), [0xCF, 0xF0, .. ",Lead,2024-01-03\n"u8]);
        string message = Assert.Throws<FunnelDataException>(() => FunnelReader.Read(mapping)).Message;
        Assert.StartsWith("log.csv: reading stopped at line ", message, StringComparison.Ordinal);
        Assert.Contains("state its \"encoding\" in the mapping", message, StringComparison.Ordinal);
        Assert.Equal(20_007, FunnelReader.Read(mapping with { Encoding = "windows-1251" }).Summary.Files[1].Used);
    }

    [Fact]
    public void What_the_mapping_states_is_taken_and_said()
    {
        using var funnel = new SmallFunnel();
        FunnelMapping mapping = FunnelMapping.Load(funnel.WriteFiles()) with { Encoding = "windows-1251", Delimiter = ',' };
        FileFormat format = FunnelReader.Read(mapping).Summary.Formats[1];
        Assert.Equal(("windows-1251", 1.0, "stated by the mapping", "stated by the mapping"), (format.Encoding, format.EncodingCertainty, format.EncodingReason, format.DelimiterReason));
    }

    [Fact]
    public void A_packed_file_is_known_by_its_content()
    {
        using var memory = new MemoryStream();
        using (var packed = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            packed.Write(Encode("windows-1251", Russian, mark: false));
        FileFormat format = Detect(memory.ToArray());
        Assert.Equal((true, "windows-1251", ';'), (format.IsPacked, format.Encoding, format.Delimiter));
        Assert.EndsWith(", packed with gzip", format.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_file_that_was_cut_anywhere_is_refused_and_a_whole_one_is_not()
    {
        byte[] whole = Packed("id,stage,at\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"d{i * 7919 % 1009},Lead,2024-01-{(i % 28) + 1:00}\n")));
        Assert.Equal(40, Read(whole).Summary.Files[0].Used);
        for (int length = 3; length < whole.Length; length++)
            Assert.StartsWith("log.csv: reading stopped at line ", Assert.Throws<FunnelDataException>(() => Read(whole[..length])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_pieces_one_after_the_other_are_one_file()
    {
        byte[] pieces = [.. Packed("id,stage,at\na,Lead,2024-01-01\n"), .. Packed("b,Lead,2024-01-01\n"), .. Packed("")];
        Assert.Equal(2, Read(pieces).Summary.Files[0].Used);
        Assert.Throws<FunnelDataException>(() => Read([.. pieces, 0, 0, 0]));
    }

    [Theory]
    [InlineData("utf-8", ',', true)]
    [InlineData("utf-8", ';', false)]
    [InlineData("utf-16", ',', false)]
    public void Plain_is_utf8_with_commas(string encoding, char delimiter, bool plain) =>
        Assert.Equal(plain, Detect(Encode(encoding, Russian.Replace(';', delimiter), mark: true)).IsPlain);

    [Fact]
    public void A_file_on_the_disk_is_looked_at_as_a_stream_is()
    {
        using var folder = new TempFolder();
        Assert.Equal(Detect(Encode("utf-16", Western, mark: false)), FileFormat.Detect(folder.Write("log.csv", Encode("utf-16", Western, mark: false))));
        Assert.Contains("is a folder", Assert.Throws<FunnelDataException>(() => FileFormat.Detect(folder.FullPath)).Message, StringComparison.Ordinal);
    }

    private static byte[] Packed(string text)
    {
        using var memory = new MemoryStream();
        using (var packed = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            packed.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    private static FunnelData Read(byte[] log) => FunnelReader.Read(new FunnelMapping
    {
        Name = "F",
        Stages = [new("Lead"), new("Won")],
        Log = new LogTable("log.csv", "id", "stage", "at"),
        OpenFile = _ => new MemoryStream(log),
    });

    private static FileFormat Detect(byte[] bytes) => FileFormat.Detect(new MemoryStream(bytes), "log.csv");

    private static byte[] Encode(string name, string text, bool mark)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        return [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
    }
}
