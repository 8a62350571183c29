namespace SalesFunnel.Metrics;

/// <summary>What is wrong with bytes that should hold a saved snapshot.</summary>
public enum StateFormatError
{
    /// <summary>They do not start as this library's bytes do.</summary>
    NotRecognised = 1,

    /// <summary>They were written in a format version that this library does not know.</summary>
    UnknownVersion = 2,

    /// <summary>They hold something else than a snapshot.</summary>
    OtherKind = 3,

    /// <summary>They end too early.</summary>
    Truncated = 4,

    /// <summary>There are more of them than the header says.</summary>
    TooLong = 5,

    /// <summary>Their checksum does not match: they were changed after they were written.</summary>
    Checksum = 6,

    /// <summary>They contradict themselves, or hold a value that no snapshot can have.</summary>
    Inconsistent = 7,

    /// <summary>They are of another funnel, or another cohort calendar, than the caller expects.</summary>
    NotExpected = 8,

    /// <summary>The time zone of their calendar is not known on this machine.</summary>
    UnknownZone = 9,
}
