using Compensation.Waves;

namespace Compensation.Notices;

/// <summary>Counts what came of a page's notices.</summary>
internal sealed class PageTally
{
    public const string Accepted = "accepted";
    public const string Failed = "failed";
    public const string Unknown = "unknown";
    public const string Segments = "segments";

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private DateTimeOffset? _repeatAt;
    private int _deferred;

    public long CountOf(string name) => _counts.GetValueOrDefault(name);

    public void Add(IEnumerable<Notice> recorded)
    {
        foreach (Notice notice in recorded)
        {
            switch (notice.State)
            {
                case NoticeState.Accepted:
                    Count(Accepted, 1);
                    Count(Segments, notice.Segments);
                    break;
                case NoticeState.Failed:
                    Count(Failed, 1);
                    break;
                case NoticeState.Unknown:
                    Count(Unknown, 1);
                    break;
                default:
                    Defer();
                    break;
            }
        }
    }

    public void Defer() => _deferred++;

    public void RepeatNotBefore(DateTimeOffset instant) => _repeatAt = _repeatAt is { } earlier && earlier > instant ? earlier : instant;

    public PageOutcome ToOutcome() => new(_counts, _repeatAt, _deferred);

    private void Count(string name, long count) => _counts[name] = _counts.GetValueOrDefault(name) + count;
}
