using System.Runtime.InteropServices;
using System.Text;

namespace SalesFunnel.Metrics.Extensions.Hosting;

/// <summary>Makes the names in a folder survive the loss of power: a rename lives in the folder, not in the file.</summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4; // by a signal
    private const int InvalidArgument = 22; // a file system that keeps folders itself

    /// <summary>Makes a folder with those above it, so that their names survive the loss of power.</summary>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder))
            return;
        string? parent = Path.GetDirectoryName(folder);
        if (parent is not null)
            Create(parent);
        Directory.CreateDirectory(folder);
        if (parent is not null)
            Flush(parent);
    }

    /// <summary>Flushes a folder on Unix. Windows writes names to its journal by itself and has no such call.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor;
        do
            descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        if (descriptor < 0)
            throw Error(folder, Marshal.GetLastPInvokeError());
        try
        {
            int result;
            do
                result = Synchronize(descriptor);
            while (result != 0 && Marshal.GetLastPInvokeError() == Interrupted);
            if (result != 0 && Marshal.GetLastPInvokeError() is var error && error != InvalidArgument)
                throw Error(folder, error);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Error(string folder, int error) =>
        new($"The folder '{folder}' could not be flushed to the device: {Marshal.GetPInvokeErrorMessage(error)}. What was written there may be lost when power fails; it is tried again at the next save.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
