using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Notices;

/// <summary>How a page of people stands with regard to one order.</summary>
internal sealed class PageTally
{
    public const string Accepted = "accepted";
    public const string Delivered = "delivered";
    public const string Failed = "failed";
    public const string Unknown = "unknown";
    public const string Segments = "segments";
    public const string OverCap = "overCap";
    public const string NoAddress = "noAddress";

    /// <summary>Entitlements that the message of another of the same person speaks for.</summary>
    public const string SpokenFor = "spokenFor";

    private readonly Dictionary<EntitlementId, Notice> _notices;
    private readonly Dictionary<string, long> _load = new(StringComparer.Ordinal);
    private readonly HashSet<NoticeChannel> _turnedAway = [];
    private DateTimeOffset? _repeatAt;
    private int _later;
    private bool _halted;
    private int _overCap;
    private int _spokenFor;
    private int _noAddress;

    /// <param name="known">The order's notices as they were read.</param>
    public PageTally(IEnumerable<Notice> known) => _notices = known.ToDictionary(notice => notice.Id.Entitlement);

    /// <summary>What its provider takes nothing of at the moment: no further chunk of it is to be begun.</summary>
    public bool IsTurnedAway(NoticeChannel channel)
    {
        lock (_notices)
        {
            return _turnedAway.Contains(channel);
        }
    }

    /// <summary>No further chunk of the page is to be begun.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Takes a chunk's outcome over; chunks end side by side.</summary>
    public void Add(IReadOnlyList<Notice> recorded)
    {
        lock (_notices)
        {
            foreach (Notice notice in recorded)
            {
                _notices[notice.Id.Entitlement] = notice;
                string channel = LoadOf(notice.Channel);
                _load[channel] = _load.GetValueOrDefault(channel) + 1;
                _later += notice.State == NoticeState.Deferred ? 1 : 0;
            }
        }
    }

    /// <summary>The wave was paused or stopped.</summary>
    public void Halt() => (_halted, IsCutShort) = (true, true);

    /// <summary>The rest of the page is for later.</summary>
    public void CutShort(DateTimeOffset repeatAt)
    {
        lock (_notices)
        {
            RepeatNotBefore(repeatAt);
            IsCutShort = true;
        }
    }

    /// <summary>The rest of the page's notices by this channel are for later.</summary>
    public void TurnAway(NoticeChannel channel, DateTimeOffset repeatAt)
    {
        lock (_notices)
        {
            RepeatNotBefore(repeatAt);
            _turnedAway.Add(channel);
        }
    }

    public void Defer() => _later++;

    public void CountOverCap() => _overCap++;

    public void CountSpokenFor() => _spokenFor++;

    public void CountNoAddress(int people) => _noAddress += people;

    public void RepeatNotBefore(DateTimeOffset instant) => _repeatAt = _repeatAt is { } earlier && earlier > instant ? earlier : instant;

    /// <summary>Those of a page for whom nothing is left to do.</summary>
    public IReadOnlyList<EntitlementId> Settled(IReadOnlyList<Entitlement> people) => IsCutShort || _repeatAt is not null
        ? []
        : [.. people.Select(person => person.Id).Where(id => !_notices.TryGetValue(id, out Notice? notice) || notice.Outcome != NoticeOutcome.Pending)];

    /// <summary>Those whose notice is still to be sent or settled.</summary>
    public IEnumerable<EntitlementId> Pending => _notices.Values.Where(notice => notice.Outcome == NoticeOutcome.Pending).Select(notice => notice.Id.Entitlement);

    public PageOutcome ToOutcome()
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal)
        {
            [Accepted] = CountOf(NoticeOutcome.Accepted) + CountOf(NoticeOutcome.Delivered),
            [Delivered] = CountOf(NoticeOutcome.Delivered),
            [Failed] = CountOf(NoticeOutcome.Failed),
            [Unknown] = CountOf(NoticeOutcome.Unknown),
            [Segments] = _notices.Values.Where(notice => notice.State == NoticeState.Accepted).Sum(notice => notice.Segments),
            [OverCap] = _overCap,
            [SpokenFor] = _spokenFor,
            [NoAddress] = _noAddress,
        };
        return new PageOutcome(counts.Where(count => count.Value > 0).ToDictionary(StringComparer.Ordinal), _repeatAt, _later) { Tries = Tries, Load = _load, Halted = _halted };
    }

    public Tries Tries
    {
        get
        {
            long failed = CountOf(NoticeOutcome.Failed) + CountOf(NoticeOutcome.Unknown);
            return new Tries(failed + CountOf(NoticeOutcome.Accepted) + CountOf(NoticeOutcome.Delivered), failed);
        }
    }

    /// <summary>The name of a channel's pace in a wave's plan.</summary>
    public static string LoadOf(NoticeChannel channel) => channel == NoticeChannel.Sms ? "sms" : "email";

    private long CountOf(NoticeOutcome outcome) => _notices.Values.LongCount(notice => notice.Outcome == outcome);
}
