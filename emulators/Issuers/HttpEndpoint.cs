using System.Globalization;
using System.Text.Json;

namespace Compensation.Emulators.Issuers;

/// <summary>The JSON contract; see <c>docs/issuer-api.md</c>.</summary>
internal sealed class HttpEndpoint(Book book, FaultGate faults, IssuersEmulatorOptions options)
{
    private const long YenMax = 10_000_000;
    private const int LargestPage = 1_000;

    public Task PutAsync(HttpContext http, string key) => AnswerAsync(http, async () =>
    {
        if (!Guid.TryParseExact(key, "D", out _) || await ReadAsync(http) is not { Campaign: { } campaign, Product: { } product } asked)
        {
            return Error(StatusCodes.Status400BadRequest, "invalid");
        }

        // What was issued before is shown, whatever has become of the product since.
        if (book.Find(Protocol.Http, key) is Outcome.Unknown)
        {
            if (faults.Current.Closed.Contains(product, StringComparer.Ordinal))
            {
                return Results.Json(new { code = "closed", reason = "emulated" }, statusCode: StatusCodes.Status422UnprocessableEntity);
            }

            if (faults.Current.OutOf.Contains(product, StringComparer.Ordinal))
            {
                return Error(StatusCodes.Status422UnprocessableEntity, "outOfStock");
            }
        }

        return book.Issue(Protocol.Http, key, campaign, product, asked.Yen) switch
        {
            Outcome.Issued issued => Codes(issued),
            Outcome.TakenBack => Error(StatusCodes.Status410Gone, "takenBack"),
            _ => Error(StatusCodes.Status409Conflict, "keyUsed"),
        };
    });

    public Task GetAsync(HttpContext http, string key) => AnswerAsync(http, () => Task.FromResult(book.Find(Protocol.Http, key) switch
    {
        Outcome.Issued issued => Codes(issued),
        Outcome.TakenBack => Error(StatusCodes.Status410Gone, "takenBack"),
        _ => Error(StatusCodes.Status404NotFound, "unknownKey"),
    }));

    public Task DeleteAsync(HttpContext http, string key) => AnswerAsync(http, () => Task.FromResult(book.TakeBack(Protocol.Http, key, reference: null) switch
    {
        Outcome.Issued => Results.NoContent(),
        Outcome.TooLate => Error(StatusCodes.Status409Conflict, "tooLate"),
        _ => Error(StatusCodes.Status404NotFound, "unknownKey"),
    }));

    public Task ListAsync(HttpContext http, string? campaign, string? after, int take) => AnswerAsync(http, () =>
    {
        long place = 0;
        if (campaign is null || take is < 1 or > LargestPage || (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out place)))
        {
            return Task.FromResult(Error(StatusCodes.Status400BadRequest, "invalid"));
        }

        IReadOnlyList<IssuedCodes> page = book.After(place, take, codes => codes is { Protocol: Protocol.Http, TakenBackAt: null } && codes.Campaign == campaign);
        return Task.FromResult(Results.Json(new
        {
            entries = page.Select(codes => new { codes.Key, codes.Product, codes.Yen, codes.Reference }),
            next = page.Count == take ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null,
        }));
    });

    private Task AnswerAsync(HttpContext http, Func<Task<IResult>> judge) => faults.AnswerAsync(http, book, () => JudgeAsync(http, judge));

    private async Task<IResult> JudgeAsync(HttpContext http, Func<Task<IResult>> judge)
    {
        if (faults.TakeThrottle() is { } seconds)
        {
            book.Count(counts => counts with { Throttled = counts.Throttled + 1 });
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        if (faults.TakeFailure() is { } status)
        {
            return Results.Text("<html>some gateway</html>", "text/html", statusCode: status);
        }

        return http.Request.Headers.Authorization == $"Bearer {options.ApiKey}" ? await judge() : Error(StatusCodes.Status401Unauthorized, "unauthorized");
    }

    private static IResult Codes(Outcome.Issued issued) => Results.Json(
        new { reference = issued.Codes.Reference, codes = new[] { new { code = issued.Codes.Code, yen = issued.Codes.Yen, lastDay = DateOnly.FromDateTime(issued.Codes.At.UtcDateTime.AddYears(1)) } } },
        statusCode: issued.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);

    private static async Task<Asked?> ReadAsync(HttpContext http)
    {
        try
        {
            Asked? asked = await http.Request.ReadFromJsonAsync<Asked>(http.RequestAborted);
            return asked is { Campaign.Length: > 0, Product.Length: > 0, Yen: > 0 and <= YenMax } ? asked : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Error(int status, string code) => Results.Json(new { code }, statusCode: status);

    private sealed record Asked(string? Campaign, string? Product, long Yen);
}
