namespace Compensation.Closing;

/// <summary>Entitlements and the addresses that make persons of them.</summary>
internal sealed class PersonLines
{
    private readonly Lock _gate = new();
    private readonly List<OutcomeLine> _lines = [];
    private readonly List<(ulong Address, int Entitlement)> _addresses = [];

    public void Add(IReadOnlyList<(OutcomeLine Line, IReadOnlyList<ulong> Addresses)> entitlements)
    {
        lock (_gate)
        {
            foreach ((OutcomeLine line, IReadOnlyList<ulong> addresses) in entitlements)
            {
                _addresses.AddRange(addresses.Select(address => (address, _lines.Count)));
                _lines.Add(line);
            }
        }
    }

    public PersonCounts Count()
    {
        int[] firstOf = Join();
        OutcomeLine[] persons = new OutcomeLine[_lines.Count];
        for (int entitlement = 0; entitlement < _lines.Count; entitlement++)
        {
            persons[Find(firstOf, entitlement)] |= _lines[entitlement];
        }

        return persons.Where(lines => lines != OutcomeLine.None).Aggregate(PersonCounts.Nobody, (sum, lines) => new PersonCounts(
            sum.Entitled + 1,
            sum.Issued + (lines.HasFlag(OutcomeLine.Issued) ? 1 : 0),
            sum.Transferred + (lines.HasFlag(OutcomeLine.Transferred) ? 1 : 0),
            sum.Expired + (lines.HasFlag(OutcomeLine.Expired) ? 1 : 0),
            sum.Revoked + (lines.HasFlag(OutcomeLine.Revoked) ? 1 : 0),
            sum.Waiting + (lines.HasFlag(OutcomeLine.Waiting) ? 1 : 0),
            sum.Failed + (lines.HasFlag(OutcomeLine.Failed) ? 1 : 0)));
    }

    /// <summary>Joins those who have an address in common: sorted, they lie side by side.</summary>
    private int[] Join()
    {
        int[] firstOf = [.. Enumerable.Range(0, _lines.Count)];
        _addresses.Sort();
        for (int index = 1; index < _addresses.Count; index++)
        {
            if (_addresses[index].Address == _addresses[index - 1].Address)
            {
                firstOf[Find(firstOf, _addresses[index].Entitlement)] = Find(firstOf, _addresses[index - 1].Entitlement);
            }
        }

        return firstOf;
    }

    /// <summary>The one entitlement that stands for the person, on a path that gets shorter each time it is walked.</summary>
    private static int Find(int[] firstOf, int entitlement)
    {
        while (firstOf[entitlement] != entitlement)
        {
            entitlement = firstOf[entitlement] = firstOf[firstOf[entitlement]];
        }

        return entitlement;
    }
}
