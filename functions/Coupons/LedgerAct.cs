using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;

namespace Compensation.Coupons;

/// <summary>An operator's decision about a ledger, which stays on record.</summary>
/// <param name="Reason">Why; 1 to 500 characters on one line.</param>
/// <param name="By">Who, unless signed in.</param>
public sealed record LedgerAct(string Reason = "", string? By = null)
{
    internal static async Task<(LedgerAct? Act, string By, IResult? Fault)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        (LedgerAct? act, IResult? fault) = await JsonBody.ReadAsync<LedgerAct>(request, cancellationToken);
        if (act is null)
        {
            return (null, string.Empty, fault);
        }

        return Operators.NameOf(request, act.By) is { } by && Operators.IsLine(act.Reason, 500)
            ? (act, by, null)
            : (null, string.Empty, JsonBody.Fault("Expected reason (1 to 500 characters on one line) and by (1 to 100 characters)."));
    }
}
