using System.Globalization;
using Compensation.Campaigns;

namespace Compensation.Notices;

/// <summary>What a wave of notices sends, and to whom.</summary>
/// <param name="Kind">Which kind of notice.</param>
/// <param name="Sequence">Which one of the kind: 1 for the issue, the reminder's number.</param>
/// <param name="Route">Only this route's entitlements, or all where null.</param>
public sealed record NoticeOrder(NoticeKind Kind, int Sequence, EntitlementRoute? Route)
{
    /// <summary>As a wave's argument: <c>Issue:1:App</c>, <c>Reminder:2:</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}:{Sequence}:{Route}");

    /// <exception cref="FormatException">The text is not an order.</exception>
    public static NoticeOrder Parse(string text)
    {
        string[] parts = text.Split(':');
        return parts is [var kind, var sequence, var route]
            && Enum.TryParse(kind, out NoticeKind parsedKind)
            && int.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? new NoticeOrder(parsedKind, number, route.Length == 0 ? null : Enum.Parse<EntitlementRoute>(route))
                : throw new FormatException($"'{text}' is not a notice order: expected kind:sequence:route, such as Issue:1:App.");
    }

    /// <summary>Restored double charges travel with the app's route: their contact is the app's.</summary>
    public bool Covers(EntitlementRoute route) =>
        Route is null || Route == route || (Route == EntitlementRoute.App && route == EntitlementRoute.DoubleCharge);
}
