using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.Report;

namespace Compensation.Rehearsal.Witness;

/// <summary>One line of the points system's ledger, as far as the witness reads it.</summary>
/// <param name="Kind"><c>grant</c> or <c>revocation</c>.</param>
/// <param name="Points">Positive in both directions.</param>
internal sealed record PointsBooking(long Sequence, DateTimeOffset At, Guid Key, string Kind, string Member, long Points);

/// <summary>
/// Compares what members have bought with the points system's ledger, and asks the application nothing. After each booking a member must hold exactly what
/// was due to them by one of the files that had been handed in by then, and in the end exactly what is due, but for those to whom the points system
/// grants nothing or from whom nothing can be withdrawn.
/// </summary>
/// <param name="members">Who has bought what.</param>
/// <param name="handedIn">When each file is handed in.</param>
/// <param name="from">Nothing may be booked before.</param>
/// <param name="until">Nothing may be booked from then on.</param>
internal sealed class PointsWitness(SyntheticMembers members, IReadOnlyList<DateTimeOffset> handedIn, DateTimeOffset from, DateTimeOffset until)
{
    private readonly long[] _held = new long[members.Count];
    private readonly long[] _withdrawn = new long[members.Count];
    private readonly HashSet<Guid> _keys = [];
    private PointsFaults _faults = PointsFaults.None;

    /// <summary>What is due to a member once each of the files has been handed in.</summary>
    public static long[] DuesOf(SyntheticMembers members, int index)
    {
        List<Filing> filings = [.. members.FilingsOf(index)];
        return [.. Enum.GetValues<Delivery>().Select(delivery => WesterTerms.PointsFor(Newest(filings.Where(filing => filing.In <= delivery))))];
    }

    /// <summary>Each transaction by its highest revision.</summary>
    private static IEnumerable<SyntheticPurchase> Newest(IEnumerable<Filing> filings) =>
        filings.Select(filing => filing.Row).GroupBy(row => row.Transaction, (_, rows) => rows.MaxBy(row => row.Revision)!, StringComparer.Ordinal);

    public void Observe(PointsBooking booking)
    {
        if (members.IndexOf(booking.Member) is not { } index || members.StandingOf(index) == Standing.Unknown)
        {
            _faults = _faults with { Strangers = _faults.Strangers + 1 };
            return;
        }

        bool grants = booking.Kind == "grant";
        _held[index] += grants ? booking.Points : -booking.Points;
        _withdrawn[index] += grants ? 0 : booking.Points;
        long[] dues = [.. DuesOf(members, index).Take(handedIn.Count(at => at <= booking.At))];
        if (!_keys.Add(booking.Key) || (grants && _held[index] > dues.DefaultIfEmpty().Max()))
        {
            _faults = _faults with { Duplicates = _faults.Duplicates + 1 };
        }
        else if (!dues.Contains(_held[index]))
        {
            _faults = _faults with { Unexplained = _faults.Unexplained + 1 };
        }

        if (booking.At < from || booking.At >= until)
        {
            _faults = _faults with { OutOfTime = _faults.OutOfTime + 1 };
        }
    }

    /// <summary>What the ledger comes to, now that it has been read to its end.</summary>
    public PointsFindings Findings()
    {
        PointsFindings findings = new(PointsSums.None, _faults);
        for (int index = 0; index < members.Count; index++)
        {
            findings = findings.Plus(members.StandingOf(index), DuesOf(members, index)[^1], _held[index], _withdrawn[index]);
        }

        return findings;
    }
}

/// <summary>What the witness found.</summary>
internal sealed record PointsFindings(PointsSums Sums, PointsFaults Faults)
{
    public bool Clean => Faults == PointsFaults.None;

    /// <summary>One more member, as they stand in the end.</summary>
    /// <param name="standing">How the points system stands to the member.</param>
    /// <param name="due">What is due.</param>
    /// <param name="held">What the member holds, whatever they have spent.</param>
    /// <param name="withdrawn">What has been withdrawn.</param>
    public PointsFindings Plus(Standing standing, long due, long held, long withdrawn)
    {
        long missing = Math.Max(0, due - held);
        long tooMuch = Math.Max(0, held - due);
        bool refused = standing == Standing.Unknown;
        return new PointsFindings(
            new PointsSums(
                Sums.Owed.Plus(due),
                Sums.Granted.Plus(held - tooMuch),
                Sums.Withdrawn.Plus(withdrawn),
                Sums.Overdrawn.Plus(tooMuch),
                Sums.Refused.Plus(refused ? missing : 0)),
            Faults with
            {
                Losses = Faults.Losses + (missing > 0 && !refused ? 1 : 0),
                NotWithdrawn = Faults.NotWithdrawn + (tooMuch > 0 && standing != Standing.Spent ? 1 : 0),
            });
    }
}

/// <summary>What members are due and hold, in the words of the closing report.</summary>
/// <param name="Owed">What is due in the end.</param>
/// <param name="Granted">Held, and rightly so.</param>
/// <param name="Withdrawn">Granted and withdrawn again.</param>
/// <param name="Overdrawn">Held beyond what is due.</param>
/// <param name="Refused">Due to those whom the points system does not know.</param>
internal sealed record PointsSums(MembersAndPoints Owed, MembersAndPoints Granted, MembersAndPoints Withdrawn, MembersAndPoints Overdrawn, MembersAndPoints Refused)
{
    public static readonly PointsSums None = new(MembersAndPoints.None, MembersAndPoints.None, MembersAndPoints.None, MembersAndPoints.None, MembersAndPoints.None);
}

/// <summary>What must not be.</summary>
/// <param name="Duplicates">Bookings under a key for the second time, and grants that take a member above everything that was ever due.</param>
/// <param name="Losses">Members who hold less than is due.</param>
/// <param name="Strangers">Bookings for nobody who takes part.</param>
/// <param name="Unexplained">Bookings that leave a member with points that no file handed in by then explains.</param>
/// <param name="NotWithdrawn">Members who hold more than is due although it could be withdrawn.</param>
/// <param name="OutOfTime">Bookings before grants begin, or after corrections end.</param>
internal sealed record PointsFaults(long Duplicates, long Losses, long Strangers, long Unexplained, long NotWithdrawn, long OutOfTime)
{
    public static readonly PointsFaults None = new(0, 0, 0, 0, 0, 0);
}
