namespace SalesFunnel.Metrics;

/// <summary>How one kind of state is written.</summary>
/// <typeparam name="T">What is saved.</typeparam>
internal interface IStateContent<T>
{
    /// <summary>The kind byte of the frame.</summary>
    static abstract byte Kind { get; }

    /// <summary>Writes the payload. Called twice, first to count bytes: equal input gives equal bytes.</summary>
    static abstract void Write(ref StateWriter writer, T state);
}
