using SalesFunnel.Metrics.Testing;

namespace SalesFunnel.Metrics.Tests.Model;

public class EventBatchTests
{
    [Fact]
    public void Columns_of_another_length_are_refused_by_name()
    {
        (string Column, Action Make)[] wrong =
        [
            ("atUnixMicros", () => _ = new EventBatch(new long[3], new long[2])),
            ("atUnixMicros", () => _ = new EventBatch(new long[3], [])),
            ("stages", () => _ = new EventBatch(new long[3], new long[3], stages: new byte[4])),
            ("kinds", () => _ = new EventBatch(new long[3], new long[3], kinds: new DealEventKind[1])),
            ("values", () => _ = new EventBatch(new long[3], new long[3], values: new long[2])),
            ("segments", () => _ = new EventBatch(new long[3], new long[3], segments: new long[2])),
            ("seqs", () => _ = new EventBatch(new long[3], new long[3], seqs: new long[2])),
        ];

        Assert.All(wrong, w =>
        {
            ArgumentException thrown = Assert.Throws<ArgumentException>(w.Make);
            Assert.Equal(w.Column, thrown.ParamName);
            Assert.Contains($"entities has 3, {w.Column} has", thrown.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Absent_columns_mean_entries_into_the_first_stage_without_anything_else()
    {
        var batch = new EventBatch([7, 8], [10, 11]);

        Assert.Equal(new DealEvent(8, 11, DealEvent.NoSeq, DealEventKind.Enter, 0, DealEvent.NoValue, DealEvent.NoValue), batch[1]);
    }

    [Property]
    public void Columns_give_back_the_rows_and_slices_their_part(LogCase log, NonNegativeInt cut)
    {
        var columns = new EventColumns(log.Events);
        int start = log.Events.Count == 0 ? 0 : cut.Get % log.Events.Count;
        foreach (bool leaveOut in new[] { false, true })
        {
            EventBatch slice = columns.Batch(leaveOut).Slice(start, log.Events.Count - start);
            Assert.Equal(log.Events.Count - start, slice.Length);
            for (int i = 0; i < slice.Length; i++)
                Assert.Equal(log.Events[start + i], slice[i]);
        }
    }
}
