using System.Runtime.InteropServices;

namespace SalesFunnel.Metrics.Benchmarks.Csv;

/// <summary>Drops a file from the cache of the operating system, so that the next reading is a cold one. Linux only.</summary>
internal static partial class PageCache
{
    private const int DontNeed = 4; // POSIX_FADV_DONTNEED

    public static bool TryDrop(string path)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true); // pages that are not written yet cannot be dropped
        return Advise((int)file.SafeFileHandle.DangerousGetHandle(), 0, 0, DontNeed) == 0;
    }

    [DllImport("libc", EntryPoint = "posix_fadvise")]
    private static extern int Advise(int file, long offset, long length, int advice);
}
