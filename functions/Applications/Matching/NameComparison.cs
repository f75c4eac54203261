using Compensation.Applications.Typing;
using Compensation.Common;
using Compensation.Coupons;

namespace Compensation.Applications.Matching;

/// <summary>How a typed name stands to the one that the ledger holds.</summary>
internal enum NameStanding
{
    /// <summary>The ledger holds none, or none that is written so that the two could be compared.</summary>
    Unknown,

    Same,

    /// <summary>It sounds alike, or a single sign differs.</summary>
    Near,

    /// <summary>The given name is the same, the family name another: people marry.</summary>
    OtherSurname,

    Different,
}

/// <summary>Compares names. A difference is never a refusal, it is a reason for a person to look.</summary>
internal static class NameComparison
{
    private const int LettersForOneSlip = 3;

    public static NameStanding Of(string family, string given, CouponHolder holder)
    {
        (string typedFamily, string typedGiven) = (NameFolding.Key(family), NameFolding.Key(given));

        // Nobody can tell from its characters how a name is read.
        return holder.NameKana is not { } onFile || NameFolding.IsKana(typedFamily + typedGiven) != NameFolding.IsKana(NameFolding.Key(onFile))
            ? NameStanding.Unknown
            : Of(typedFamily, typedGiven, onFile);
    }

    private static NameStanding Of(string family, string given, string onFile)
    {
        string[] typed = [family + given, given + family];
        string[] words = [.. NameFolding.Shown(onFile).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NameFolding.Key)];
        string[] known = [string.Concat(words), string.Concat(words.Reverse())];
        return known[0].Length == 0 ? NameStanding.Unknown
            : typed.Intersect(known, StringComparer.Ordinal).Any() ? NameStanding.Same
            : known.Any(name => typed.Any(one => IsNear(one, name))) ? NameStanding.Near
            : SharesGivenName(family, given, words) ? NameStanding.OtherSurname
            : NameStanding.Different;
    }

    /// <summary>Both have two words, and the one that is not the family name is the same.</summary>
    private static bool SharesGivenName(string family, string given, string[] words) => family.Length > 0 && given.Length > 0
        ? words.Length > 1 ? words.Contains(given, StringComparer.Ordinal) : words[0].EndsWith(given, StringComparison.Ordinal) || words[0].StartsWith(given, StringComparison.Ordinal)
        : words.Contains(family + given, StringComparer.Ordinal);

    private static bool IsNear(string one, string other) =>
        (NameFolding.IsKana(one) && NameFolding.IsKana(other) && string.Equals(NameFolding.Sound(one), NameFolding.Sound(other), StringComparison.Ordinal))
        || (Math.Min(one.Length, other.Length) >= LettersForOneSlip && IsOneSlipApart(one, other));

    /// <summary>One sign too many, too few, or another one.</summary>
    private static bool IsOneSlipApart(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 1)
        {
            return false;
        }

        int same = one.AsSpan().CommonPrefixLength(other);
        ReadOnlySpan<char> restOfOne = one.AsSpan(same);
        ReadOnlySpan<char> restOfOther = other.AsSpan(same);
        return restOfOne.Length == restOfOther.Length ? restOfOne[1..].SequenceEqual(restOfOther[1..])
            : restOfOne.Length > restOfOther.Length ? restOfOne[1..].SequenceEqual(restOfOther)
            : restOfOther[1..].SequenceEqual(restOfOne);
    }
}
