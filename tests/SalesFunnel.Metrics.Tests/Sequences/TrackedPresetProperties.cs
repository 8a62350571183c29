namespace SalesFunnel.Metrics.Tests.Sequences;

/// <summary>A tracker answers as the evaluator of its rules does on its own.</summary>
public class TrackedPresetProperties
{
    [Fact]
    public void A_tracker_gives_the_chains_that_the_evaluator_gives()
    {
        for (int seed = 0; seed < 1_000; seed++)
        {
            var random = new RandomSequence(seed);
            var tracker = new SequenceTracker(random.Definition, random.Options);
            foreach (SequenceEvent e in random.Events)
                tracker.Add(e);
            SequenceSnapshot tracked = tracker.Snapshot(EventTime.FromUnixMicros(SequenceTime.ToMicros(random.AsOf, random.Options.Resolution)));
            Assert.True(SequenceSnapshotCodec.ToBytes(random.Count()).AsSpan().SequenceEqual(SequenceSnapshotCodec.ToBytes(tracked)), $"stream {seed} of {random.Definition}");
        }
    }

    [Fact]
    public void A_tracker_gives_the_levels_of_every_case_of_other_systems()
    {
        foreach (ConformanceCase c in ConformanceCases.Transcribed.Values.Concat(ConformanceCases.AnsweredByClickHouse).Where(static c => c.Expect.TryGetProperty("level", out _)))
        {
            SequenceDefinition definition = c.Define(c.Preset());
            var tracker = new SequenceTracker(definition, new SequenceOptions { Resolution = TimeResolution.Second, StepMasks = true });
            foreach (SequenceEvent e in c.Events(definition))
                tracker.Add(e);
            foreach (System.Text.Json.JsonProperty expected in c.Expect.GetProperty("level").EnumerateObject())
                Assert.Equal((c.Id, expected.Name, expected.Value.GetInt32()), (c.Id, expected.Name, tracker.LevelOf(c.IdOf(expected.Name))));
        }
    }
}
