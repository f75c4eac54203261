using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Compensation.Common;

namespace Compensation.Applications.Proof;

/// <summary>A code that was sent.</summary>
/// <param name="Code">Six digits; empty where the provider did not take it.</param>
/// <param name="AddressKey">Keyed hash of where it went: it proves no other.</param>
/// <param name="At">When.</param>
internal sealed record SentCode(string Code, string AddressKey, DateTimeOffset At)
{
    [JsonIgnore]
    public bool HasGoneOut => Code.Length > 0;
}

/// <summary>How far one journey's proof of its contact is. Pure decisions; whoever acts on one stores the new state first, conditionally.</summary>
internal sealed record ProofOfContact
{
    /// <summary>All codes of the journey, to whatever address.</summary>
    public IReadOnlyList<SentCode> Sent { get; init; } = [];

    /// <summary>Wrong codes so far. A new code does not take any off.</summary>
    public int WrongTries { get; init; }

    /// <summary>The address that was proved; null while none is.</summary>
    public string? ProvedKey { get; init; }

    public bool Proves(string addressKey) => string.Equals(ProvedKey, addressKey, StringComparison.Ordinal);

    /// <summary>Whether a code to this address can still be entered at an instant.</summary>
    public bool HasValidCode(string addressKey, ApplicationOptions options, DateTimeOffset now) => Sent.Any(code => IsValid(code, addressKey, options, now));

    /// <returns>When the journey may ask for its next code; null where it has had as many as there are. What no provider took is not held against it, up to as many again.</returns>
    public DateTimeOffset? NextSendAt(ApplicationOptions options) =>
        Sent.Count(code => code.HasGoneOut) >= options.CodeSends || Sent.Count >= 2 * options.CodeSends ? null : Sent.Count == 0 ? DateTimeOffset.MinValue : Sent[^1].At + options.CodeInterval;

    /// <summary>Whether the last code went out so short a time ago that the next has to wait.</summary>
    public bool HasToWait(ApplicationOptions options, DateTimeOffset now) => Sent.Count > 0 && StoredWait.Lasts(Sent[^1].At, options.CodeInterval, now);

    public ProofOfContact WithCode(SentCode code) => this with { Sent = [.. Sent, code] };

    /// <summary>The last code has not gone out, and cannot be entered.</summary>
    public ProofOfContact WithoutLastCode() => this with { Sent = [.. Sent.SkipLast(1), Sent[^1] with { Code = string.Empty }] };

    /// <summary>Whether any code was to go to this address before, by this journey.</summary>
    public bool HasWrittenTo(string addressKey) => Sent.Any(code => string.Equals(code.AddressKey, addressKey, StringComparison.Ordinal));

    /// <summary>Whether any has.</summary>
    public bool HasReached(string addressKey) => Sent.Any(code => code.HasGoneOut && string.Equals(code.AddressKey, addressKey, StringComparison.Ordinal));

    public (ProofOfContact Now, CodeVerdict Verdict) Enter(string code, string addressKey, ApplicationOptions options, DateTimeOffset now)
    {
        if (Proves(addressKey))
        {
            return (this, CodeVerdict.Right);
        }

        if (WrongTries >= options.CodeTries)
        {
            return (this, CodeVerdict.TriedTooOften);
        }

        if (Sent.Any(sent => IsValid(sent, addressKey, options, now) && IsSame(sent.Code, code)))
        {
            return (this with { ProvedKey = addressKey }, CodeVerdict.Right);
        }

        if (Sent.Any(sent => IsOver(sent, options, now) && string.Equals(sent.AddressKey, addressKey, StringComparison.Ordinal) && IsSame(sent.Code, code)))
        {
            return (this, CodeVerdict.Expired);
        }

        ProofOfContact tried = this with { WrongTries = WrongTries + 1 };
        return (tried, tried.WrongTries >= options.CodeTries ? CodeVerdict.TriedTooOften : CodeVerdict.Wrong);
    }

    private static bool IsValid(SentCode code, string addressKey, ApplicationOptions options, DateTimeOffset now) =>
        code.HasGoneOut && !IsOver(code, options, now) && string.Equals(code.AddressKey, addressKey, StringComparison.Ordinal);

    private static bool IsOver(SentCode code, ApplicationOptions options, DateTimeOffset now) => now >= code.At + options.CodeLifetime;

    private static bool IsSame(string one, string other) => CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(one.AsSpan()), MemoryMarshal.AsBytes(other.AsSpan()));
}

/// <summary>What an entered code was.</summary>
internal enum CodeVerdict
{
    Right,
    Wrong,

    /// <summary>Right once: its time is over.</summary>
    Expired,

    /// <summary>As many wrong ones as a journey has.</summary>
    TriedTooOften,
}
