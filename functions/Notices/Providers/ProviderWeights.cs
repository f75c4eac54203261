namespace Compensation.Notices.Providers;

/// <summary>
/// The shares of one channel's providers, and how they move with what is heard of them (GOV.UK Notify's rule): too many errors or too many
/// slow answers move points to another provider that is well, nothing moves where all are ill, and calm brings the configured shares back.
/// It has no clock and no locks: every call says when it is.
/// </summary>
internal sealed class ProviderWeights(IReadOnlyDictionary<string, int> configured, ProviderOptions rule)
{
    private readonly SortedDictionary<string, Share> _shares = new(
        configured.Where(weight => weight.Value > 0).ToDictionary(weight => weight.Key, weight => new Share(rule) { Provider = weight.Key, Configured = weight.Value, Weight = weight.Value }, StringComparer.Ordinal),
        StringComparer.Ordinal);

    private DateTimeOffset _movedAt = DateTimeOffset.MinValue;

    /// <summary>Weight by provider as things stand. Providers configured with no weight are not among them.</summary>
    public IEnumerable<(string Provider, int Weight)> Current => _shares.Values.Select(share => (share.Provider, share.Weight));

    /// <summary>Takes note of an answer, and moves points if it is one too many.</summary>
    public WeightMove? Heard(string provider, SendOutcome outcome, TimeSpan took, DateTimeOffset now)
    {
        if (!_shares.TryGetValue(provider, out Share? share))
        {
            return null;
        }

        share.Note(IsError(outcome), took >= rule.SlowAfter, now);
        TimeSpan sinceMove = now - _movedAt;
        return share.Fails(now) && sinceMove >= rule.ErrorWindow ? Away(share, other => other.Fails(now), "failing", now)
            : share.IsSlow(now) && sinceMove >= rule.Pause ? Away(share, other => other.IsSlow(now), "slow", now)
            : null;
    }

    /// <summary>Brings the configured shares a step nearer where the last move is long enough past and nobody is ill.</summary>
    public WeightMove? Recover(DateTimeOffset now)
    {
        Share? low = _shares.Values.FirstOrDefault(share => share.Weight < share.Configured);
        if (low is null || now - _movedAt < rule.Pause || _shares.Values.Any(share => share.Fails(now) || share.IsSlow(now)))
        {
            return null;
        }

        Share high = _shares.Values.MaxBy(share => share.Weight - share.Configured)!;
        return Move(high, low, Math.Min(low.Configured - low.Weight, high.Weight - high.Configured), "recovered", now);
    }

    /// <summary>A refusal is the recipient's, a throttling has its own waiting time: neither speaks against the provider.</summary>
    private static bool IsError(SendOutcome outcome) => outcome is SendOutcome.TryLater or SendOutcome.Unsettled;

    /// <param name="from">One that is ill.</param>
    private WeightMove? Away(Share from, Func<Share, bool> isIll, string why, DateTimeOffset now)
    {
        Share? to = _shares.Values.Where(other => !isIll(other)).MaxBy(other => other.Configured);
        return to is null || from.Weight == 0 ? null : Move(from, to, from.Weight, why, now);
    }

    private WeightMove Move(Share from, Share to, int pointsMax, string why, DateTimeOffset now)
    {
        int points = Math.Min(rule.Step, pointsMax);
        from.Weight -= points;
        to.Weight += points;
        _movedAt = now;
        return new WeightMove(from.Provider, to.Provider, points, why);
    }

    private sealed class Share(ProviderOptions rule)
    {
        private readonly Queue<DateTimeOffset> _errors = new();
        private readonly SlowAnswers _answers = new(rule.SlowWindow);

        public required string Provider { get; init; }

        public required int Configured { get; init; }

        public required int Weight { get; set; }

        public void Note(bool isError, bool isSlow, DateTimeOffset now)
        {
            _answers.Note(isSlow, now);
            if (isError)
            {
                _errors.Enqueue(now);
                if (_errors.Count > rule.ErrorsMax + 1)
                {
                    _errors.Dequeue();
                }
            }
        }

        /// <summary>The queue holds one more than the limit: if even the oldest of a full queue is recent, there were too many.</summary>
        public bool Fails(DateTimeOffset now) => _errors.Count > rule.ErrorsMax && now - _errors.Peek() < rule.ErrorWindow;

        public bool IsSlow(DateTimeOffset now)
        {
            (int all, int slow) = _answers.Count(now);
            return all >= rule.SlowSampleMin && slow * 100L >= (long)all * rule.SlowPercent;
        }
    }
}

/// <summary>Points of weight that went from one provider to another.</summary>
internal sealed record WeightMove(string From, string To, int Points, string Why);
