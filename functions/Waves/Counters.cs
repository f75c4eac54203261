namespace Compensation.Waves;

/// <summary>Named counts that add up over pages, lanes and passes.</summary>
public static class Counters
{
    public static readonly IReadOnlyDictionary<string, long> None = new Dictionary<string, long>(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, long> Plus(this IReadOnlyDictionary<string, long> left, IReadOnlyDictionary<string, long> right)
    {
        SortedDictionary<string, long> sum = new(StringComparer.Ordinal);
        foreach ((string name, long count) in left.Concat(right))
        {
            sum[name] = checked(sum.GetValueOrDefault(name) + count);
        }

        return sum;
    }

    /// <summary>The counts as they were, but for those that were counted anew.</summary>
    public static IReadOnlyDictionary<string, long> Recounted(this IReadOnlyDictionary<string, long> counts, IReadOnlyDictionary<string, long> anew)
    {
        SortedDictionary<string, long> all = new(StringComparer.Ordinal);
        foreach ((string name, long count) in counts.Where(count => !anew.ContainsKey(count.Key)).Concat(anew.Where(count => count.Value > 0)))
        {
            all[name] = count;
        }

        return all;
    }
}
