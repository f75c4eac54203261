using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>A query's parameter that is one of some names.</summary>
public static class QueryChoice
{
    /// <param name="request">The request.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">The one that is named, whatever its case; null where the parameter is missing or empty.</param>
    /// <returns>False where something else stands there: a number, for example.</returns>
    public static bool TryReadChoice<T>(this HttpRequest request, string name, out T? value)
        where T : struct, Enum
    {
        string? text = request.Query[name].FirstOrDefault();
        bool isOne = Enum.TryParse(text, ignoreCase: true, out T parsed) && Enum.IsDefined(parsed) && char.IsAsciiLetter(text![0]);
        value = isOne ? parsed : null;
        return isOne || string.IsNullOrEmpty(text);
    }

    /// <summary>All names, as they stand in JSON: <c>received, inReview</c>.</summary>
    public static string NamesOf<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));
}
