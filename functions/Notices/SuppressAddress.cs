using Compensation.Common;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Notices;

/// <summary>Puts a number or address on the list of those that are not to be written to, and takes it off again. The address comes in the body.</summary>
public sealed class SuppressAddress(SuppressionList list)
{
    [Function(nameof(SuppressAddress))]
    [ApiOperation("Puts a number or address on the list of those that are not written to.", Body = typeof(SuppressionRequest), AnswerType = "", Status = 204)]
    public Task<IResult> Suppress([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suppressions")] HttpRequest request, CancellationToken cancellationToken) =>
        WithAsync(request, (address, body, by) => list.AddAsync(address, body.Reason, by, cancellationToken), cancellationToken);

    [Function(nameof(AllowAddress))]
    [ApiOperation("Takes a number or address off that list.", Body = typeof(SuppressionRequest), AnswerType = "", Status = 204)]
    public Task<IResult> AllowAddress([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suppressions/remove")] HttpRequest request, CancellationToken cancellationToken) =>
        WithAsync(request, (address, _, _) => list.RemoveAsync(address, cancellationToken), cancellationToken);

    private static async Task<IResult> WithAsync(HttpRequest request, Func<string, SuppressionRequest, string, Task> act, CancellationToken cancellationToken)
    {
        (SuppressionRequest? body, IResult? fault) = await JsonBody.ReadAsync<SuppressionRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        string? address = JapanesePhone.TryNormalise(body.Address, out string? phone) ? phone : EmailRule.TryNormalise(body.Address, out string? email) ? email : null;
        if (address is null || Operators.NameOf(request, body.By) is not { } by || !Operators.IsLine(body.Reason, 500))
        {
            return JsonBody.Fault("Expected address (a Japanese mobile number or an e-mail address), reason (1 to 500 characters), and by (1 to 100 characters).");
        }

        await act(address, body, by);
        return Results.NoContent();
    }
}

/// <summary>An address that is not, or no longer, to be suppressed.</summary>
public sealed record SuppressionRequest(string Address = "", string Reason = "", string? By = null);
