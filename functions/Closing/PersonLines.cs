namespace Compensation.Closing;

/// <summary>Entitlements and the addresses that make persons of them.</summary>
internal sealed class PersonLines
{
    private readonly Lock _gate = new();
    private readonly List<OutcomeLine> _lines = [];
    private readonly AddressJoin _join = new();

    public void Add(IReadOnlyList<(OutcomeLine Line, IReadOnlyList<ulong> Addresses)> entitlements)
    {
        lock (_gate)
        {
            foreach ((OutcomeLine line, IReadOnlyList<ulong> addresses) in entitlements)
            {
                _join.Add(addresses);
                _lines.Add(line);
            }
        }
    }

    public PersonCounts Count()
    {
        int[] firstOf = _join.FirstOfEach();
        OutcomeLine[] persons = new OutcomeLine[_lines.Count];
        for (int entitlement = 0; entitlement < _lines.Count; entitlement++)
        {
            persons[firstOf[entitlement]] |= _lines[entitlement];
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
}
