namespace SalesFunnel.Metrics.KillTests;

/// <summary>What disks and bad luck do to files.</summary>
internal static class Damage
{
    /// <summary>The checkpoints of the funnel, the latest last.</summary>
    public static IReadOnlyList<string> Checkpoints(string store) => Files(store, "*.checkpoint");

    /// <summary>Files that saves have left which did not come to their end.</summary>
    public static IReadOnlyList<string> Temporaries(string store) => Files(store, "*.tmp");

    /// <summary>Tears a file; says how.</summary>
    public static string Tear(string path, Random random)
    {
        byte[] bytes = File.ReadAllBytes(path);
        switch (random.Next(4))
        {
            case 0:
                File.WriteAllBytes(path, []);
                return "emptied";
            case 1:
                File.WriteAllBytes(path, bytes[..random.Next(bytes.Length)]);
                return "cut";
            case 2:
                int from = random.Next(bytes.Length); // as after a loss of power: the length is there, the content is not
                if (bytes.AsSpan(from).IndexOfAnyExcept((byte)0) < 0)
                    goto default;
                bytes.AsSpan(from).Clear();
                File.WriteAllBytes(path, bytes);
                return "zeros at the end";
            default:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(path, bytes);
                return "one bit flipped";
        }
    }

    /// <summary>Leaves a part of the next checkpoint under its temporary name, and a folder for it where there is none.</summary>
    public static void LeaveTemporary(string latest, Random random)
    {
        byte[] bytes = File.ReadAllBytes(latest);
        string number = (long.Parse(Path.GetFileNameWithoutExtension(latest), System.Globalization.CultureInfo.InvariantCulture) + 1).ToString("D19", System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(latest)!, number + ".tmp"), bytes[..random.Next(bytes.Length)]);
    }

    private static List<string> Files(string store, string pattern) => Directory.Exists(store)
        ? [.. Directory.EnumerateFiles(store, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];
}
