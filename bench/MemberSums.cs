using System.Runtime.InteropServices;
using Compensation.Awards;
using Compensation.Campaigns.Points;

namespace Compensation.Bench;

/// <summary>
/// Each member's points while purchases pass by in any order: 32 bytes a member in an open table. Purchases come in batches, whose places are all touched
/// first: a million members do not fit the processor's caches, but a batch's misses can overlap.
/// </summary>
internal sealed class MemberSums
{
    private Entry[] _entries = new Entry[1 << 16];
    private int[] _places = [];
    private long _touched;

    public int Members { get; private set; }

    public void Add(ReadOnlySpan<MemberId> members, ReadOnlySpan<ExactPoints> points)
    {
        if ((Members + members.Length) * 2 > _entries.Length)
        {
            Grow(members.Length);
        }

        _places = _places.Length < members.Length ? new int[members.Length] : _places;
        long touched = 0;
        for (int index = 0; index < members.Length; index++)
        {
            int place = PlaceOf(members[index]);
            _places[index] = place;
            touched += _entries[place].Parts;
        }

        _touched += touched;
        for (int index = 0; index < members.Length; index++)
        {
            ref Entry entry = ref Find(members[index], _places[index]);
            Members += entry.Member == default ? 1 : 0;
            entry = new Entry(members[index], checked(entry.Parts + points[index].Parts));
        }
    }

    /// <summary>All whole points, each member's rounded down once.</summary>
    public long Points(long partsPerPoint) => _entries.Sum(entry => entry.Parts / partsPerPoint);

    private ref Entry Find(MemberId member, int place)
    {
        while (_entries[place].Member != default && _entries[place].Member != member)
        {
            place = (place + 1) & (_entries.Length - 1);
        }

        return ref _entries[place];
    }

    private int PlaceOf(MemberId member) => member.GetHashCode() & (_entries.Length - 1);

    private void Grow(int more)
    {
        Entry[] old = _entries;
        int size = old.Length;
        while ((Members + more) * 2 > size)
        {
            size *= 2;
        }

        _entries = new Entry[size];
        foreach (Entry entry in old.Where(entry => entry.Member != default))
        {
            Find(entry.Member, PlaceOf(entry.Member)) = entry;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(MemberId Member, long Parts);
}
