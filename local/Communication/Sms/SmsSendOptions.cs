namespace Azure.Communication.Sms;

/// <summary>What is wanted beyond the message itself.</summary>
public class SmsSendOptions(bool enableDeliveryReport)
{
    /// <summary>Whether a delivery report is to be posted through Event Grid.</summary>
    public bool EnableDeliveryReport { get; } = enableDeliveryReport;

    /// <summary>Free text that comes back with the delivery report.</summary>
    public string? Tag { get; set; }
}
