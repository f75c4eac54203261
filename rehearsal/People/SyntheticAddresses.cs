using System.Globalization;

namespace Compensation.Rehearsal.People;

/// <summary>
/// Phone numbers and e-mail addresses that look like the real ones and belong to nobody. How a number ends, or how an address begins,
/// is how the emulator knows what becomes of messages to it.
/// </summary>
internal sealed class SyntheticAddresses(long seed)
{
    /// <summary>How many different numbers share one pair of last digits.</summary>
    private const int NumbersPerEnding = 3 * 9 * 100_000;

    /// <summary>Has no factor in common with <see cref="NumbersPerEnding"/>: steps through all of them once, in no visible order.</summary>
    private const long PhoneStride = 1_618_033;

    /// <summary>Shares of one hundred thousand phones. A null ending is an ordinary phone.</summary>
    private static readonly IReadOnlyList<(string? Choice, int Weight)> PhoneEndings =
    [
        ("00", 150), // refused at once: not a number
        ("01", 1_400), // given up since, or out of reach
        ("02", 250), // has opted out
        ("03", 700), // the carrier never reports
        ("04", 200), // arrives, though the carrier reports a time-out
        (null, 97_300),
    ];

    /// <summary>Shares of one hundred thousand mailboxes. A null beginning is an ordinary mailbox.</summary>
    private static readonly IReadOnlyList<(string? Choice, int Weight)> MailboxBeginnings =
    [
        ("bounce.", 1_300),
        ("suppressed.", 250),
        ("spam.", 500),
        ("quarantined.", 150),
        ("failed.", 200),
        ("noreport.", 600),
        (null, 97_000),
    ];

    private static readonly IReadOnlyList<(string Choice, int Weight)> Domains =
    [
        ("mail.example.jp", 50), ("post.example.ne.jp", 25), ("example.com", 25),
    ];

    private static readonly string[] Names = ["sakura", "haruto", "yui", "sota", "hina", "ren", "aoi", "minato", "mei", "riku", "mio", "kaito", "rin", "yuma", "kokona", "asahi"];

    /// <summary>The share of mailboxes that have an old carrier address, with dots where none may be.</summary>
    private const double OldCarrierShare = 0.02;

    /// <summary>National form without hyphens, such as <c>09012345678</c>. Different for every index below 2.7 million.</summary>
    public string PhoneOf(long index)
    {
        Chance chance = Chance.For(seed, "phone", index);
        long number = ((index * PhoneStride) + (long)(Chance.Hash("phones") + (ulong)seed) % NumbersPerEnding + NumbersPerEnding) % NumbersPerEnding;
        string ending = chance.Among(PhoneEndings) ?? (5 + chance.Below(95)).ToString("d2", CultureInfo.InvariantCulture);
        long middle = number / 27;
        return string.Create(CultureInfo.InvariantCulture, $"0{7 + (number % 3)}0{1 + (number / 3 % 9)}{middle:d5}{ending}");
    }

    /// <summary>Different for every index.</summary>
    public string EmailOf(long index)
    {
        Chance chance = Chance.For(seed, "email", index);
        string name = Names[chance.Below(Names.Length)];
        string other = Names[chance.Below(Names.Length)];
        if (chance.Hits(OldCarrierShare))
        {
            string local = chance.Below(3) switch
            {
                0 => $"{name}..{other}{index}",
                1 => $".{name}{index}",
                _ => $"{name}-{index}.",
            };
            return $"{local}@docomo.ne.jp";
        }

        return $"{chance.Among(MailboxBeginnings)}{name}.{other}{index}@{chance.Among(Domains)}";
    }
}
