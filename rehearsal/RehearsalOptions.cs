using Compensation.Common.Pages;

namespace Compensation.Rehearsal;

/// <summary>What the command line asked for, checked as far as it can be checked without starting anything.</summary>
internal sealed record RehearsalOptions
{
    public const int PeopleMax = 2_000_000;
    public const long StoreBytesMin = 256 * 1024;
    public const string EmbeddedStore = "embedded";

    public string Campaign { get; init; } = "kumamoto";

    public int People { get; init; } = 10_000;

    public long Seed { get; init; } = 1;

    /// <summary>A coupon ledger to take instead of synthetic people.</summary>
    public string? Ledger { get; init; }

    /// <summary><see cref="EmbeddedStore"/> or a table connection string.</summary>
    public string Store { get; init; } = EmbeddedStore;

    /// <summary>How large the embedded store's file may become, in bytes, as if the disk were full then; null: as large as the disk allows.</summary>
    public long? StoreBytes { get; init; }

    /// <summary>How large the file of each system outside may become, likewise.</summary>
    public long? OutsideBytes { get; init; }

    /// <summary>The folder that keeps the state; null for one that is thrown away at the end.</summary>
    public string? Data { get; init; }

    public bool Serve { get; init; }

    /// <summary>Points awards: members have contacts, and are told of their points.</summary>
    public bool Notices { get; init; }

    /// <summary>Whoever the application depends on fails now and then.</summary>
    public bool Faults { get; init; }

    /// <summary>Durable timers fire up to a second early, as they may on Azure.</summary>
    public bool HastyTimers { get; init; }

    /// <summary>Of the live view, and of the page by which a rehearsal is steered.</summary>
    public Language Language { get; init; } = Language.English;

    public string? Report { get; init; }

    public string? ProviderLog { get; init; }

    public bool Resume { get; init; }

    /// <summary>The day in Japan on which the rehearsal stops, before the campaign's end; null to play it to its end.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>The rehearsal cannot be run as asked. The message is one line for the person who asked.</summary>
/// <param name="message">In English.</param>
/// <param name="japanese">The same; what nobody has put into Japanese is told in English.</param>
internal sealed class UsageException(string message, string? japanese = null) : Exception(message)
{
    public string In(Language language) => language.Say(japanese ?? Message, Message).ReplaceLineEndings(" ");
}
