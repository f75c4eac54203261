using System.Text.Json;

namespace Compensation.Common;

/// <summary>An act as somebody has sent it: equal to its repeat, and to nothing else that he or another does.</summary>
/// <param name="Print">A keyed hash of who, what, and the key of the form or request.</param>
/// <param name="IsExact">Whether it bears a key, or the version that was looked at: then the same is never meant twice.</param>
public readonly record struct SentAct(string Print, bool IsExact)
{
    /// <summary>What somebody has done who sends no acts: what came before it is not the last one any more.</summary>
    public static readonly SentAct Another = new("-", IsExact: false);

    private const int PrintLength = 16;

    /// <param name="hash">The installation's.</param>
    /// <param name="key">Of the form or request; null where there is none.</param>
    /// <param name="by">Who.</param>
    /// <param name="act">What, with everything that it says.</param>
    public static SentAct Of(KeyedHash hash, string? key, string by, params ReadOnlySpan<string> act) =>
        new(hash.LookUpKey("sent-act", JsonSerializer.Serialize<string[]>([key ?? string.Empty, by, .. act]))[..PrintLength], key is not null);

    /// <summary>An act that names the version that was looked at.</summary>
    public static SentAct OfVersion(KeyedHash hash, string by, params ReadOnlySpan<string> act) => Of(hash, null, by, act) with { IsExact = true };
}

/// <summary>
/// The last things that people have done with something, kept with it, so that an act which is sent again (a double click, a stale page, an answer that was lost) is known for the same one, whatever has been done since.
/// </summary>
public readonly record struct RecentActs
{
    /// <summary>A repeat that comes after so many other acts is judged as a new one.</summary>
    private const int Most = 10;

    private readonly string? _prints;

    private RecentActs(string prints)
    {
        _prints = prints;
    }

    /// <summary>Of the column that holds them.</summary>
    public static RecentActs Parse(string? column) => new(column ?? string.Empty);

    /// <summary>Whether this very act was done; of one that is not exact only where it was the last.</summary>
    public bool Know(SentAct act) => act.IsExact ? Prints().Contains(act.Print, StringComparer.Ordinal) : act.Print == Prints().LastOrDefault();

    public RecentActs With(SentAct act) => new(string.Join(' ', Prints().Append(act.Print).TakeLast(Most)));

    public override string ToString() => _prints ?? string.Empty;

    private string[] Prints() => (_prints ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
