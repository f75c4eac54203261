using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>Of which values an amount can be made up: of as few codes as possible, and of no more of a value than there are. Pure.</summary>
internal static class Composition
{
    /// <summary>More values than this are not tried together: the largest and the smallest are.</summary>
    private const int ValuesMax = 400;

    /// <summary>Of pairs that come to one sum: two others share a code with at most four of them.</summary>
    private const int PairsMax = 5;

    /// <param name="amount">What is to be made up.</param>
    /// <param name="free">How many codes there are of each value.</param>
    /// <param name="atMost">The most codes, up to four.</param>
    /// <returns>The values, larger ones first; null where there is no way.</returns>
    public static IReadOnlyList<Yen>? Of(Yen amount, IReadOnlyDictionary<Yen, int> free, int atMost)
    {
        long[] usable = Narrow([.. free.Where(value => value.Value > 0 && value.Key <= amount).Select(value => value.Key.Amount).Order()]);
        bool AreThere(long[] parts) => parts.CountBy(part => part).All(part => part.Value <= free[new Yen(part.Key)]);
        long[]? found = Find(amount.Amount, usable, atMost, AreThere);
        return found is null ? null : [.. found.OrderDescending().Select(value => new Yen(value))];
    }

    private static long[] Narrow(long[] values) => values.Length <= ValuesMax ? values : [.. values.Take(ValuesMax / 2), .. values.TakeLast(ValuesMax / 2)];

    private static long[]? Find(long amount, long[] values, int atMost, Func<long[], bool> areThere)
    {
        if (atMost >= 1 && values.Contains(amount))
        {
            return [amount];
        }

        if (atMost < 2)
        {
            return null;
        }

        Dictionary<long, List<long[]>> pairs = PairsUpTo(amount, values, areThere);
        IEnumerable<long[]> Pairs(long sum) => pairs.GetValueOrDefault(sum) ?? [];
        return Pairs(amount).FirstOrDefault()
            ?? (atMost < 3 ? null : values.Reverse().SelectMany(value => Pairs(amount - value).Select(pair => (long[])[value, .. pair])).FirstOrDefault(areThere))
            ?? (atMost < 4 ? null : pairs.SelectMany(sum => sum.Value.SelectMany(one => Pairs(amount - sum.Key).Select(other => (long[])[.. one, .. other]))).FirstOrDefault(areThere));
    }

    /// <summary>By what they come to; those with the largest values first.</summary>
    private static Dictionary<long, List<long[]>> PairsUpTo(long amount, long[] values, Func<long[], bool> areThere)
    {
        Dictionary<long, List<long[]>> pairs = [];
        for (int larger = values.Length - 1; larger >= 0; larger--)
        {
            for (int smaller = 0; smaller <= larger && values[larger] + values[smaller] <= amount; smaller++)
            {
                long[] pair = [values[larger], values[smaller]];
                List<long[]> same = pairs.GetValueOrDefault(values[larger] + values[smaller]) ?? (pairs[values[larger] + values[smaller]] = []);
                if (same.Count < PairsMax && (smaller < larger || areThere(pair)))
                {
                    same.Add(pair);
                }
            }
        }

        return pairs;
    }
}
