using System.Net;
using System.Net.Sockets;

namespace SalesFunnel.Metrics.Stores.Tests;

/// <summary>Passes connections on to a server, and cuts them all when so many bytes went to it.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Socket> _sockets = [];
    private readonly int _serverPort;
    private readonly Task _accepting;
    private long _sent;
    private long _cutAt = long.MaxValue;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes that went to the server.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Cuts after so many more bytes to the server; they still reach it.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _cutAt, Sent + bytes);

    /// <summary>Cuts no more.</summary>
    public void Mend() => Interlocked.Exchange(ref _cutAt, long.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        CloseAll();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_end.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _end.Token);
                lock (_sockets)
                    _sockets.AddRange([client, server]);
                _ = PassAsync(client, server, isToServer: true);
                _ = PassAsync(server, client, isToServer: false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isToServer)
    {
        byte[] buffer = new byte[16_384];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                int pass = isToServer ? (int)Math.Clamp(Interlocked.Read(ref _cutAt) - Sent, 0, read) : read;
                for (int done = 0; done < pass;)
                    done += await to.SendAsync(buffer.AsMemory(done, pass - done));
                if (isToServer)
                    Interlocked.Add(ref _sent, pass);
                if (pass < read || (isToServer && Sent >= Interlocked.Read(ref _cutAt)))
                {
                    CloseAll();
                    return;
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }

        from.Dispose();
        to.Dispose();
    }

    private void CloseAll()
    {
        lock (_sockets)
        {
            _sockets.ForEach(static s => s.Dispose());
            _sockets.Clear();
        }
    }
}
