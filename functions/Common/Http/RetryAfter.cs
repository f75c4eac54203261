using System.Net.Http.Headers;

namespace Compensation.Common.Http;

/// <summary>How long a service that says "too many" is left alone: what its <c>Retry-After</c> asks for (RFC 9110, 10.2.3), within a second and an hour.</summary>
public static class RetryAfter
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Nobody is left alone for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The wait where an answer does not say.</summary>
    public static TimeSpan Unsaid { get; } = TimeSpan.FromMinutes(1);

    public static TimeSpan In(HttpResponseHeaders answer) => Of(answer.RetryAfter, answer.Date);

    /// <param name="header">Its text, or null where it is absent.</param>
    /// <param name="answeredAt">The answer's own <c>Date</c>: a date is meant by the service's clock, not by ours.</param>
    public static TimeSpan In(string? header, DateTimeOffset? answeredAt) =>
        Of(RetryConditionHeaderValue.TryParse(header, out RetryConditionHeaderValue? asked) ? asked : null, answeredAt);

    private static TimeSpan Of(RetryConditionHeaderValue? asked, DateTimeOffset? answeredAt)
    {
        TimeSpan? wait = asked?.Delta ?? (asked?.Date - answeredAt);
        return wait is not { } said ? Unsaid : said < Shortest ? Shortest : said > Longest ? Longest : said;
    }
}
