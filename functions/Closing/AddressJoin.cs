namespace Compensation.Closing;

/// <summary>Makes persons of entitlements: those that have an address in common are one's, however many others lie in between. Some thirty bytes for each.</summary>
internal sealed class AddressJoin
{
    private readonly List<(ulong Address, int Entitlement)> _addresses = [];
    private int _count;

    /// <summary>The next one, with its addresses as numbers.</summary>
    public void Add(IReadOnlyList<ulong> addresses)
    {
        _addresses.AddRange(addresses.Select(address => (address, _count)));
        _count++;
    }

    /// <returns>For each, in their order, the place of the first one of its person.</returns>
    public int[] FirstOfEach()
    {
        int[] firstOf = [.. Enumerable.Range(0, _count)];

        // Sorted, those with an address in common lie side by side.
        _addresses.Sort();
        for (int index = 1; index < _addresses.Count; index++)
        {
            if (_addresses[index].Address == _addresses[index - 1].Address)
            {
                (int one, int other) = (Find(firstOf, _addresses[index].Entitlement), Find(firstOf, _addresses[index - 1].Entitlement));
                firstOf[Math.Max(one, other)] = Math.Min(one, other);
            }
        }

        for (int entitlement = 0; entitlement < _count; entitlement++)
        {
            firstOf[entitlement] = Find(firstOf, entitlement);
        }

        return firstOf;
    }

    /// <summary>The one that stands for the person, on a path that gets shorter each time it is walked.</summary>
    private static int Find(int[] firstOf, int entitlement)
    {
        while (firstOf[entitlement] != entitlement)
        {
            entitlement = firstOf[entitlement] = firstOf[firstOf[entitlement]];
        }

        return entitlement;
    }
}
