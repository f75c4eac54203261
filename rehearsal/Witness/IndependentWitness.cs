using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Notices;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.Witness;

/// <summary>What the witness found. All zero but <see cref="Expected"/> is as it should be.</summary>
/// <param name="Expected">Issue notices owed, by the ledger.</param>
/// <param name="Duplicates">Issue notices beyond those owed, and second fallbacks.</param>
/// <param name="Losses">Issue notices owed that no provider was ever asked to send.</param>
/// <param name="Strangers">Issue notices to addresses that are owed none.</param>
/// <param name="SharedLinks">Issue notices whose link had been sent in another issue notice before.</param>
/// <param name="Unrecognised">Messages that are none of the campaign's texts.</param>
internal sealed record WitnessFindings(long Expected, long Duplicates, long Losses, long Strangers, long SharedLinks, long Unrecognised)
{
    /// <summary>Messages to a number or address after an operator said that it is not the person's.</summary>
    public long CorrectedAway { get; init; }

    /// <summary>Resends to people who had had no issue notice.</summary>
    public long BeforeIssue { get; init; }

    /// <summary>Reminders of one link less than a day after another.</summary>
    public long CrowdedReminders { get; init; }

    public bool Clean => this is
    {
        Duplicates: 0, Losses: 0, Strangers: 0, SharedLinks: 0, Unrecognised: 0, CorrectedAway: 0, BeforeIssue: 0, CrowdedReminders: 0,
    };
}

/// <summary>
/// Compares the ledger with the providers' log, and asks the application nothing: whoever is owed something and has an address
/// on file, or has applied and proved one, must have been sent exactly one issue notice, under one request id, with a link of their own; a resend after it, nothing to an address that an
/// operator knew to be wrong, and no two reminders within a day.
/// </summary>
internal sealed class IndependentWitness(Campaign campaign)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    private readonly NoticeRecogniser _notices = new(campaign);
    private readonly Dictionary<ulong, int> _personOf = [];
    private readonly List<(int Owed, int Sent, int Fallbacks)> _people = [];
    private readonly HashSet<ulong> _writtenToOnce = [];
    private readonly HashSet<UInt128> _requests = [];
    private readonly HashSet<ulong> _links = [];
    private readonly HashSet<ulong> _resentLinks = [];
    private readonly Dictionary<ulong, DateTimeOffset> _wrongSince = [];
    private readonly Dictionary<ulong, DateTimeOffset> _remindedAt = [];
    private readonly HashSet<ulong> _shops = [];
    private long _strangers;
    private long _sharedLinks;
    private long _unrecognised;
    private long _correctedAway;
    private long _beforeIssue;
    private long _crowdedReminders;

    /// <summary>Takes note of what is owed by one coupon. Coupons that share an address count as one person's.</summary>
    public void Owe(SyntheticCoupon coupon)
    {
        ulong[] addresses = coupon.IsCoveredBy(campaign.Eligibility) && !coupon.NeedsApplication ? [.. Addresses.Of(coupon).Select(address => Chance.Hash(address))] : [];
        if (addresses.Length == 0)
        {
            return;
        }

        int person = _personOf.TryGetValue(addresses[0], out int known) || _personOf.TryGetValue(addresses[^1], out known) ? known : _people.Count;
        if (person == _people.Count)
        {
            _people.Add(default);
        }

        foreach (ulong address in addresses)
        {
            _personOf.TryAdd(address, person);
        }

        _people[person] = _people[person] with { Owed = _people[person].Owed + (IsOwedANotice(coupon) ? 1 : 0) };
    }

    /// <summary>Takes note of what is owed to somebody whom the app does not know: a message for each coupon, if he applies in time and proves his contact, and else none.</summary>
    public void Owe(Applicant applicant)
    {
        int covered = applicant.Coupons.Count(coupon => coupon.IsCoveredBy(campaign.Eligibility));
        if (applicant.GetsHisLinks && covered > 0)
        {
            ulong address = Chance.Hash(applicant.Address);
            if (!_personOf.TryGetValue(address, out int person))
            {
                _personOf[address] = person = _people.Count;
                _people.Add(default);
            }

            _people[person] = _people[person] with { Owed = _people[person].Owed + covered };
        }
    }

    /// <summary>Takes note that somebody's coupon is owed one notice more: of what was put back after the seal.</summary>
    public void OweSupplement(SyntheticCoupon coupon)
    {
        ulong[] addresses = [.. Addresses.Of(coupon).Select(address => Chance.Hash(address))];
        if (!_personOf.TryGetValue(addresses[0], out int person))
        {
            person = _people.Count;
            _people.Add(default);
            foreach (ulong address in addresses)
            {
                _personOf.TryAdd(address, person);
            }
        }

        _people[person] = _people[person] with { Owed = _people[person].Owed + 1 };
    }

    /// <summary>Takes note that a shop may be asked about a payment.</summary>
    public void ExpectAsked(string shop) => _shops.Add(Chance.Hash(shop));

    /// <summary>One for each coupon, or one for all that are written to at the same address in the same wave.</summary>
    private bool IsOwedANotice(SyntheticCoupon coupon) =>
        campaign.Sending.DuplicatePersons == DuplicatePersons.OneEach || _writtenToOnce.Add(Chance.Hash($"{coupon.ChargedToApp}:{Addresses.Of(coupon).First()}"));

    /// <summary>Takes note of what an operator was told: an address is not the person's, and perhaps another is. All of this comes before the first message.</summary>
    public void Correct(DateTimeOffset at, string wrong, string? right)
    {
        _wrongSince[Chance.Hash(wrong)] = at;
        if (right is not null && _personOf.TryGetValue(Chance.Hash(wrong), out int person))
        {
            _personOf.TryAdd(Chance.Hash(right), person);
        }
    }

    /// <summary>Reads the providers' log to its end.</summary>
    public async Task ReadAsync(string providerLog, CancellationToken cancellationToken)
    {
        await foreach (string line in File.ReadLinesAsync(providerLog, cancellationToken))
        {
            Observe(JsonSerializer.Deserialize<ProviderLine>(line, JsonSerializerOptions.Web) ?? throw new InvalidDataException("The provider log holds a line that is null."));
        }
    }

    public void Observe(ProviderLine message)
    {
        NoticeKind? kind = _notices.KindOf(message.Text);
        if (kind is null && !_notices.IsForApplicants(message.Text) && !(NoticeRecogniser.IsForShops(message.Text) && _shops.Contains(Chance.Hash(message.To))))
        {
            _unrecognised++;
        }

        if (!_requests.Add(IdOf(message.RequestId)))
        {
            return;
        }

        _correctedAway += _wrongSince.TryGetValue(Chance.Hash(message.To), out DateTimeOffset since) && message.At >= since ? 1 : 0;
        switch (kind)
        {
            case NoticeKind.Issue:
                NoteIssue(message);
                break;
            case NoticeKind.Fallback:
                NoteFallback(message);
                break;
            case NoticeKind.Resend:
                NoteResend(message);
                break;
            case NoticeKind.Reminder:
                NoteReminder(message);
                break;
        }
    }

    private void NoteIssue(ProviderLine message)
    {
        if (NoticeRecogniser.TokenIn(message.Text) is not { } token || !_links.Add(Chance.Hash(token)))
        {
            _sharedLinks++;
        }

        if (_personOf.TryGetValue(Chance.Hash(message.To), out int person))
        {
            _people[person] = _people[person] with { Sent = _people[person].Sent + 1 };
        }
        else
        {
            _strangers++;
        }
    }

    /// <summary>The issue notice once more: it bears the link that the person has been sent, and nobody gets a second one.</summary>
    private void NoteFallback(ProviderLine message)
    {
        if (NoticeRecogniser.TokenIn(message.Text) is not { } token || !(_links.Contains(Chance.Hash(token)) || _resentLinks.Contains(Chance.Hash(token))) || !_personOf.TryGetValue(Chance.Hash(message.To), out int person))
        {
            _strangers++;
        }
        else
        {
            _people[person] = _people[person] with { Fallbacks = _people[person].Fallbacks + 1 };
        }
    }

    /// <summary>The link once more, perhaps another since the address was corrected: to somebody who has had an issue notice.</summary>
    private void NoteResend(ProviderLine message)
    {
        if (NoticeRecogniser.TokenIn(message.Text) is { } token)
        {
            _resentLinks.Add(Chance.Hash(token));
        }

        if (!_personOf.TryGetValue(Chance.Hash(message.To), out int person))
        {
            _strangers++;
        }
        else if (_people[person].Sent == 0)
        {
            _beforeIssue++;
        }
    }

    private void NoteReminder(ProviderLine message)
    {
        if (NoticeRecogniser.TokenIn(message.Text) is { } token)
        {
            ulong owner = CollectedRights.RightIn(token);
            _crowdedReminders += _remindedAt.TryGetValue(owner, out DateTimeOffset last) && message.At - last < OneDay ? 1 : 0;
            _remindedAt[owner] = message.At;
        }
    }

    public WitnessFindings Findings() => new(
        _people.Sum(person => (long)person.Owed),
        _people.Sum(person => Math.Max(0L, person.Sent - person.Owed) + Math.Max(0L, person.Fallbacks - person.Owed)),
        _people.Sum(person => Math.Max(0L, person.Owed - person.Sent)),
        _strangers,
        _sharedLinks,
        _unrecognised)
    {
        CorrectedAway = _correctedAway,
        BeforeIssue = _beforeIssue,
        CrowdedReminders = _crowdedReminders,
    };

    /// <summary>A message without any id can be no repeat of another.</summary>
    private UInt128 IdOf(string? requestId) =>
        Guid.TryParse(requestId, out Guid id) ? new UInt128(BitConverter.ToUInt64(id.ToByteArray(), 0), BitConverter.ToUInt64(id.ToByteArray(), 8)) : (UInt128)_requests.Count;
}

/// <summary>One line of the providers' log, as far as the witness reads it.</summary>
internal sealed record ProviderLine(DateTimeOffset At, string Channel, string To, string Text, string? RequestId, bool Repeat);
