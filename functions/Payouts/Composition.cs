using Compensation.Common;

namespace Compensation.Payouts;

/// <summary>Of which values an amount can be made up: of as few codes as possible. Pure.</summary>
internal static class Composition
{
    /// <summary>More values than this are not tried together: the largest and the smallest are.</summary>
    private const int ValuesMax = 400;

    /// <param name="amount">What is to be made up.</param>
    /// <param name="free">How many codes there are of each value.</param>
    /// <param name="atMost">The most codes, up to four.</param>
    /// <returns>The values, larger ones first; null where there is no way.</returns>
    public static IReadOnlyList<Yen>? Of(Yen amount, IReadOnlyDictionary<Yen, int> free, int atMost)
    {
        long[] usable = Narrow([.. free.Where(value => value.Value > 0 && value.Key <= amount).Select(value => value.Key.Amount).Order()]);
        long[]? found = Ways(amount.Amount, usable, atMost).FirstOrDefault(way => way.CountBy(value => value).All(part => part.Value <= free[new Yen(part.Key)]));
        return found is null ? null : [.. found.OrderDescending().Select(value => new Yen(value))];
    }

    private static long[] Narrow(long[] values) => values.Length <= ValuesMax ? values : [.. values.Take(ValuesMax / 2), .. values.TakeLast(ValuesMax / 2)];

    /// <summary>All ways, those of fewer codes first, as if there were any number of each value. One that needs more of a value than there are is soon followed by one that does not, if there is any.</summary>
    private static IEnumerable<long[]> Ways(long amount, long[] values, int atMost)
    {
        if (atMost >= 1 && values.Contains(amount))
        {
            yield return [amount];
        }

        if (atMost < 2)
        {
            yield break;
        }

        ILookup<long, (long Larger, long Smaller)> pairs = PairsUpTo(amount, values).ToLookup(pair => pair.Larger + pair.Smaller);
        foreach ((long larger, long smaller) in pairs[amount])
        {
            yield return [larger, smaller];
        }

        IEnumerable<long[]> ofThree = from value in values.Reverse().Where(_ => atMost >= 3) from rest in pairs[amount - value] select new[] { value, rest.Larger, rest.Smaller };
        IEnumerable<long[]> ofFour = from two in pairs.Where(_ => atMost >= 4) from one in two from rest in pairs[amount - two.Key] select new[] { one.Larger, one.Smaller, rest.Larger, rest.Smaller };
        foreach (long[] way in ofThree.Concat(ofFour))
        {
            yield return way;
        }
    }

    private static IEnumerable<(long Larger, long Smaller)> PairsUpTo(long amount, long[] values)
    {
        for (int larger = values.Length - 1; larger >= 0; larger--)
        {
            for (int smaller = 0; smaller <= larger && values[larger] + values[smaller] <= amount; smaller++)
            {
                yield return (values[larger], values[smaller]);
            }
        }
    }
}
