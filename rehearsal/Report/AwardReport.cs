using System.Text.Json.Serialization;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.Report;

/// <summary>The closing report of a rehearsed points award, as <c>--report</c> writes it.</summary>
/// <param name="Campaign">The campaign's id.</param>
/// <param name="People">How many synthetic members there were.</param>
/// <param name="Files">What became of the rows of each purchase file, in order.</param>
/// <param name="Books">By the application.</param>
/// <param name="Ledger">The same by the independent witness, from purchases and the points system's ledger.</param>
/// <param name="Bookings">How many postings the points system has booked.</param>
/// <param name="Witness">What the witness found that must not be.</param>
/// <param name="StorageTransactions">Requests to the table service.</param>
/// <param name="WallSeconds">Real time, over all runs.</param>
/// <param name="PeakMemoryBytes">The most memory this process had in use.</param>
internal sealed record AwardReport(
    string Campaign,
    int People,
    IReadOnlyList<FiledPurchases> Files,
    AwardBooks Books,
    PointsSums Ledger,
    long Bookings,
    PointsFaults Witness,
    AwardTransactions StorageTransactions,
    double WallSeconds,
    long PeakMemoryBytes)
{
    /// <summary>What the witness found about members being told; null where they are not.</summary>
    public NoticesFound? Notices { get; init; }

    /// <summary>Requests to points system and providers that went wrong on purpose, since this start; null where none were to.</summary>
    public Disturbance? Disturbed { get; init; }
}

/// <summary>Members and their points, or purchases' points, together.</summary>
internal sealed record MembersAndPoints(long Members, long Points)
{
    public static readonly MembersAndPoints None = new(0, 0);

    /// <summary>One more member, unless there are no points.</summary>
    public MembersAndPoints Plus(long points) => points == 0 ? this : new MembersAndPoints(Members + 1, Points + points);
}

/// <summary>The application's closing report, as far as the rehearsal reads it.</summary>
internal sealed record AwardBooks(
    MembersAndPoints Owed,
    MembersAndPoints Computed,
    MembersAndPoints Granted,
    MembersAndPoints Waiting,
    MembersAndPoints Withdrawn,
    MembersAndPoints Overdrawn,
    MembersAndPoints Refused,
    MembersAndPoints Unknown,
    bool Balanced)
{
    /// <summary>Whether all points that were computed are accounted for.</summary>
    public bool AddUp => Computed.Points == Granted.Points + Waiting.Points + Withdrawn.Points + Overdrawn.Points + Refused.Points + Unknown.Points;
}

/// <summary>The application's answer to a purchase file.</summary>
internal sealed record FiledPurchases(string Outcome, long Rows, FiledCounts Counts)
{
    /// <summary>What the file did when it was handed in first, where the process ended before the answer was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FiledCounts? First { get; init; }

    /// <summary>As if it had been handed in once.</summary>
    [JsonIgnore]
    public FiledPurchases AtFirst => First is null ? this : new FiledPurchases("imported", Rows, First);
}

/// <summary>What became of the transactions of a purchase file.</summary>
internal sealed record FiledCounts(long Added, long Replaced, long Unchanged, long Older);

/// <summary>Requests to the table service, counted where they leave.</summary>
/// <param name="Total">All of them.</param>
/// <param name="GrantingPerMember">Those of the time in which points are granted first, for each member.</param>
internal sealed record AwardTransactions(long Total, double GrantingPerMember);
