namespace Compensation.Campaigns;

/// <summary>How the right arose.</summary>
public enum EntitlementRoute
{
    App,
    Application,
    DoubleCharge,
    Purchase,
}
