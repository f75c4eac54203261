using System.Buffers;
using System.Text;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;

namespace Compensation.Awards;

/// <summary>Turns single fields of a purchase file into values, from their bytes: most rows pass without a string being made.</summary>
internal static class PurchaseFields
{
    private static readonly SearchValues<byte> s_idCharacters = SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    public static bool TryNumber(ReadOnlySpan<byte> digits, long max, out long value)
    {
        value = 0;
        if (digits.Length is 0 or > 18)
        {
            return false;
        }

        foreach (byte digit in digits)
        {
            uint number = (uint)(digit - '0');
            if (number > 9)
            {
                return false;
            }

            value = (value * 10) + number;
        }

        return value <= max;
    }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryNumber(text[..4], 9999, out long year) || !TryNumber(text[5..7], 12, out long month) || !TryNumber(text[8..], 31, out long day)
            || year == 0 || month == 0 || day == 0 || day > DateTime.DaysInMonth((int)year, (int)month))
        {
            return false;
        }

        date = new DateOnly((int)year, (int)month, (int)day);
        return true;
    }

    /// <summary><c>true</c>, <c>false</c> or nothing.</summary>
    public static bool TryAnswer(ReadOnlySpan<byte> text, out bool? answer)
    {
        answer = text.Length == 0 ? null : text.SequenceEqual("true"u8);
        return answer != false || text.SequenceEqual("false"u8);
    }

    public static bool TryStatus(ReadOnlySpan<byte> text, out PurchaseStatus status)
    {
        status = text switch
        {
            _ when text.SequenceEqual("completed"u8) => PurchaseStatus.Completed,
            _ when text.SequenceEqual("corrected"u8) => PurchaseStatus.Corrected,
            _ when text.SequenceEqual("cancelled"u8) => PurchaseStatus.Cancelled,
            _ when text.SequenceEqual("returned"u8) => PurchaseStatus.Returned,
            _ => (PurchaseStatus)(-1),
        };
        return status >= PurchaseStatus.Completed;
    }

    /// <summary>1 to 40 ASCII letters, digits, hyphens and underscores: fit for a row key.</summary>
    public static bool IsTransactionId(ReadOnlySpan<byte> text) => text.Length is >= 1 and <= 40 && !text.ContainsAnyExcept(s_idCharacters);
}

/// <summary>A short list of words that a field may hold, each given out as the one string.</summary>
internal sealed class Words(IEnumerable<string> words)
{
    private readonly (byte[] Utf8, string Text)[] _words = [.. words.Select(word => (Encoding.UTF8.GetBytes(word), word))];

    /// <summary>The word's place, or −1.</summary>
    public int Find(ReadOnlySpan<byte> utf8)
    {
        for (int index = 0; index < _words.Length; index++)
        {
            if (utf8.SequenceEqual(_words[index].Utf8))
            {
                return index;
            }
        }

        return -1;
    }

    public string this[int index] => _words[index].Text;

    public override string ToString() => string.Join(", ", _words.Select(word => word.Text));
}

/// <summary>The words of one campaign's purchase files.</summary>
internal sealed class PurchaseWords
{
    public PurchaseWords(PointsAward award)
    {
        Services = new Words(award.Services.Select(service => service.Id));
        Kinds = [.. award.Services.Select(service => new Kinds(award, service))];
        Exclusions = new Words(award.Exclusions.Select(exclusion => exclusion.Id));
    }

    public Words Services { get; }

    /// <summary>The rates of each service, in the order of the services.</summary>
    public Kinds[] Kinds { get; }

    public Words Exclusions { get; }
}

/// <summary>The rates that one service's purchases may name.</summary>
internal sealed class Kinds(PointsAward award, AwardService service)
{
    private readonly bool[] _byBasePoints = [.. service.Rates.Select(id => award.Rates.Any(rate => rate.Id == id && rate.Basis == AwardBasis.BasePoints))];
    private readonly int _count = service.Rates.Count;

    public Words Words { get; } = new(service.Rates);

    /// <summary>The kind's place, or −1. Nothing stands for the only kind there is.</summary>
    public int Find(ReadOnlySpan<byte> utf8) => utf8.Length == 0 && _count == 1 ? 0 : Words.Find(utf8);

    /// <summary>Whether the purchases of a kind earn by their base points.</summary>
    public bool NeedsBasePoints(int kind) => kind >= 0 && _byBasePoints[kind];
}
