using System.Text.Json;

namespace Compensation.Emulators.PointsSystem;

/// <summary>The contract's two requests; see <c>docs/points-system-api.md</c>.</summary>
internal sealed class PostingEndpoint(Ledger ledger, FaultGate faults, string apiKey)
{
    private const long PointsMax = 10_000_000_000;
    private const int ReasonLengthMax = 200;

    public Task GrantAsync(HttpContext http, string key) => AnswerAsync(http, key, PostingKind.Grant);

    public Task RevokeAsync(HttpContext http, string key) => AnswerAsync(http, key, PostingKind.Revocation);

    private async Task AnswerAsync(HttpContext http, string key, PostingKind kind)
    {
        PointsSystemFaults current = faults.Current;
        if (current.Down)
        {
            http.Abort();
            return;
        }

        ledger.CountRequest();
        if (current.DelayMilliseconds > 0)
        {
            await Task.Delay(current.DelayMilliseconds, http.RequestAborted);
        }

        if (faults.TakeFailure(key) is { } failure)
        {
            http.Response.Headers.RetryAfter = failure.RetryAfter?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            http.Response.StatusCode = failure.Status;
            return;
        }

        IResult result = await JudgeAsync(http, key, kind);
        if (faults.TakeDrop(key))
        {
            http.Abort();
            return;
        }

        await result.ExecuteAsync(http);
    }

    private async Task<IResult> JudgeAsync(HttpContext http, string key, PostingKind kind)
    {
        if (http.Request.Headers.Authorization != $"Bearer {apiKey}")
        {
            return Error(StatusCodes.Status401Unauthorized, "unauthorized");
        }

        if (!Guid.TryParseExact(key, "D", out Guid id) || await ReadAsync(http) is not { } instruction)
        {
            return Error(StatusCodes.Status400BadRequest, "invalid");
        }

        return ledger.Book(id, kind, instruction) switch
        {
            Answer.Booked booked => Results.Json(new { booked.Posting.Reference, booked.Posting.Points }, statusCode: StatusCodes.Status201Created),
            Answer.Repeated repeated => Results.Json(new { repeated.Posting.Reference, repeated.Posting.Points }),
            Answer.UnknownMember => Error(StatusCodes.Status404NotFound, "unknownMember"),
            Answer.BalanceShort low => Results.Json(new { code = "balanceShort", balance = low.Balance }, statusCode: StatusCodes.Status422UnprocessableEntity),
            _ => Error(StatusCodes.Status409Conflict, "keyUsed"),
        };
    }

    private static async Task<Instruction?> ReadAsync(HttpContext http)
    {
        try
        {
            Instruction? instruction = await http.Request.ReadFromJsonAsync<Instruction>(http.RequestAborted);
            return instruction is { Member: { Length: >= 4 and <= 20 }, Campaign.Length: > 0, Points: > 0 and <= PointsMax, Reason: { Length: > 0 and <= ReasonLengthMax } } ? instruction : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Error(int status, string code) => Results.Json(new { code }, statusCode: status);
}
