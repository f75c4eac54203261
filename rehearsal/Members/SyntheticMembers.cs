using System.Globalization;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.Members;

/// <summary>
/// The members of one rehearsal: nobody is remembered, everybody can be asked for. A member and all their purchases are a pure function of the seed and of
/// their index.
/// </summary>
/// <param name="seed">Another seed, other members.</param>
/// <param name="count">How many.</param>
internal sealed class SyntheticMembers(long seed, int count)
{
    private const int PurchasesMin = 5;
    private const int PurchasesMax = 12;

    /// <summary>Share of members who cancel or return everything in the end.</summary>
    private const double WithdrawAllShare = 0.012;

    private static readonly IReadOnlyList<(Standing Choice, int Weight)> Standings = [(Standing.Ordinary, 975), (Standing.Unknown, 8), (Standing.Spent, 17)];

    private readonly PurchaseStories _stories = new(seed);

    public int Count => count;

    /// <summary>
    /// Such as <c>W0000042137</c>: the index and three digits, by which the points system emulator knows whom it does not know and who has spent everything.
    /// </summary>
    public string IdOf(int index)
    {
        Chance chance = Chance.For(seed, "member id", index);
        int ending = StandingOf(index) switch
        {
            Standing.Unknown => 404,
            Standing.Spent => 422,
            _ => chance.Below(400),
        };
        return string.Create(CultureInfo.InvariantCulture, $"W{index:d7}{ending:d3}");
    }

    /// <summary>How the points system stands to a member.</summary>
    public Standing StandingOf(int index) => Chance.For(seed, "standing", index).Among(Standings);

    /// <summary>The member of this id, or null where it is nobody's.</summary>
    public int? IndexOf(string id) =>
        id.Length == 11 && int.TryParse(id.AsSpan(1, 7), NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < count && IdOf(index) == id ? index : null;

    /// <summary>One member's rows of all files, transaction by transaction, each in the order of the files.</summary>
    public IEnumerable<Filing> FilingsOf(int index)
    {
        Chance chance = Chance.For(seed, "purchases", index);
        int purchases = PurchasesMin + chance.Below(PurchasesMax - PurchasesMin + 1);
        Delivery? withdrawsAll = chance.Hits(WithdrawAllShare) ? Delivery.November + chance.Below(3) : null;
        string member = IdOf(index);
        IEnumerable<IReadOnlyList<Filing>> stories = Enumerable.Range(1, purchases).Select(number => _stories.Of(member, index, number));
        return stories.SelectMany(story => withdrawsAll is { } delivery ? PurchaseStories.WithdrawnIn(story, delivery) : story);
    }

    /// <summary>The rows of one file.</summary>
    public IEnumerable<SyntheticPurchase> RowsOf(Delivery delivery) =>
        from index in Enumerable.Range(0, count)
        from filing in FilingsOf(index)
        where filing.In == delivery
        select filing.Row;
}

/// <summary>How the points system stands to a member.</summary>
internal enum Standing
{
    Ordinary,

    /// <summary>Has left the programme: can be granted nothing.</summary>
    Unknown,

    /// <summary>Spends all points at once: nothing can be withdrawn.</summary>
    Spent,
}
