using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Access.Accounts;

/// <summary>Declares that two accounts are one person's, so that he is never two where two persons are needed.</summary>
public sealed class LinkAccounts(AccountStore accounts, PersonLinks links)
{
    private const int ReasonLengthMax = 500;

    [Function(nameof(LinkAccounts))]
    [ApiOperation("Declares two accounts to be one person's.", Body = typeof(AccountLinkRequest), AnswerType = "", Status = 204)]
    public Task<IResult> Link([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "account-links")] HttpRequest request, CancellationToken cancellationToken) =>
        ActAsync(request, links.DeclareAsync, own: true, cancellationToken);

    [Function(nameof(UnlinkAccounts))]
    [ApiOperation("Takes back that two accounts are one person's. Nobody does so for an account of his own.", Body = typeof(AccountLinkRequest), AnswerType = "", Status = 204)]
    public Task<IResult> UnlinkAccounts([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "account-links/remove")] HttpRequest request, CancellationToken cancellationToken) =>
        ActAsync(request, links.TakeBackAsync, own: false, cancellationToken);

    private async Task<IResult> ActAsync(HttpRequest request, Func<PersonId, PersonId, CancellationToken, Task> act, bool own, CancellationToken cancellationToken)
    {
        (AccountLinkRequest? body, IResult? fault) = await JsonBody.ReadAsync<AccountLinkRequest>(request, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        if (!PersonId.TryParse(body!.One, out PersonId one) || !PersonId.TryParse(body.Other, out PersonId other) || one == other || !Operators.IsLine(body.Reason, ReasonLengthMax))
        {
            return JsonBody.Fault("Expected one and other, the ids of two accounts, and a reason.");
        }

        if (await accounts.FindAsync(one, cancellationToken) is null || await accounts.FindAsync(other, cancellationToken) is null)
        {
            return Results.Problem("There is no account of one of these ids.", statusCode: StatusCodes.Status404NotFound);
        }

        PersonId acting = Caller.Of(request.HttpContext).Person!.Id;
        if (!own && (await links.AreOneAsync(acting, one, cancellationToken) || await links.AreOneAsync(acting, other, cancellationToken)))
        {
            return Results.Problem("Nobody parts accounts of his own: ask another administrator.", statusCode: StatusCodes.Status409Conflict);
        }

        await act(one, other, cancellationToken);
        return Results.NoContent();
    }
}
