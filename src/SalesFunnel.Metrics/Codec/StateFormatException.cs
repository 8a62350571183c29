using System.Globalization;

namespace SalesFunnel.Metrics;

/// <summary>Bytes cannot be read as a saved snapshot. Says what is wrong, at which byte, and what to do.</summary>
public sealed class StateFormatException : Exception
{
    internal StateFormatException(StateFormatError error, long offset, string found, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"The saved state cannot be read (byte {offset}): {found}"), inner)
    {
        Error = error;
        Offset = offset;
    }

    /// <summary>Gets the kind of error.</summary>
    public StateFormatError Error { get; }

    /// <summary>Gets the 0-based byte at which it was found.</summary>
    public long Offset { get; }
}
