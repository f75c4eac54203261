namespace Compensation.Campaigns;

/// <summary>Something that is wrong with a campaign file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Field">The field's path, such as <c>waves[0].endsOn</c>; empty for the file as a whole.</param>
/// <param name="Reason">What is wrong, and what was expected.</param>
public sealed record CampaignFault(string File, string Field, string Reason)
{
    /// <summary>On which line of the file, 1 and up, or where the nearest thing around it is that is there.</summary>
    public int Line { get; init; } = 1;

    public override string ToString() => Field.Length == 0 ? $"{File}: {Reason}" : $"{File}: {Field}: {Reason}";
}

/// <summary>Campaign files that cannot be used. The message lists every fault on a line of its own.</summary>
public sealed class CampaignFileException(IReadOnlyList<CampaignFault> faults, Exception? innerException = null)
    : Exception(string.Join(Environment.NewLine, faults), innerException)
{
    public IReadOnlyList<CampaignFault> Faults { get; } = faults;
}
