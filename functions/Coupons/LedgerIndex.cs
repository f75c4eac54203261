using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compensation.Coupons;

/// <summary>Each coupon of one file by the hash of its inquiry number: some 50 bytes a row, so that a file of a million rows can be checked as a whole.</summary>
internal sealed class LedgerIndex
{
    private readonly Dictionary<UInt128, Entry> _entries = [];
    private readonly int[] _standings = new int[Enum.GetValues<Standing>().Length];

    public int Count => _entries.Count;

    /// <summary>How many coupons of the file stand so.</summary>
    public int this[Standing standing] => _standings[(int)standing];

    /// <summary>0, or the line of an earlier row with the same inquiry number.</summary>
    public int Add(UInt128 number, UInt128 facts, LedgerRow row)
    {
        ref Entry entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, number, out bool exists);
        if (exists)
        {
            return entry.Line;
        }

        entry = new Entry(facts, row.Line, (int)row.Coupon.Balance.Amount, Standing.New);
        _standings[(int)Standing.New]++;
        return 0;
    }

    /// <summary>Notes a coupon that is on file already.</summary>
    /// <param name="number">The hash of its inquiry number.</param>
    /// <param name="stored">As the files that count have made it.</param>
    public void NoteStored(UInt128 number, CouponRow stored)
    {
        ref Entry entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, number);
        if (Unsafe.IsNullRef(ref entry))
        {
            return;
        }

        string facts = CouponHashes.ToText(entry.Facts);
        Standing standing =
            string.Equals(facts, stored.Facts, StringComparison.Ordinal) ? Standing.Stored
            : stored.IsSuperseded(facts) ? Standing.Superseded
            : entry.Balance == stored.ImportedBalance ? Standing.Corrects
            : Standing.Conflict;
        _standings[(int)entry.Standing]--;
        _standings[(int)standing]++;
        entry = entry with { Standing = standing };
    }

    public Standing StandingOf(UInt128 number) => _entries[number].Standing;

    /// <summary>What a row of the file is to the ledger on file.</summary>
    public enum Standing : byte
    {
        /// <summary>Not on file.</summary>
        New,

        /// <summary>On file as it is.</summary>
        Stored,

        /// <summary>As it was on file, before a later file corrected it.</summary>
        Superseded,

        /// <summary>On file with the same balance, but with another contact, route or expiry.</summary>
        Corrects,

        /// <summary>On file with another balance.</summary>
        Conflict,
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(UInt128 Facts, int Line, int Balance, Standing Standing);
}
