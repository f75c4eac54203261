using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.CallCentre.Notes;

/// <summary>Where a note stands among what somebody has to look after: by its day.</summary>
internal sealed record FollowUpPlace(DateOnly Day, EntitlementId Person, string Key)
{
    public const string DayFormat = "yyyy-MM-dd";

    /// <param name="request">Whose query may hold <c>from</c>.</param>
    /// <param name="from">Where to begin; null at the most urgent.</param>
    /// <param name="fault">What is wrong with it, as an answer.</param>
    public static bool TryRead(HttpRequest request, out FollowUpPlace? from, [NotNullWhen(false)] out IResult? fault)
    {
        string? asked = request.Query["from"].FirstOrDefault();
        from = asked is null ? null : TryParse(asked);
        fault = asked is null || from is not null ? null : JsonBody.Fault("from is not a place in this list; expected the answer's next, or nothing.");
        return fault is null;
    }

    /// <summary>What stands behind everything of a day, and of those before it.</summary>
    public static string After(DateOnly day) => $"{TextOf(day)};";

    public static FollowUpPlace? TryParse(string text) =>
        text.Split(':') is [var day, var person, var key]
        && DateOnly.TryParseExact(day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) && EntitlementId.TryParse(person, out EntitlementId id) && NoteFunctions.IsKey(key)
            ? new FollowUpPlace(date, id, key)
            : null;

    public override string ToString() => $"{TextOf(Day)}:{Person}:{Key}";

    private static string TextOf(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}
