using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compensation.Coupons;

/// <summary>Each coupon of one file by the hash of its inquiry number: some 50 bytes a row, so that a file of a million rows can be checked as a whole.</summary>
internal sealed class LedgerIndex
{
    private readonly Dictionary<UInt128, Entry> _entries = [];

    public int Stored { get; private set; }

    public int Conflicts { get; private set; }

    public int Count => _entries.Count;

    /// <summary>0, or the line of an earlier row with the same inquiry number.</summary>
    public int Add(UInt128 number, UInt128 facts, int line)
    {
        ref Entry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, number, out bool exists);
        if (exists)
        {
            return entry.Line;
        }

        entry = new Entry(facts, line, Standing.New);
        return 0;
    }

    /// <summary>Notes a coupon that is on file already.</summary>
    public void NoteStored(UInt128 number, UInt128 facts)
    {
        ref Entry entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, number);
        if (Unsafe.IsNullRef(ref entry))
        {
            return;
        }

        bool same = entry.Facts == facts;
        entry = entry with { Standing = same ? Standing.Stored : Standing.Conflict };
        Stored += same ? 1 : 0;
        Conflicts += same ? 0 : 1;
    }

    public Standing StandingOf(UInt128 number) => _entries[number].Standing;

    public enum Standing : byte
    {
        New,
        Stored,
        Conflict,
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(UInt128 Facts, int Line, Standing Standing);
}
