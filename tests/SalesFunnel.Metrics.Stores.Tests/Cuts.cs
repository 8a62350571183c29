namespace SalesFunnel.Metrics.Stores.Tests;

/// <summary>Saves through a connection that is cut at every stage of a save.</summary>
internal static class Cuts
{
    /// <summary>The name under which the server knows the connections that are cut.</summary>
    public const string ClientName = "cut-by-test";

    /// <summary>After each cut the store holds the checkpoint before, or the new one; both whole, and the two latest.</summary>
    public static async Task AssertAllOrNothingAsync(CuttingProxy proxy, Func<IFunnelStore> through, IFunnelStore direct, Func<Exception, bool> isConnectionLost, Func<Task<bool>> isGone)
    {
        const int length = 300_000;
        await through().SaveAsync("b2b", 1, Bytes(1, length));
        long before = proxy.Sent;
        await through().SaveAsync("b2b", 2, Bytes(2, length));
        long whole = proxy.Sent - before;
        long held = 2;
        (int lost, int kept) = (0, 0);
        long[] cuts = [1, 50, 200, 1000, whole / 3, whole / 2, .. Enumerable.Range(0, 14).Select(i => whole - (i * i * 5))];
        for (int i = 0; i < cuts.Length; i++)
        {
            long number = 3 + i;
            proxy.CutAfter(cuts[i]);
            bool failed = false;
            try
            {
                await through().SaveAsync("b2b", number, Bytes(number, length));
            }
            catch (Exception e) when (isConnectionLost(e))
            {
                failed = true;
            }

            proxy.Mend();
            while (!await isGone()) // the server may still be at it
                await Task.Delay(5);
            StoredCheckpoint latest = (await direct.LoadAsync("b2b"))!;
            Assert.Contains(latest.Number, (long[])[held, number]);
            Assert.True(failed || latest.Number == number, "A save that returned was not kept.");
            Assert.True(latest.Bytes.Span.SequenceEqual(Bytes(latest.Number, length)));
            StoredCheckpoint previous = (await direct.LoadAsync("b2b", latest.Number))!;
            Assert.True(previous.Bytes.Span.SequenceEqual(Bytes(previous.Number, length)));
            (lost, kept) = latest.Number == number ? (lost, kept + 1) : (lost + 1, kept);
            held = latest.Number;
        }

        Assert.True(lost >= 5, $"Only {lost} of {cuts.Length} cuts came before the end; {kept} saves were kept.");
    }

    private static byte[] Bytes(long number, int length)
    {
        byte[] bytes = new byte[length];
        new Random((int)number).NextBytes(bytes);
        return bytes;
    }
}
