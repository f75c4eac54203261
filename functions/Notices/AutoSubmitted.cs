namespace Compensation.Notices;

/// <summary>Says that no person has written an e-mail (RFC 3834), so that out-of-office responders keep silent.</summary>
internal static class AutoSubmitted
{
    public const string Header = "Auto-Submitted";
    public const string Generated = "auto-generated";
}
