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

    /// <summary>Reminders that lapsed: the next was due, or the deadline too near.</summary>
    public const string Lapsed = "lapsed";

    private readonly PagePart _part;
    private readonly Dictionary<EntitlementId, Notice> _notices = [];

    /// <summary>Those whom this run has nothing to do with.</summary>
    private readonly HashSet<EntitlementId> _leftAlone = [];
    private readonly Dictionary<string, long> _load = new(StringComparer.Ordinal);
    private readonly Dictionary<NoticeChannel, int> _later = [];
    private readonly Dictionary<NoticeChannel, DateTimeOffset> _turnedAway = [];
    private DateTimeOffset? _repeatAt;
    private bool _halted;
    private int _overCap;
    private int _spokenFor;
    private int _noAddress;
    private int _lapsed;

    /// <param name="part">Which of the page's people are counted.</param>
    /// <param name="wave">The wave that is judged: by its own notices only.</param>
    /// <param name="known">The order's notices as they were read.</param>
    public PageTally(PagePart part, string wave, IEnumerable<Notice> known)
    {
        _part = part;
        foreach (Notice notice in known)
        {
            if (part.Holds(notice.Channel) && string.Equals(notice.Wave, wave, StringComparison.Ordinal))
            {
                _notices.Add(notice.Id.Entitlement, notice);
            }
            else if (notice.Outcome == NoticeOutcome.Pending || !part.Holds(notice.Channel))
            {
                _leftAlone.Add(notice.Id.Entitlement);
            }
        }
    }

    /// <summary>No further chunk of the page is to be begun.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Those whose notice is still to be sent or settled.</summary>
    public IEnumerable<EntitlementId> Pending => _notices.Values.Where(notice => notice.Outcome == NoticeOutcome.Pending).Select(notice => notice.Id.Entitlement);

    public Tries Tries => TriesOf([.. _notices.Values]);

    /// <summary>What its provider takes nothing of at the moment: no further chunk of it is to be begun.</summary>
    public bool IsTurnedAway(NoticeChannel channel)
    {
        lock (_notices)
        {
            return _turnedAway.ContainsKey(channel);
        }
    }

    /// <summary>Takes a chunk's outcome over; chunks end side by side.</summary>
    public void Add(IReadOnlyList<Notice> recorded)
    {
        lock (_notices)
        {
            foreach (Notice notice in recorded)
            {
                _notices[notice.Id.Entitlement] = notice;
                _leftAlone.Remove(notice.Id.Entitlement);
                string kind = PagePart.LoadOf(notice.Channel);
                _load[kind] = _load.GetValueOrDefault(kind) + 1;
                if (notice.State == NoticeState.Deferred)
                {
                    Defer(notice.Channel);
                }
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
    public void TurnAway(NoticeChannel channel, DateTimeOffset until)
    {
        lock (_notices)
        {
            _turnedAway[channel] = Later(until, _turnedAway.GetValueOrDefault(channel));
        }
    }

    /// <summary>They are for another run.</summary>
    public void LeaveAlone(IEnumerable<EntitlementId> people)
    {
        lock (_notices)
        {
            _leftAlone.UnionWith(people);
        }
    }

    public void Defer(NoticeChannel channel) => _later[channel] = _later.GetValueOrDefault(channel) + 1;

    public void CountOverCap() => _overCap++;

    public void CountSpokenFor() => _spokenFor++;

    public void CountLapsed(int people) => _lapsed += people;

    public void CountNoAddress(int people) => _noAddress += people;

    public void RepeatNotBefore(DateTimeOffset instant) => _repeatAt = Later(instant, _repeatAt ?? instant);

    /// <summary>Those of a page for whom nothing is left to do.</summary>
    public IReadOnlyList<EntitlementId> Settled(IReadOnlyList<Entitlement> people) => IsCutShort || _repeatAt is not null
        ? []
        : [.. people.Select(person => person.Id).Where(id => !_leftAlone.Contains(id) && (!_notices.TryGetValue(id, out Notice? notice) || notice.Outcome != NoticeOutcome.Pending))];

    public PageOutcome ToOutcome()
    {
        if (_turnedAway.Count == 0)
        {
            return OutcomeOf(_ => true) with { RepeatAt = _repeatAt };
        }

        DateTimeOffset until = _turnedAway.Values.Max();
        if (_turnedAway.Count == 1 && _part == PagePart.Whole && !IsCutShort && _repeatAt is null)
        {
            NoticeChannel held = _turnedAway.Keys.Single();
            return OutcomeOf(channel => channel != held) with { HeldBack = new HeldBack(PagePart.LoadOf(held), until) };
        }

        // Both channels are down, or one is behind already, or the page is to be repeated anyway: it waits as a whole.
        return OutcomeOf(_ => true) with { RepeatAt = Later(until, _repeatAt ?? until) };
    }

    private PageOutcome OutcomeOf(Func<NoticeChannel, bool> isCounted)
    {
        List<Notice> notices = [.. _notices.Values.Where(notice => isCounted(notice.Channel))];
        Dictionary<string, long> counts = new(StringComparer.Ordinal)
        {
            [Accepted] = CountOf(notices, NoticeOutcome.Accepted) + CountOf(notices, NoticeOutcome.Delivered),
            [Delivered] = CountOf(notices, NoticeOutcome.Delivered),
            [Failed] = CountOf(notices, NoticeOutcome.Failed),
            [Unknown] = CountOf(notices, NoticeOutcome.Unknown),
            [Segments] = notices.Where(notice => notice.State == NoticeState.Accepted).Sum(notice => notice.Segments),
            [OverCap] = _overCap,
            [SpokenFor] = _spokenFor,
            [NoAddress] = _noAddress,
            [Lapsed] = _lapsed,
        };
        return new PageOutcome(counts.Where(count => count.Value > 0).ToDictionary(StringComparer.Ordinal), Deferred: _later.Where(later => isCounted(later.Key)).Sum(later => later.Value))
        {
            Tries = TriesOf(notices),
            Load = _load,
            Halted = _halted,
        };
    }

    private static Tries TriesOf(IReadOnlyCollection<Notice> notices)
    {
        long failed = CountOf(notices, NoticeOutcome.Failed) + CountOf(notices, NoticeOutcome.Unknown);
        return new Tries(failed + CountOf(notices, NoticeOutcome.Accepted) + CountOf(notices, NoticeOutcome.Delivered), failed);
    }

    private static long CountOf(IEnumerable<Notice> notices, NoticeOutcome outcome) => notices.LongCount(notice => notice.Outcome == outcome);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
