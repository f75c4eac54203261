using System.Numerics;
using Compensation.Awards;

namespace Compensation.Bench;

/// <summary>An open hash table of members and their points, for one thread at a time.</summary>
/// <param name="expected">How many members there may be before it must grow.</param>
internal sealed class MemberTable(int expected)
{
    private readonly Lock _lock = new();
    private long _touched;

    /// <summary>One cell at least, as a table grows by doubling.</summary>
    private MemberSum[] _sums = new MemberSum[(int)BitOperations.RoundUpToPowerOf2(((uint)expected + 1) * 4 / 3)];

    public int Members { get; private set; }

    public long Points(long partsPerPoint) => _sums.Sum(sum => sum.Parts / partsPerPoint);

    public void Add(ReadOnlySpan<MemberSum> batch)
    {
        lock (_lock)
        {
            while ((Members + batch.Length) * 4L > _sums.Length * 3L)
            {
                Grow();
            }

            Touch(batch);
            foreach (ref readonly MemberSum added in batch)
            {
                ref MemberSum sum = ref Find(added);
                if (sum.IsFree)
                {
                    Members++;
                    sum = added;
                }
                else
                {
                    sum.Parts = checked(sum.Parts + added.Parts);
                }
            }
        }
    }

    /// <summary>Reads each member's cell before any is needed: nothing waits for the other, so that the processor fetches many of them from memory at once.</summary>
    private void Touch(ReadOnlySpan<MemberSum> batch)
    {
        long touched = 0;
        foreach (ref readonly MemberSum added in batch)
        {
            touched += _sums[CellOf(added)].Parts;
        }

        _touched = touched;
    }

    /// <summary>The member's cell, or the free one for it.</summary>
    private ref MemberSum Find(in MemberSum member)
    {
        int cell = CellOf(member);
        while (!_sums[cell].IsOf(member) && !_sums[cell].IsFree)
        {
            cell = (cell + 1) & (_sums.Length - 1);
        }

        return ref _sums[cell];
    }

    /// <summary>The highest bits of the hash have chosen the table.</summary>
    private int CellOf(in MemberSum member) => (int)(member.Hash >> 16) & (_sums.Length - 1);

    private void Grow()
    {
        MemberSum[] old = _sums;
        _sums = new MemberSum[old.Length * 2];
        foreach (ref readonly MemberSum sum in old.AsSpan())
        {
            if (!sum.IsFree)
            {
                Find(sum) = sum;
            }
        }
    }
}

/// <summary>One member's points, in parts. The member's whole id is kept, in two halves, so that no two members are ever taken for one.</summary>
internal struct MemberSum(MemberId member, long parts)
{
    private readonly ulong _upper = (ulong)(member.Packed >> 64);
    private readonly ulong _lower = (ulong)member.Packed;

    public long Parts = parts;

    public readonly bool IsFree => (_upper | _lower) == 0;

    /// <summary>Every bit of the id changes the upper half of the hash's bits.</summary>
    public readonly ulong Hash
    {
        get
        {
            ulong mixed = (_lower ^ (_upper * 0xC2B2AE3D27D4EB4F)) * 0x9E3779B97F4A7C15;
            return (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
        }
    }

    public readonly bool IsOf(in MemberSum other) => _lower == other._lower && _upper == other._upper;
}
