using System.Globalization;

namespace SalesFunnel.Metrics.Extensions.Hosting;

/// <summary>Keeps checkpoints in files: one folder a funnel, one file a checkpoint, the two latest kept.</summary>
/// <remarks>A checkpoint is written to a temporary file, flushed to the device and renamed, so a process that is killed or a machine that loses power leaves the old checkpoint or the new one, never half of one.
/// One store at a time owns a folder; the system frees it when the process ends, however it ends. On network file systems that do not lock files, see to that yourself.</remarks>
public sealed class FileFunnelStore : IFunnelStore, IDisposable
{
    private const string Extension = ".checkpoint";
    private const string TemporaryExtension = ".tmp";
    private const string LockName = "in-use.lock"; // a dot stands in no funnel's folder name
    private const int NumberDigits = 19;
    private const int Kept = 2;

    private readonly Lock _sync = new();
    // Saves of one funnel follow each other; a gate for each of thousands of funnels would outlive its use, so funnels share these.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1, 1))];
    private FileStream? _lock;
    private bool _disposed;

    /// <summary>Creates the store; the folder is made and locked at the first save or load.</summary>
    /// <param name="folder">The folder that holds the folders of the funnels; a relative one starts at the current folder.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public FileFunnelStore(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>Gets the full path of the folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    /// <exception cref="IOException">Another store uses the folder, or the file system refuses: no room, no right.</exception>
    public async ValueTask SaveAsync(string funnel, long number, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default)
    {
        string name = FunnelFolderName.Of(funnel);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        SemaphoreSlim gate = GateOf(name);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // File systems know no waiting without a thread; the caller's must not be the one.
            await Task.Run(() => Save(funnel, name, number, checkpoint.Span, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">Another store uses the folder, or the file system refuses.</exception>
    public async ValueTask<StoredCheckpoint?> LoadAsync(string funnel, long? before = null, CancellationToken cancellationToken = default)
    {
        string name = FunnelFolderName.Of(funnel);
        SemaphoreSlim gate = GateOf(name);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Load(name, before), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Waits for saves that are under way and frees the folder.</summary>
    public void Dispose()
    {
        foreach (SemaphoreSlim gate in _gates)
            gate.Wait();
        lock (_sync)
        {
            _disposed = true;
            _lock?.Dispose();
            _lock = null;
        }

        foreach (SemaphoreSlim gate in _gates) // whoever waits goes on and is told
            gate.Release();
    }

    private void Save(string funnel, string name, long number, ReadOnlySpan<byte> checkpoint, CancellationToken cancellationToken)
    {
        Own();
        string folder = Path.Combine(Folder, name);
        FolderFlush.Create(folder);
        DeleteTemporary(folder);
        List<long> held = NumbersIn(folder);
        if (held.Count > 0 && held[^1] >= number)
            throw new CheckpointConflictException(funnel, number, held[^1]);

        string temporary = PathOf(folder, number, TemporaryExtension);
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(checkpoint);
                file.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, PathOf(folder, number, Extension));
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        FolderFlush.Flush(folder);
        foreach (long old in held.SkipLast(Kept - 1))
            TryDelete(PathOf(folder, old, Extension));
    }

    private StoredCheckpoint? Load(string name, long? before)
    {
        Own();
        string folder = Path.Combine(Folder, name);
        if (!Directory.Exists(folder))
            return null;
        DeleteTemporary(folder);
        List<long> held = NumbersIn(folder);
        int at = held.FindLastIndex(number => before is not { } limit || number < limit);
        if (at < 0)
            return null;
        string path = PathOf(folder, held[at], Extension);
        return new StoredCheckpoint(held[at], File.ReadAllBytes(path), path);
    }

    private void Own()
    {
        lock (_sync)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_lock is not null)
                return;
            FolderFlush.Create(Folder);
            string path = Path.Combine(Folder, LockName);
            try
            {
                _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e)
            {
                throw new IOException($"The folder '{Folder}' is in use: the file '{path}' cannot be locked, so another process, or another store of this one, keeps its checkpoints there. "
                    + "Let one at a time use a folder; it is free as soon as the other has ended.", e);
            }
        }
    }

    private SemaphoreSlim GateOf(string name) => _gates[(uint)string.GetHashCode(name, StringComparison.Ordinal) % (uint)_gates.Length];

    private static string PathOf(string folder, long number, string extension) =>
        Path.Combine(folder, number.ToString("D19", CultureInfo.InvariantCulture) + extension);

    /// <summary>The numbers of the checkpoints, ascending. Files of other names are not ours and are left alone.</summary>
    private static List<long> NumbersIn(string folder)
    {
        var numbers = new List<long>();
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (name.Length == NumberDigits && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                numbers.Add(number);
        }

        numbers.Sort();
        return numbers;
    }

    /// <summary>Deletes what a save that was interrupted has left: the folder is ours alone, so none is under way.</summary>
    private static void DeleteTemporary(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*" + TemporaryExtension))
            TryDelete(path);
    }

    // A file that cannot be deleted now – a virus scanner reads it – does no harm and is tried again at the next save.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
