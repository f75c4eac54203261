namespace Compensation.Notices.Providers;

/// <summary>Counts answers, and slow ones among them, over a sliding window in fifteen slices: flat memory at any pace.</summary>
internal sealed class SlowAnswers(TimeSpan window)
{
    private const int Slices = 15;

    private readonly Queue<Slice> _slices = new();
    private readonly long _sliceTicks = window.Ticks / Slices;
    private Slice? _newest;

    public void Note(bool isSlow, DateTimeOffset now)
    {
        long number = now.UtcTicks / _sliceTicks;
        if (_newest?.Number != number)
        {
            Forget(number);
            _slices.Enqueue(_newest = new Slice(number));
        }

        _newest.All++;
        _newest.Slow += isSlow ? 1 : 0;
    }

    public (int All, int Slow) Count(DateTimeOffset now)
    {
        Forget(now.UtcTicks / _sliceTicks);
        return (_slices.Sum(slice => slice.All), _slices.Sum(slice => slice.Slow));
    }

    private void Forget(long newest)
    {
        while (_slices.TryPeek(out Slice? oldest) && oldest.Number <= newest - Slices)
        {
            _slices.Dequeue();
        }
    }

    private sealed class Slice(long number)
    {
        public long Number => number;

        public int All { get; set; }

        public int Slow { get; set; }
    }
}
