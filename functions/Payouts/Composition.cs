using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>Of which values an amount can be made up: of as few codes as possible. Pure.</summary>
internal static class Composition
{
    /// <summary>More values than this are not tried together: the largest and the smallest are.</summary>
    private const int ValuesMax = 400;

    /// <param name="amount">What is to be made up.</param>
    /// <param name="values">What there is, each as often as wanted, ascending.</param>
    /// <param name="atMost">The most codes, up to four.</param>
    /// <returns>The values, larger ones first; null where there is no way.</returns>
    public static IReadOnlyList<Yen>? Of(Yen amount, IReadOnlyList<Yen> values, int atMost)
    {
        long[] usable = Narrow([.. values.Select(value => value.Amount).Where(value => value <= amount.Amount).Order()]);
        long[]? found = Find(amount.Amount, usable, atMost);
        return found is null ? null : [.. found.OrderDescending().Select(value => new Yen(value))];
    }

    private static long[] Narrow(long[] values) => values.Length <= ValuesMax ? values : [.. values.Take(ValuesMax / 2), .. values.TakeLast(ValuesMax / 2)];

    private static long[]? Find(long amount, long[] values, int atMost)
    {
        if (atMost >= 1 && values.Contains(amount))
        {
            return [amount];
        }

        if (atMost < 2)
        {
            return null;
        }

        Dictionary<long, (long Larger, long Smaller)> pairs = PairsUpTo(amount, values);
        if (pairs.TryGetValue(amount, out (long Larger, long Smaller) two))
        {
            return [two.Larger, two.Smaller];
        }

        foreach (long value in atMost >= 3 ? values.Reverse() : [])
        {
            if (pairs.TryGetValue(amount - value, out (long Larger, long Smaller) rest))
            {
                return [value, rest.Larger, rest.Smaller];
            }
        }

        foreach ((long sum, (long larger, long smaller)) in atMost >= 4 ? pairs : [])
        {
            if (pairs.TryGetValue(amount - sum, out (long Larger, long Smaller) rest))
            {
                return [larger, smaller, rest.Larger, rest.Smaller];
            }
        }

        return null;
    }

    private static Dictionary<long, (long Larger, long Smaller)> PairsUpTo(long amount, long[] values)
    {
        Dictionary<long, (long Larger, long Smaller)> pairs = [];
        for (int larger = values.Length - 1; larger >= 0; larger--)
        {
            for (int smaller = 0; smaller <= larger && values[larger] + values[smaller] <= amount; smaller++)
            {
                pairs.TryAdd(values[larger] + values[smaller], (values[larger], values[smaller]));
            }
        }

        return pairs;
    }
}
