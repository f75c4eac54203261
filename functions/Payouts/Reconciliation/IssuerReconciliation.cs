using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;

namespace Compensation.Payouts.Reconciliation;

/// <summary>Our books beside an issuer's own list.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Issuer">The issuer's name.</param>
/// <param name="AsOf">What was recorded from then on is not missed in the issuer's list (UTC).</param>
/// <param name="Agrees">Whether both say the same.</param>
/// <param name="Ours">What our books have as handed out.</param>
/// <param name="Theirs">What the issuer's list has.</param>
/// <param name="Matched">What both have, alike.</param>
/// <param name="OnlyOurs">What only our books have: somebody may hold a code that is worth nothing.</param>
/// <param name="OnlyTheirs">What only the issuer has. State <c>claimed</c>: the answer was lost, and it is recorded when the person is served. State <c>revoked</c>, or none: somebody has to take it back.</param>
/// <param name="Differing">What both have, of different value or reference.</param>
/// <param name="Foreign">Entries of the list that are another campaign's.</param>
public sealed record IssuerReconciliation(
    CampaignId Campaign, string Issuer, DateTimeOffset AsOf, bool Agrees, ReconciledSum Ours, ReconciledSum Theirs, ReconciledSum Matched, ReconciledLines OnlyOurs, ReconciledLines OnlyTheirs, ReconciledLines Differing, long Foreign);

/// <param name="Count">How many claims.</param>
/// <param name="Yen">What they are worth.</param>
public sealed record ReconciledSum(long Count, Yen Yen)
{
    internal static readonly ReconciledSum None = new(0, Yen.Zero);

    internal ReconciledSum Plus(Yen yen) => new(Count + 1, Yen + yen);
}

/// <param name="Count">How many there are.</param>
/// <param name="Yen">What they are worth; where both sides have one, in our books.</param>
/// <param name="Listed">The first thousand by key.</param>
public sealed record ReconciledLines(long Count, Yen Yen, IReadOnlyList<ReconciledLine> Listed);

/// <summary>One claim on which the two do not agree.</summary>
/// <param name="Key">By which the issuer knows it.</param>
/// <param name="Entitlement">Whose; null where we know of none.</param>
/// <param name="State">What has become of the right.</param>
/// <param name="Product">What was chosen.</param>
/// <param name="Ours">In our books.</param>
/// <param name="Theirs">In the issuer's list, several entries added up.</param>
/// <param name="OurReference">As it was recorded.</param>
/// <param name="TheirReferences">As the list has them.</param>
public sealed record ReconciledLine(
    string Key, EntitlementId? Entitlement, EntitlementState? State, string? Product, Yen? Ours, Yen? Theirs, string? OurReference, IReadOnlyList<string> TheirReferences);

/// <summary>Adds joined books up, with as many lines as are shown.</summary>
internal sealed class ReconciliationSums
{
    private const int ListedMax = 1_000;

    private readonly LineList _onlyOurs = new();
    private readonly LineList _onlyTheirs = new();
    private readonly LineList _differing = new();
    private ReconciledSum _ours = ReconciledSum.None;
    private ReconciledSum _theirs = ReconciledSum.None;
    private ReconciledSum _matched = ReconciledSum.None;

    public void Add(JoinedEntry entry)
    {
        if (entry is { IsTheirs: false, Ours: null or { Reference: null } or { IsNew: true } })
        {
            return;
        }

        _ours = entry.IsOurs ? _ours.Plus(entry.Ours!.Value) : _ours;
        _theirs = entry.IsTheirs ? _theirs.Plus(entry.TheirValue) : _theirs;
        if (entry.Agrees)
        {
            _matched = _matched.Plus(entry.TheirValue);
        }
        else
        {
            (entry.IsOurs ? entry.IsTheirs ? _differing : _onlyOurs : _onlyTheirs).Add(entry);
        }
    }

    public IssuerReconciliation Of(CampaignId campaign, string issuer, DateTimeOffset asOf, long foreign) => new(
        campaign, issuer, asOf, _onlyOurs.IsEmpty && _onlyTheirs.IsEmpty && _differing.IsEmpty, _ours, _theirs, _matched, _onlyOurs.Lines, _onlyTheirs.Lines, _differing.Lines, foreign);

    /// <summary>All are counted, and the first by key are kept.</summary>
    private sealed class LineList
    {
        private readonly SortedDictionary<string, ReconciledLine> _first = new(StringComparer.Ordinal);
        private ReconciledSum _sum = ReconciledSum.None;

        public bool IsEmpty => _sum.Count == 0;

        public ReconciledLines Lines => new(_sum.Count, _sum.Yen, [.. _first.Values]);

        public void Add(JoinedEntry entry)
        {
            _sum = _sum.Plus(entry.IsOurs ? entry.Ours!.Value : entry.TheirValue);
            BookedCodes? ours = entry.Ours;
            _first.Add(entry.Key, new ReconciledLine(
                entry.Key, ours?.Entitlement, ours?.State, ours?.Product, ours?.Value, entry.IsTheirs ? entry.TheirValue : null, ours?.Reference, [.. entry.TheirReferences.Order(StringComparer.Ordinal)]));
            if (_first.Count > ListedMax)
            {
                _first.Remove(_first.Keys.Last());
            }
        }
    }
}
