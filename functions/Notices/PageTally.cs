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

    /// <summary>Entitlements that the message of another of the same person speaks for.</summary>
    public const string SpokenFor = "spokenFor";

    private readonly Dictionary<EntitlementId, Notice> _notices;
    private readonly Dictionary<string, long> _load = new(StringComparer.Ordinal);
    private DateTimeOffset? _repeatAt;
    private int _later;
    private bool _halted;
    private int _overCap;
    private int _spokenFor;

    /// <param name="known">The order's notices as they were read.</param>
    public PageTally(IEnumerable<Notice> known) => _notices = known.ToDictionary(notice => notice.Id.Entitlement);

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

    public void Defer() => _later++;

    public void CountOverCap() => _overCap++;

    public void CountSpokenFor() => _spokenFor++;

    public void RepeatNotBefore(DateTimeOffset instant) => _repeatAt = _repeatAt is { } earlier && earlier > instant ? earlier : instant;

    /// <summary>Those of a page for whom nothing is left to do.</summary>
    public IReadOnlyList<EntitlementId> Settled(IReadOnlyList<Entitlement> people) => IsCutShort || _repeatAt is not null
        ? []
        : [.. people.Select(person => person.Id).Where(id => !_notices.TryGetValue(id, out Notice? notice) || notice.Outcome != NoticeOutcome.Pending)];

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
