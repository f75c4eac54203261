using System.Text;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>
/// What somebody keeps who has applied, or has asked for a transfer: eight characters of an alphabet in which none looks like another. It opens nothing without the contact that
/// was proved.
/// </summary>
public readonly record struct ReceiptNumber
{
    public const int Length = 8;

    private const string Alphabet = "346789ACDEFGHJKMNPQRTUVWXY";

    /// <summary>Into so many partitions a campaign's applications are spread.</summary>
    internal const int Buckets = 16;

    private ReceiptNumber(string value) => Value = value;

    public string Value { get; }

    internal int Bucket => (Alphabet.IndexOf(Value[0], StringComparison.Ordinal) + Alphabet.IndexOf(Value[1], StringComparison.Ordinal)) % Buckets;

    /// <summary>In two halves, as it is read out.</summary>
    public string Spoken => $"{Value[..4]}-{Value[4..]}";

    /// <summary>Understands it as people type it.</summary>
    public static bool TryParse(string? text, out ReceiptNumber number)
    {
        string folded = Folding.Plain(text).Replace(" ", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        bool isOne = folded.Length == Length && folded.All(character => Alphabet.Contains(character, StringComparison.Ordinal));
        number = isOne ? new ReceiptNumber(folded) : default;
        return isOne;
    }

    /// <exception cref="FormatException">It is none.</exception>
    public static ReceiptNumber Parse(string text) => TryParse(text, out ReceiptNumber number) ? number : throw new FormatException("Not a receipt number.");

    /// <summary>The same source gives the same number, so that a repeat meets itself.</summary>
    /// <param name="hash">The installation's.</param>
    /// <param name="campaign">Whose.</param>
    /// <param name="source">What it arises from: a journey, an operator's entry, or a transfer.</param>
    /// <param name="attempt">0, or 1 and up where an earlier attempt's number is another's.</param>
    internal static ReceiptNumber Of(KeyedHash hash, CampaignId campaign, string source, int attempt)
    {
        ulong rest = hash.Of64("receipt-number", $"{campaign}\n{source}\n{attempt}");
        StringBuilder number = new(Length);
        for (int place = 0; place < Length; place++)
        {
            number.Append(Alphabet[(int)(rest % (ulong)Alphabet.Length)]);
            rest /= (ulong)Alphabet.Length;
        }

        return new ReceiptNumber(number.ToString());
    }

    public override string ToString() => Value;
}
