using Compensation.Awards;

namespace Compensation.Bench;

/// <summary>
/// Each member's points while purchases pass by in any order, from several threads. The members are spread over a few open tables by their hash; purchases
/// come in batches for one table, so that its lock is hardly ever waited for and the cache misses of a batch overlap.
/// </summary>
/// <param name="expected">How many members there may be; more of them cost time only.</param>
internal sealed class MemberSums(int expected)
{
    private const int TableBits = 4;
    private const int BatchSize = 256;

    private readonly MemberTable[] _tables = [.. Enumerable.Range(0, 1 << TableBits).Select(_ => new MemberTable(expected >> TableBits))];

    /// <summary>Those who have earned anything.</summary>
    public int Members => _tables.Sum(table => table.Members);

    /// <summary>All whole points, each member's rounded down once.</summary>
    public long Points(long partsPerPoint) => _tables.Sum(table => table.Points(partsPerPoint));

    public Adder NewAdder() => new(_tables);

    /// <summary>Collects what one thread adds, for each table apart; must be flushed at the end.</summary>
    public sealed class Adder
    {
        private readonly MemberTable[] _tables;
        private readonly MemberSum[][] _batches;
        private readonly int[] _counts;

        internal Adder(MemberTable[] tables)
        {
            _tables = tables;
            _batches = [.. tables.Select(_ => new MemberSum[BatchSize])];
            _counts = new int[tables.Length];
        }

        public void Add(MemberId member, long parts)
        {
            MemberSum added = new(member, parts);
            int table = (int)(added.Hash >> (64 - TableBits));
            _batches[table][_counts[table]] = added;

            // Written in any case, and kept only if it is something: without a branch that nothing foretells.
            _counts[table] += parts == 0 ? 0 : 1;
            if (_counts[table] == BatchSize)
            {
                Flush(table);
            }
        }

        public void Flush()
        {
            for (int table = 0; table < _tables.Length; table++)
            {
                Flush(table);
            }
        }

        private void Flush(int table)
        {
            _tables[table].Add(_batches[table].AsSpan(0, _counts[table]));
            _counts[table] = 0;
        }
    }
}
