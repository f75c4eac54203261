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
}
