using Compensation.Campaigns;
using Compensation.Emulators.Communication;
using Compensation.Notices;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.BankTransfers;

/// <summary>
/// Everybody who wants to be paid into an account: some of those who apply, and few of those in the app. They ask on the special site's own pages, hear of what came back by message,
/// and do about it what is their way.
/// </summary>
internal sealed class TransferSeekers : IDisposable
{
    private const double ApplicantsShare = 0.25;
    private const double AppShare = 0.01;
    private const int VisitorsMax = 16;
    private const int TriesMax = 4;

    private static readonly TimeSpan TriesAgainAfter = TimeSpan.FromMinutes(9);

    private readonly Campaign _campaign;
    private readonly Inboxes _inboxes;
    private readonly ReceiptNumbers _receipts;
    private readonly NoticeRecogniser _notices;
    private readonly Dictionary<string, TransferSeeker> _byAddress = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TransferSeeker> _byNumber = new(StringComparer.Ordinal);
    private readonly Dictionary<TransferSeeker, DateTimeOffset> _toldAt = [];
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _places = new(VisitorsMax);
    private SpecialSite? _site;
    private TransferSiteVisitor? _visitor;
    private Action<DateTimeOffset, Func<Task>>? _at;
    private Func<string, string, Task>? _takePoints;
    private TimeProvider? _clock;
    private DateTimeOffset _startedAt;
    private int _served;
    private int _turnedAway;

    /// <param name="seed">Another seed, other people.</param>
    /// <param name="campaign">A campaign; nobody seeks what it does not offer.</param>
    /// <param name="applicants">Those whom the app does not know.</param>
    /// <param name="ledger">Everybody's coupons.</param>
    /// <param name="others">Numbers of coupons whose holders have other things to do.</param>
    /// <param name="inboxes">Where codes arrive.</param>
    /// <param name="receipts">Where receipt numbers are written down.</param>
    public TransferSeekers(long seed, Campaign campaign, IReadOnlyList<Applicant> applicants, IEnumerable<SyntheticCoupon> ledger, IReadOnlyCollection<string> others, Inboxes inboxes, ReceiptNumbers receipts)
    {
        (_campaign, _inboxes, _receipts) = (campaign, inboxes, receipts);
        _notices = new NoticeRecogniser(campaign);
        if (TransferCalendar.LeavesTime(campaign))
        {
            foreach (TransferSeeker seeker in Applied(seed, campaign, applicants).Concat(InApp(seed, campaign, ledger, others)).Where(seeker => _byAddress.TryAdd(seeker.Address, seeker)))
            {
                foreach (SyntheticCoupon coupon in seeker.Coupons)
                {
                    _byNumber[coupon.InquiryNumber] = seeker;
                }
            }
        }
    }

    public IReadOnlyCollection<TransferSeeker> All => _byAddress.Values;

    /// <summary>How many of them have asked so far, in this run or before.</summary>
    public int Served => Volatile.Read(ref _served);

    /// <summary>How many could not do what they wanted, though they came in time.</summary>
    public int TurnedAway => Volatile.Read(ref _turnedAway);

    /// <summary>What the first of them saw.</summary>
    public string? FirstRefusal { get; private set; }

    /// <summary>Whether the owner of an address leaves links alone, as he wants no points.</summary>
    public bool Include(string address) => _byAddress.ContainsKey(address);

    /// <summary>Whether a coupon's holder asks before his wave, so that no link is owed to him.</summary>
    public bool AskBeforeLink(SyntheticCoupon coupon) => _byNumber.GetValueOrDefault(coupon.InquiryNumber) is { AsksBeforeLink: true };

    /// <summary>What those will choose who take points in the end: whose address, and how much.</summary>
    public IEnumerable<(string Address, int Balance)> PointsTaken() =>
        from seeker in All
        where seeker.Story.TakesPoints()
        from coupon in seeker.Coupons
        select (seeker.Address, coupon.Balance);

    public void Dispose()
    {
        _site?.Dispose();
        _places.Dispose();
    }

    /// <summary>Lets everybody come whose time has not passed.</summary>
    /// <param name="app">Where the application listens.</param>
    /// <param name="at">Does something at an instant.</param>
    /// <param name="takePoints">Opens a link's token, and chooses there what the owner of an address chooses.</param>
    /// <param name="clock">The virtual clock.</param>
    public void Plan(Uri app, Action<DateTimeOffset, Func<Task>> at, Func<string, string, Task> takePoints, TimeProvider clock)
    {
        (_site, _at, _takePoints, _clock, _startedAt) = (new SpecialSite(app, _campaign.Id), at, takePoints, clock, clock.GetUtcNow());
        _visitor = new TransferSiteVisitor(_site, _inboxes);
        foreach (TransferSeeker seeker in All)
        {
            _served += seeker.AskAt < _startedAt ? 1 : 0;
            PlanAt(seeker.AskAt, () => AskAsync(seeker, second: false));
            if (seeker.ChangesAt is { } changes)
            {
                PlanAt(changes, () => seeker.Story == Story.Withdraws ? WithdrawAsync(seeker) : AskAsync(seeker, second: true));
            }
        }

        foreach ((TransferSeeker seeker, DateTimeOffset toldAt) in _toldAt)
        {
            PlanReaction(seeker, toldAt);
        }
    }

    /// <summary>Somebody's phone or mailbox has a message. What he did about it before a restart is done.</summary>
    public void Hear(EmulatedMessage message)
    {
        if (message.DeliveredAt is { } toldAt && _byAddress.GetValueOrDefault(message.To) is { } seeker && seeker.Story.Reacts() && _notices.KindOf(message.Text) == NoticeKind.TransferResult)
        {
            lock (_gate)
            {
                if (_toldAt.TryAdd(seeker, toldAt))
                {
                    PlanReaction(seeker, toldAt);
                }
            }
        }
    }

    /// <summary>Before the start, what was heard waits for it.</summary>
    private void PlanReaction(TransferSeeker seeker, DateTimeOffset toldAt)
    {
        if (_at is not null)
        {
            PlanAt(seeker.ReactsAt(toldAt), () => seeker.Story.TakesPoints() ? WithdrawAsync(seeker) : AskAsync(seeker, second: true));
        }
    }

    private void PlanAt(DateTimeOffset instant, Func<Task> act)
    {
        if (instant >= _startedAt)
        {
            _at!(instant, act);
        }
    }

    private Task AskAsync(TransferSeeker seeker, bool second) => TryAsync(seeker, async proof =>
    {
        TransferVisit visit = await _visitor!.AskAsync(proof, seeker.Answers(second), seeker.Slipped());
        if (visit.Done && !second)
        {
            Interlocked.Increment(ref _served);
        }

        return visit;
    });

    private Task WithdrawAsync(TransferSeeker seeker) => TryAsync(seeker, async proof =>
    {
        (TransferVisit visit, IReadOnlyList<string> tokens) = await _visitor!.WithdrawAsync(proof);
        foreach (string token in visit.Done ? tokens : [])
        {
            await _takePoints!(token, seeker.Address);
        }

        return visit;
    });

    /// <summary>Who is not served, as no code came, tries again some minutes later.</summary>
    private async Task TryAsync(TransferSeeker seeker, Func<ShownProof, Task<TransferVisit>> act, int attempt = 1)
    {
        TransferVisit visit;
        await _places.WaitAsync();
        try
        {
            visit = await VisitAsync(seeker, act);
        }
        finally
        {
            _places.Release();
        }

        if (!visit.Done && attempt < TriesMax)
        {
            _at!(_clock!.GetUtcNow() + (attempt * TriesAgainAfter), () => TryAsync(seeker, act, attempt + 1));
        }
        else if (!visit.Done)
        {
            FirstRefusal ??= $"{(int)visit.Page.Status} {visit.Page.At.AbsolutePath.Split('/')[^1]} {visit.Page.Text[..Math.Min(visit.Page.Text.Length, 2_000)]}";
            Interlocked.Increment(ref _turnedAway);
        }
    }

    /// <summary>Who was given several receipt numbers shows one after the other.</summary>
    private async Task<TransferVisit> VisitAsync(TransferSeeker seeker, Func<ShownProof, Task<TransferVisit>> act)
    {
        IReadOnlyList<string?> receipts = seeker.Applied ? [.. _receipts.Of(seeker.Address)] : [null];
        TransferVisit visit = new(false, new SitePage(_site!.At("status"), default, "There is no receipt number."));
        foreach (string? receipt in receipts)
        {
            visit = await act(new ShownProof(receipt, seeker.Coupons[0].InquiryNumber, seeker.Address));
            if (visit.Done)
            {
                break;
            }
        }

        return visit;
    }

    private static IEnumerable<TransferSeeker> Applied(long seed, Campaign campaign, IReadOnlyList<Applicant> applicants) =>
        from applicant in applicants
        where applicant is { GetsHisLinks: true, Slip: Slip.None } && Chance.For(seed, "wants-transfer", applicant.Coupons[0].InquiryNumber).Hits(ApplicantsShare)
        let covered = applicant.Coupons.Where(coupon => coupon.IsCoveredBy(campaign.Eligibility)).ToList()
        where covered.Count > 0
        select new TransferSeeker(seed, campaign, covered, applicant.Address, applicant.At);

    /// <summary>Of those in the app only who holds one coupon: he shows its number, and whatever else he held would stay behind.</summary>
    private static IEnumerable<TransferSeeker> InApp(long seed, Campaign campaign, IEnumerable<SyntheticCoupon> ledger, IReadOnlyCollection<string> others) =>
        from coupon in Alone(ledger)
        where !coupon.NeedsApplication && coupon.IsCoveredBy(campaign.Eligibility) && Chance.For(seed, "wants-transfer", coupon.InquiryNumber).Hits(AppShare) && !others.Contains(coupon.InquiryNumber, StringComparer.Ordinal)
        let address = Addresses.Of(coupon).FirstOrDefault()
        where address is not null && Addresses.AreRead(address)
        select new TransferSeeker(seed, campaign, [coupon], address, appliedAt: null);

    /// <summary>Coupons whose neighbours in the ledger have other addresses.</summary>
    private static IEnumerable<SyntheticCoupon> Alone(IEnumerable<SyntheticCoupon> ledger)
    {
        SyntheticCoupon? before = null;
        SyntheticCoupon? held = null;
        foreach (SyntheticCoupon? coupon in ledger.Append(null))
        {
            if (held is not null && !AreOne(before, held) && !AreOne(held, coupon))
            {
                yield return held;
            }

            (before, held) = (held, coupon);
        }
    }

    private static bool AreOne(SyntheticCoupon? one, SyntheticCoupon? other) => one is not null && other is not null && (one.Phone, one.Email) == (other.Phone, other.Email);
}
