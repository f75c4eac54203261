using Compensation.Common;

namespace Compensation.Operations.Alarms;

/// <summary>Something that wants a person.</summary>
/// <param name="Id">Its place in the list.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Campaign">Whose, or null.</param>
/// <param name="Matter">What it is about, or empty.</param>
/// <param name="Text">What a person needs to know.</param>
/// <param name="At">When it was raised first, UTC.</param>
/// <param name="LastAt">When it was raised last, UTC.</param>
/// <param name="Times">How often, until it was quiet for a while.</param>
public sealed record Alarm(string Id, AlarmKind Kind, CampaignId? Campaign, string Matter, string Text, DateTimeOffset At, DateTimeOffset LastAt, int Times);
