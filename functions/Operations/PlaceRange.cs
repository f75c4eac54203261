using System.Diagnostics.CodeAnalysis;
using Compensation.Common;
using Microsoft.AspNetCore.Http;

namespace Compensation.Operations;

/// <summary>A part of a list whose newest row comes first.</summary>
/// <param name="From">The key with which it begins.</param>
/// <param name="Before">The key before which it ends.</param>
public sealed record PlaceRange(string From, string Before)
{
    /// <summary>Keys are digits, a colon and hex.</summary>
    public static readonly PlaceRange All = new(string.Empty, "a");

    /// <param name="request">Whose query may hold <c>from</c>, and <c>day</c>: one of Japan's days.</param>
    /// <param name="range">What is asked for.</param>
    /// <param name="fault">What is wrong with it, as an answer.</param>
    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out PlaceRange? range, [NotNullWhen(false)] out IResult? fault)
    {
        range = null;
        if (!NewestFirst.TryReadPlace(request, out string? from, out fault))
        {
            return false;
        }

        PlaceRange asked = All;
        if (request.Query["day"].FirstOrDefault() is { } day)
        {
            if (!DateOnly.TryParseExact(Folding.Plain(day), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out DateOnly date) || date.Year is < 2000 or > 2099)
            {
                fault = Common.Http.JsonBody.Fault("day: expected a date of the years 2000 to 2099, such as 2023-04-10, or nothing");
                return false;
            }

            asked = OfDay(date);
        }

        range = from is null || string.CompareOrdinal(from, asked.From) < 0 ? asked : asked with { From = from };
        return true;
    }

    /// <summary>All rows that are older than an instant.</summary>
    public static PlaceRange OlderThan(DateTimeOffset instant) => All with { From = NewestFirst.OlderThan(instant) };

    /// <summary>From midnight to midnight in Japan.</summary>
    public static PlaceRange OfDay(DateOnly day) => new(NewestFirst.OlderThan(JapanTime.EndOf(day)), NewestFirst.OlderThan(JapanTime.At(day, TimeOnly.MinValue)));
}
