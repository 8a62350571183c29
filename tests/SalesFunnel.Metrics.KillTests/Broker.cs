using System.IO.MemoryMappedFiles;

namespace SalesFunnel.Metrics.KillTests;

/// <summary>What outlives a child: how far each source has forgotten its events, and what the child was doing. A mapped file keeps what was written before a kill.</summary>
public sealed class Broker : IDisposable
{
    private const int Slots = 16;
    private const int ForgottenSlot = 8;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="path">The file; one that is missing is made, with sources that have forgotten nothing.</param>
    public Broker(string path)
    {
        bool isNew = !File.Exists(path);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Slots * sizeof(long));
        _view = _file.CreateViewAccessor();
        if (!isNew)
            return;
        for (int source = 0; source < KillInput.SourceCount; source++)
            Forget(source, long.MinValue);
    }

    public enum Counter
    {
        SavesBegun,
        SavesEnded,
        Delivered,
        Redelivered,
    }

    /// <summary>Number up to which a source has nothing any more.</summary>
    public long Forgotten(int source) => _view.ReadInt64((ForgottenSlot + source) * sizeof(long));

    public void Forget(int source, long upTo) => _view.Write((ForgottenSlot + source) * sizeof(long), upTo);

    public long Read(Counter counter) => _view.ReadInt64((int)counter * sizeof(long));

    /// <summary>Adds to a counter. Sources deliver at the same time, so they lock.</summary>
    public void Add(Counter counter, long count = 1)
    {
        lock (_file)
            _view.Write((int)counter * sizeof(long), Read(counter) + count);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
