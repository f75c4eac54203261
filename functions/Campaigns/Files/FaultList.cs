namespace Compensation.Campaigns.Files;

/// <summary>Collects the faults of one file, so that its author sees all of them at once.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<CampaignFault> _faults = [];

    public string File => file;

    public void Add(string field, string reason) => _faults.Add(new CampaignFault(file, field, reason));

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
            throw new CampaignFileException(_faults);
        }
    }

    public CampaignFileException Fatal(string field, string reason, Exception? cause = null) => new([new CampaignFault(file, field, reason)], cause);
}
