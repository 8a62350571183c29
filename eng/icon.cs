// Draws src/icon.png, the icon of the packages: dotnet run eng/icon.cs -- src/icon.png
using System.Buffers.Binary;
using System.IO.Compression;

const int Size = 128;
const int Samples = 4; // samples per pixel and axis, against stairs at the edges
(double Top, double Bottom, double HalfTop, double HalfBottom, (int R, int G, int B) Colour)[] bands =
[
    (14, 38, 56, 44, (0x1d, 0x4e, 0x89)),
    (42, 66, 42, 30, (0x2b, 0x7a, 0xb8)),
    (70, 94, 28, 16, (0x33, 0xa1, 0xa8)),
    (98, 116, 14, 14, (0xf2, 0xa5, 0x41)),
];

var rows = new byte[Size * (1 + Size * 4)]; // each row begins with its filter type, 0
for (int y = 0; y < Size; y++)
for (int x = 0; x < Size; x++)
{
    (int red, int green, int blue, int inside) = (0, 0, 0, 0);
    for (int sample = 0; sample < Samples * Samples; sample++)
    {
        double px = x + (sample % Samples + 0.5) / Samples, py = y + (sample / Samples + 0.5) / Samples;
        foreach (var band in bands)
        {
            if (py < band.Top || py >= band.Bottom)
                continue;
            double half = band.HalfTop + (band.HalfBottom - band.HalfTop) * (py - band.Top) / (band.Bottom - band.Top);
            if (Math.Abs(px - Size / 2.0) <= half)
                (red, green, blue, inside) = (red + band.Colour.R, green + band.Colour.G, blue + band.Colour.B, inside + 1);
        }
    }

    if (inside == 0)
        continue;
    Span<byte> pixel = rows.AsSpan(y * (1 + Size * 4) + 1 + x * 4, 4);
    (pixel[0], pixel[1], pixel[2]) = ((byte)(red / inside), (byte)(green / inside), (byte)(blue / inside));
    pixel[3] = (byte)(255 * inside / (Samples * Samples));
}

using FileStream file = File.Create(args[0]);
file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
var header = new byte[13];
BinaryPrimitives.WriteInt32BigEndian(header, Size);
BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
(header[8], header[9]) = (8, 6); // eight bits a channel, red green blue alpha
Chunk("IHDR"u8, header);
using var packed = new MemoryStream();
using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
    zlib.Write(rows);
Chunk("IDAT"u8, packed.ToArray());
Chunk("IEND"u8, []);

void Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
{
    Span<byte> number = stackalloc byte[4];
    BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
    file.Write(number);
    file.Write(type);
    file.Write(content);
    uint crc = uint.MaxValue;
    foreach (byte b in (byte[])[.. type, .. content])
    {
        crc ^= b;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }

    BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
    file.Write(number);
}
