namespace Compensation.Rehearsal.People;

/// <summary>Where people write down the receipt numbers that they are given: in a file, since they still have them after the rehearsal was killed.</summary>
internal sealed class ReceiptNumbers
{
    private readonly string _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<string>> _byAddress = new(StringComparer.Ordinal);

    public ReceiptNumbers(string file)
    {
        _file = file;
        foreach (string[] line in File.Exists(file) ? File.ReadLines(file).Select(line => line.Split('\t')) : [])
        {
            Note(line[0], line.Length > 1 ? line[1] : string.Empty);
        }
    }

    public void WriteDown(string address, string receipt)
    {
        lock (_gate)
        {
            File.AppendAllText(_file, $"{address}\t{receipt}\n");
            Note(address, receipt);
        }
    }

    /// <summary>How many were given, in this run or before.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byAddress.Values.Sum(receipts => receipts.Count);
            }
        }
    }

    /// <summary>All that somebody was given, the first first.</summary>
    public IReadOnlyList<string> Of(string address)
    {
        lock (_gate)
        {
            return _byAddress.TryGetValue(address, out List<string>? receipts) ? [.. receipts] : [];
        }
    }

    /// <summary>A line that a kill has torn is none.</summary>
    private void Note(string address, string receipt)
    {
        if (receipt.Length == "AAAA-AAAA".Length)
        {
            (_byAddress.TryGetValue(address, out List<string>? receipts) ? receipts : _byAddress[address] = []).Add(receipt);
        }
    }
}
