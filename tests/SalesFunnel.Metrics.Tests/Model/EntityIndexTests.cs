namespace SalesFunnel.Metrics.Tests.Model;

public class EntityIndexTests
{
    [Fact]
    public void Ids_are_dense_stable_and_lead_back()
    {
        var index = new EntityIndex();

        Assert.Equal([0L, 1L, 0L, 2L], new[] { "D-17", "D-18", "D-17", "d-17" }.Select(id => index.GetOrAdd(id)));
        Assert.Equal(["D-17", "D-18", "d-17"], Enumerable.Range(0, index.Count).Select(id => index.OuterId(id)));
    }

    [Fact]
    public void Looking_up_does_not_add()
    {
        var index = new EntityIndex();

        Assert.False(index.TryGet("D-17", out _));
        Assert.Equal(0, index.Count);
        index.GetOrAdd("D-17");
        Assert.True(index.TryGet("D-17", out long id));
        Assert.Equal(0, id);
    }

    [Fact]
    public void A_guid_and_its_text_are_one_entity()
    {
        var index = new EntityIndex();
        Guid guid = Guid.Parse("5e1c4c5e-0d5a-4b52-9c38-6f0c0d1f2a3b");

        Assert.Equal(index.GetOrAdd(guid), index.GetOrAdd("5e1c4c5e-0d5a-4b52-9c38-6f0c0d1f2a3b"));
        Assert.Equal(1, index.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    [InlineData(4_294_967_296)]
    public void An_id_that_was_never_given_is_refused(long id)
    {
        var index = new EntityIndex();
        index.GetOrAdd("only");

        Assert.Throws<ArgumentOutOfRangeException>(() => index.OuterId(id));
    }

    [Property]
    public void Every_outer_id_comes_back(NonNull<string>[] outerIds)
    {
        var index = new EntityIndex();
        long[] ids = [.. outerIds.Select(o => index.GetOrAdd(o.Get))];

        Assert.Equal(outerIds.Select(o => o.Get), ids.Select(index.OuterId));
        Assert.Equal(outerIds.Select(o => o.Get).Distinct(StringComparer.Ordinal).Count(), index.Count);
    }
}
