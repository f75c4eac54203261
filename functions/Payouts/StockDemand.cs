using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Payouts;

/// <summary>Who still needs a code: by amount who has not chosen yet, by product and amount who waits, and what people have chosen so far.</summary>
internal sealed class StockDemand
{
    private readonly Dictionary<Yen, long> _open = [];
    private readonly Dictionary<(string Product, Yen Value), long> _waiting = [];
    private readonly Dictionary<string, long> _chosen = new(StringComparer.Ordinal);

    /// <summary>The amounts for which somebody needs a code.</summary>
    public IEnumerable<Yen> Values => _open.Keys.Union(_waiting.Keys.Select(key => key.Value));

    /// <summary>People who are going to be owed an amount.</summary>
    public void Expect(Yen amount, long people) => _open[amount] = _open.GetValueOrDefault(amount) + people;

    public void Add(IEnumerable<Entitlement> people)
    {
        foreach (Entitlement person in people)
        {
            if (person is { State: EntitlementState.Open, Amount.Amount: > 0 })
            {
                _open[person.Amount] = _open.GetValueOrDefault(person.Amount) + 1;
            }
            else if (person.Product is { } product)
            {
                _chosen[product] = _chosen.GetValueOrDefault(product) + 1;
                if (person.State == EntitlementState.Claimed)
                {
                    _waiting[(product, person.Amount)] = WaitingFor(product, person.Amount) + 1;
                }
            }
        }
    }

    /// <summary>People who are owed this amount and hold no code, whichever product they choose.</summary>
    public long NeededOf(Yen value) => _open.GetValueOrDefault(value) + _waiting.Where(waiting => waiting.Key.Value == value).Sum(waiting => waiting.Value);

    public long WaitingFor(string product, Yen value) => _waiting.GetValueOrDefault((product, value));

    public long ChosenOf(string product) => _chosen.GetValueOrDefault(product);

    /// <summary>
    /// How many codes of a product and value will be asked for, if people go on to choose as they have: equally, while nobody has chosen. Rounded up, as each person
    /// takes a whole one.
    /// </summary>
    public long ForecastOf(string product, Yen value, int products)
    {
        long chosen = _chosen.Values.Sum();
        long open = _open.GetValueOrDefault(value);
        long share = chosen == 0 ? DividedUp(open, products) : DividedUp(checked(open * _chosen.GetValueOrDefault(product)), chosen);
        return share + WaitingFor(product, value);
    }

    private static long DividedUp(long dividend, long divisor) => divisor == 0 ? 0 : (dividend + divisor - 1) / divisor;
}
