namespace SalesFunnel.Metrics.Tests.Model;

public class EntityIndexBatchTests
{
    [Property]
    public void Many_at_once_get_the_same_ids_as_one_by_one(NonNull<string>[] outerIds, byte distinct)
    {
        string[] texts = [.. Enumerable.Range(0, outerIds.Length * 7).Select(i => outerIds[i % outerIds.Length].Get + (i % (distinct + 1)))];
        var (one, many) = (new EntityIndex(), new EntityIndex());
        long[] expected = [.. texts.Select(text => one.GetOrAdd(text))];

        Assert.Equal(expected, AtOnce(many, texts));
        Assert.Equal(expected, AtOnce(many, texts)); // all known now
        Assert.Equal(one.Count, many.Count);
        Assert.Equal(texts, expected.Select(many.OuterId));
    }

    [Fact]
    public void Thousands_of_ids_grow_the_index_in_the_middle_of_a_batch()
    {
        string[] texts = [.. Enumerable.Range(0, 20_000).Select(static i => $"L{i * 7919 % 9973}")];
        var index = new EntityIndex();
        long[] ids = AtOnce(index, texts);

        Assert.Equal(9973, index.Count);
        Assert.Equal(texts, ids.Select(index.OuterId));
        Assert.Equal(Enumerable.Range(0, 9973).Select(static i => (long)i), ids.Take(9973));
    }

    [Theory]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    public void Texts_of_any_length_come_back(int length)
    {
        string[] texts = ["", "a", new('x', length), "b", new('y', length), new('x', length - 1), ""];
        var index = new EntityIndex();

        Assert.Equal([0L, 1, 2, 3, 4, 5, 0], texts.Select(text => index.GetOrAdd(text)));
        Assert.Equal([0L, 1, 2, 3, 4, 5, 0], AtOnce(index, texts));
        Assert.Equal(texts.Take(6), Enumerable.Range(0, 6).Select(id => index.OuterId(id)));
    }

    [Theory]
    [InlineData(new[] { 2, 1 }, 2)]
    [InlineData(new[] { 1, 7 }, 2)]
    [InlineData(new[] { -1, 2 }, 2)]
    [InlineData(new[] { 1, 2 }, 3)]
    public void A_batch_that_does_not_fit_its_text_is_refused_whole(int[] ends, int room)
    {
        var index = new EntityIndex();

        Assert.Throws<ArgumentException>(() => index.GetOrAdd("abc", ends, new long[room]));
        Assert.Equal(0, index.Count);
    }

    private static long[] AtOnce(EntityIndex index, string[] texts)
    {
        var ids = new long[texts.Length];
        int end = 0;
        index.GetOrAdd(string.Concat(texts), [.. texts.Select(text => end += text.Length)], ids);
        return ids;
    }
}
