namespace Compensation.Rehearsal.People;

/// <summary>
/// A row of random numbers that follows from a seed and from what it is drawn for, and from nothing else:
/// the same question has the same answer in every run, in any order, after any restart.
/// </summary>
internal struct Chance
{
    private ulong _state;

    private Chance(ulong state) => _state = state;

    public static Chance For(long seed, string purpose, long index) => new(Mix(Mix(Hash(purpose) ^ (ulong)seed) ^ (ulong)index));

    public static Chance For(long seed, string purpose, string key) => new(Mix(Mix(Hash(purpose) ^ (ulong)seed) ^ Hash(key)));

    /// <summary>A 64-bit hash that is the same on every machine (FNV-1a over UTF-16, mixed).</summary>
    public static ulong Hash(ReadOnlySpan<char> text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return Mix(hash);
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>0 to <paramref name="end"/> − 1.</summary>
    public int Below(int end) => (int)(((Next() >> 32) * (ulong)end) >> 32);

    /// <summary>0 to just under 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Hits(double share) => Share() < share;

    /// <summary>One of the choices, each as likely as its weight says.</summary>
    public T Among<T>(IReadOnlyList<(T Choice, int Weight)> choices)
    {
        int drawn = Below(choices.Sum(choice => choice.Weight));
        foreach ((T choice, int weight) in choices)
        {
            if (drawn < weight)
            {
                return choice;
            }

            drawn -= weight;
        }

        throw new ArgumentException("Weights must be positive.", nameof(choices));
    }

    /// <summary>The finaliser of SplitMix64.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
