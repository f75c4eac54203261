namespace Compensation.Payouts;

/// <summary>
/// Free codes that a look at a shelf has shown and nobody has taken yet: whoever comes next needs no look of his own. They may be gone by then, or have lapsed: taking
/// one is conditional, and its last day is asked for again. A few are kept of a shelf, of so many shelves at most.
/// </summary>
internal sealed class SeenCodes
{
    private const int ShelvesMax = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Shelf, Queue<CodeRow>> _shelves = [];

    /// <summary>One that can be redeemed on a day; nobody else is given it. Null where none is known.</summary>
    public CodeRow? Next(Shelf shelf, string today)
    {
        lock (_gate)
        {
            CodeRow? found = null;
            if (_shelves.TryGetValue(shelf, out Queue<CodeRow>? seen))
            {
                while (found is null && seen.TryDequeue(out CodeRow? code))
                {
                    found = string.CompareOrdinal(code.LastDay, today) < 0 ? null : code;
                }

                if (seen.Count == 0)
                {
                    _shelves.Remove(shelf);
                }
            }

            return found;
        }
    }

    /// <summary>Keeps what a look has shown, unless another look of the same moment has shown something already.</summary>
    public void Keep(Shelf shelf, IEnumerable<CodeRow> codes)
    {
        Queue<CodeRow> seen = new(codes);
        lock (_gate)
        {
            if (seen.Count > 0 && _shelves.Count < ShelvesMax)
            {
                _shelves.TryAdd(shelf, seen);
            }
        }
    }
}
