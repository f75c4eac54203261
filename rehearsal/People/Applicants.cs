using Compensation.Campaigns;

namespace Compensation.Rehearsal.People;

/// <summary>
/// Everybody whom the app does not know, and whose name the ledger holds: who applies, when, and how it ends. Codes are read where they arrive, on phones and in mailboxes.
/// </summary>
internal sealed class Applicants : IDisposable
{
    private const int VisitorsMax = 16;
    private const int TriesMax = 4;

    private static readonly TimeSpan TriesAgainAfter = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan DoubtsFor = TimeSpan.FromDays(2);

    private readonly SemaphoreSlim _places = new(VisitorsMax);
    private readonly Campaign _campaign;
    private readonly Inboxes _inboxes;
    private readonly ReceiptNumbers _receipts;
    private readonly IReadOnlyList<Applicant> _all;
    private readonly Dictionary<string, string> _othersByNumber;
    private ApplicationSiteVisitor? _visitor;
    private int _turnedAway;

    /// <param name="seed">Another seed, other people.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="ledger">Everybody's coupons.</param>
    /// <param name="inboxes">Where codes arrive.</param>
    /// <param name="receipts">Where they write their receipt numbers down.</param>
    public Applicants(long seed, Campaign campaign, IEnumerable<SyntheticCoupon> ledger, Inboxes inboxes, ReceiptNumbers receipts)
    {
        (_campaign, _inboxes, _receipts) = (campaign, inboxes, receipts);
        _all = [.. OnesOf(seed, campaign, ledger.Where(coupon => coupon is { NeedsApplication: true, NameKana: not null }))];
        _othersByNumber = (
            from applicant in _all
            where !Addresses.Of(applicant.Coupons[0]).Contains(applicant.Address, StringComparer.Ordinal)
            from coupon in applicant.Coupons
            select (coupon.InquiryNumber, applicant.Address)).ToDictionary(other => other.InquiryNumber, other => other.Address, StringComparer.Ordinal);
    }

    public IReadOnlyList<Applicant> All => _all;

    /// <summary>The address that somebody gives for a coupon and that the ledger does not hold; null where there is none.</summary>
    public string? AddressOf(SyntheticCoupon coupon) => _othersByNumber.GetValueOrDefault(coupon.InquiryNumber);

    /// <summary>How many applications are to be received: what the live view waits for.</summary>
    public int Expected => _all.Count(one => one.GetsHisLinks);

    /// <summary>How many receipt numbers were given, in this run or before.</summary>
    public int Received => _receipts.Count;

    /// <summary>How many came in time, read their code, and got no receipt number.</summary>
    public int TurnedAway => Volatile.Read(ref _turnedAway);

    /// <summary>What the first of them saw.</summary>
    public string? FirstRefusal { get; private set; }

    public void Dispose()
    {
        _visitor?.Dispose();
        _places.Dispose();
    }

    /// <summary>Lets everybody come whose time has not passed.</summary>
    /// <param name="site">Where the application listens.</param>
    /// <param name="at">Does something at an instant.</param>
    /// <param name="now">The present.</param>
    public void Plan(Uri site, Action<DateTimeOffset, Func<Task>> at, DateTimeOffset now)
    {
        _visitor = new ApplicationSiteVisitor(site, _campaign.Id, _inboxes.CodeFor);
        foreach (Applicant applicant in _all)
        {
            foreach (DateTimeOffset visit in VisitsOf(applicant).Where(visit => visit >= now))
            {
                at(visit, () => ApplyAsync(applicant, visit, at));
            }
        }
    }

    private IEnumerable<DateTimeOffset> VisitsOf(Applicant applicant)
    {
        if (applicant.At is { } at)
        {
            yield return at;
            if (applicant.Slip == Slip.AppliesTwice && at + DoubtsFor < _campaign.ApplicationSite!.EndsAt)
            {
                yield return at + DoubtsFor;
            }
        }
    }

    /// <summary>Who gets no code, because the provider took none, begins again some minutes later.</summary>
    private async Task ApplyAsync(Applicant applicant, DateTimeOffset began, Action<DateTimeOffset, Func<Task>> at, int attempt = 1)
    {
        ApplicationVisit visit;
        await _places.WaitAsync();
        try
        {
            visit = await _visitor!.ApplyAsync(applicant.Answers(), applicant.Address);
        }
        finally
        {
            _places.Release();
        }

        if (visit.Receipt is not null)
        {
            _receipts.WriteDown(applicant.Address, visit.Receipt);
        }
        else if (applicant.GetsHisLinks && attempt < TriesMax)
        {
            DateTimeOffset again = began + (attempt * TriesAgainAfter);
            at(again, () => ApplyAsync(applicant, began, at, attempt + 1));
        }
        else if (applicant.GetsHisLinks)
        {
            FirstRefusal ??= $"{(int)visit.Status} {visit.Page[..Math.Min(visit.Page.Length, 2_000)]}";
            Interlocked.Increment(ref _turnedAway);
        }
    }

    /// <summary>Coupons that stand together in the ledger and bear the same addresses and name are one person's, up to as many as one application takes.</summary>
    private static IEnumerable<Applicant> OnesOf(long seed, Campaign campaign, IEnumerable<SyntheticCoupon> coupons)
    {
        List<SyntheticCoupon> held = [];
        foreach (SyntheticCoupon coupon in coupons)
        {
            if (held.Count > 0 && ((held[0].Phone, held[0].Email, held[0].NameKana) != (coupon.Phone, coupon.Email, coupon.NameKana) || (coupon.Phone ?? coupon.Email) is null || held.Count == CouponsAtMost))
            {
                yield return new Applicant(seed, campaign, [.. held]);
                held.Clear();
            }

            held.Add(coupon);
        }

        if (held.Count > 0)
        {
            yield return new Applicant(seed, campaign, held);
        }
    }

    /// <summary>The application's own limit, unless it is set otherwise.</summary>
    private const int CouponsAtMost = 4;
}
