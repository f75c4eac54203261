namespace Compensation.Campaigns;

/// <summary>What a receipt page asks of whoever opens it, beside the link.</summary>
public enum SecondFactor
{
    /// <summary>The link is enough.</summary>
    None,

    /// <summary>The last four digits of the telephone number on file; a code by e-mail for whoever has none.</summary>
    LastDigits,

    /// <summary>A code sent to the telephone number on file; by e-mail for whoever has none, or does not get it there.</summary>
    Code,
}
