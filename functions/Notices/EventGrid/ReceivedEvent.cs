using Azure.Messaging;

namespace Compensation.Notices.EventGrid;

/// <summary>One event of a delivery.</summary>
/// <param name="Json">As it came, UTF-8.</param>
internal sealed record ReceivedEvent(BinaryData Json)
{
    /// <summary>What it says; null where it could not be read.</summary>
    public CloudEvent? Envelope { get; init; }

    /// <summary>The report in it; null where it bears none.</summary>
    public DeliveryReport? Report { get; init; }

    /// <summary>Why it is set aside, in one line; null where it is not.</summary>
    public string? Fault { get; init; }

    public ReceivedEvent SetAside(string fault) => this with { Report = null, Fault = fault };
}
