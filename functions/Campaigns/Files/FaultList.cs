namespace Compensation.Campaigns.Files;

/// <summary>Collects the faults of one file, so that its author sees all of them at once.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<CampaignFault> _faults = [];

    public string File => file;

    /// <summary>On which line a field stands; 1 where that is not known.</summary>
    public Func<string, int> LineOf { get; set; } = _ => 1;

    public bool IsEmpty => _faults.Count == 0;

    /// <summary>Something is said once, whoever finds it.</summary>
    public void Add(string field, string reason)
    {
        CampaignFault fault = new(file, field, reason) { Line = LineOf(field) };
        if (!_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }

    public void Add(IEnumerable<(string Field, string Reason)> faults)
    {
        foreach ((string field, string reason) in faults)
        {
            Add(field, reason);
        }
    }

    /// <summary>Takes over what another list holds, but for what says nothing.</summary>
    public void AddUnless(Predicate<CampaignFault> useless, FaultList others) => _faults.AddRange(others._faults.Where(fault => !useless(fault) && !_faults.Contains(fault)));

    public void AddUnless(bool fine, string field, string reason)
    {
        if (!fine)
        {
            Add(field, reason);
        }
    }

    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new CampaignFileException([.. _faults.OrderBy(fault => fault.Line)]);
        }
    }

    public CampaignFileException Fatal(string field, string reason, Exception? cause = null) => new([new CampaignFault(file, field, reason) { Line = LineOf(field) }], cause);
}
