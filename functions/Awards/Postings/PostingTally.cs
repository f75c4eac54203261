using Compensation.Entitlements;
using Compensation.Waves;

namespace Compensation.Awards.Postings;

/// <summary>How a page of members stands: each by the newest posting.</summary>
internal sealed class PostingTally
{
    /// <summary>The name of the pace in a wave's plan.</summary>
    public const string Load = "points";

    public const string Done = "done";
    public const string Refused = "refused";
    public const string Short = "short";
    public const string Unknown = "unknown";
    public const string Waiting = "waiting";

    private readonly Dictionary<EntitlementId, Posting> _newest;
    private DateTimeOffset? _repeatAt;
    private long _posted;
    private int _later;
    private bool _halted;

    public PostingTally(IEnumerable<PostingHistory> known) => _newest = known.ToDictionary(history => history.Newest!.Id.Entitlement, history => history.Newest!);

    /// <summary>No further chunk of the page is to be begun.</summary>
    public bool IsCutShort { get; private set; }

    public void Add(IReadOnlyList<Posting> recorded)
    {
        foreach (Posting posting in recorded)
        {
            _newest[posting.Id.Entitlement] = posting;
            _posted++;
            _later += posting.State == PostingState.Deferred ? 1 : 0;
        }
    }

    /// <summary>The wave was paused or stopped.</summary>
    public void Halt() => (_halted, IsCutShort) = (true, true);

    /// <summary>The rest of the page is for later.</summary>
    public void CutShort(DateTimeOffset repeatAt)
    {
        RepeatNotBefore(repeatAt);
        IsCutShort = true;
    }

    public void Defer() => _later++;

    public void RepeatNotBefore(DateTimeOffset instant) => _repeatAt = _repeatAt is { } earlier && earlier > instant ? earlier : instant;

    public PageOutcome ToOutcome()
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal)
        {
            [Done] = CountOf(PostingState.Done),
            [Refused] = CountOf(PostingState.Refused),
            [Short] = CountOf(PostingState.Short),
            [Unknown] = CountOf(PostingState.Unknown),
            [Waiting] = CountOf(PostingState.Sending, PostingState.Deferred, PostingState.Filed),
        };
        return new PageOutcome(counts.Where(count => count.Value > 0).ToDictionary(StringComparer.Ordinal), _repeatAt, _later)
        {
            Tries = Tries,
            Load = _posted == 0 ? Counters.None : new Dictionary<string, long>(StringComparer.Ordinal) { [Load] = _posted },
            Halted = _halted,
        };
    }

    /// <summary>A balance that is short is the member's affair; what the stop rule looks for is a points system that refuses.</summary>
    private Tries Tries
    {
        get
        {
            long failed = CountOf(PostingState.Refused, PostingState.Unknown);
            return new Tries(failed + CountOf(PostingState.Done, PostingState.Short), failed);
        }
    }

    private long CountOf(params PostingState[] states) => _newest.Values.LongCount(posting => states.Contains(posting.State));
}
