using SalesFunnel.Metrics;

namespace LiveFunnel;

internal static class EventsEndpoint
{
    /// <summary>Takes a JSON array of events. 202: all are counted. 400: none was taken. 429: the first ones are counted; send the others again later.</summary>
    public static async Task<IResult> PostAsync(DealChange[] changes, [FromKeyedServices("b2b")] IFunnelMonitor funnel, HttpResponse response, CancellationToken cancellationToken)
    {
        var events = new EventBuffer();
        for (int i = 0; i < changes.Length; i++)
        {
            if (changes[i].TryRead(funnel.Definition, out DealEvent read) is { } wrong)
                return Results.BadRequest(new { error = $"Event {i} of {changes.Length}: {wrong}. No event was taken." });
            events.Add(read);
        }

        int taken = funnel.TryAdd(events.Batch);
        await funnel.FlushAsync(cancellationToken); // what is acknowledged is counted
        if (taken == changes.Length)
            return Results.Accepted(value: new { taken });
        response.Headers.RetryAfter = "1";
        return Results.Json(new { taken, refused = changes.Length - taken }, statusCode: StatusCodes.Status429TooManyRequests);
    }
}
