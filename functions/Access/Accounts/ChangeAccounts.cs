using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Access.Accounts;

/// <summary>What administrators do with accounts, over HTTP.</summary>
public sealed class ChangeAccounts(AdministerAccounts accounts)
{
    [Function(nameof(CreateAccount))]
    [ApiOperation("Makes a local account, and the code of its owner's first sign-in, which is shown this once.", Body = typeof(NewAccountRequest), Answer = typeof(InvitedAccount), Status = 201, MayHeaders = [IdempotencyKey.Header])]
    public Task<IResult> CreateAccount([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts")] HttpRequest request, CancellationToken cancellationToken) =>
        ActAsync<NewAccountRequest>(request, (acting, body) => accounts.CreateAsync(acting, IdempotencyKey.TryRead(request, out string? key) ? key : null, body.SignInName, body.Name, RoleNames.Parse(body.Roles), body.Reason, cancellationToken), Invited(StatusCodes.Status201Created), cancellationToken);

    [Function(nameof(ChangeRoles))]
    [ApiOperation("Says what somebody may do, from his next request on. Of somebody who comes by a directory, the directory says it.", Body = typeof(RolesRequest), Answer = typeof(AccountView))]
    public Task<IResult> ChangeRoles([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "accounts/{account}/roles")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        ActAsync<RolesRequest>(request, (acting, body) => accounts.ChangeRolesAsync(acting, account, RoleNames.Parse(body.Roles), body.Reason, cancellationToken), Changed, cancellationToken);

    [Function(nameof(DisableAccount))]
    [ApiOperation("Shuts somebody out, whichever way he comes, from his next request on.", Body = typeof(AccountActRequest), Answer = typeof(AccountView))]
    public Task<IResult> DisableAccount([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts/{account}/disable")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        ActAsync<AccountActRequest>(request, (acting, body) => accounts.DisableAsync(acting, account, body.Reason, cancellationToken), Changed, cancellationToken);

    [Function(nameof(EnableAccount))]
    [ApiOperation("Lets somebody in again.", Body = typeof(AccountActRequest), Answer = typeof(AccountView))]
    public Task<IResult> EnableAccount([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts/{account}/enable")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        ActAsync<AccountActRequest>(request, (acting, body) => accounts.EnableAsync(acting, account, body.Reason, cancellationToken), Changed, cancellationToken);

    [Function(nameof(InviteAgain))]
    [ApiOperation("Gives the owner of a local account a new first code, as after a lost phone. His password and his authenticator app count no longer.", Body = typeof(AccountActRequest), Answer = typeof(InvitedAccount))]
    public Task<IResult> InviteAgain([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts/{account}/invite")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        ActAsync<AccountActRequest>(request, (acting, body) => accounts.InviteAgainAsync(acting, account, body.Reason, cancellationToken), Invited(StatusCodes.Status200OK), cancellationToken);

    [Function(nameof(LinkAccounts))]
    [ApiOperation("Declares two accounts to be one person's.", Body = typeof(AccountLinkRequest), AnswerType = "", Status = 204)]
    public Task<IResult> LinkAccounts([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "account-links")] HttpRequest request, CancellationToken cancellationToken) =>
        ActAsync<AccountLinkRequest>(request, (_, body) => accounts.LinkAsync(body.One, body.Other, body.Reason, cancellationToken), _ => Results.NoContent(), cancellationToken);

    [Function(nameof(UnlinkAccounts))]
    [ApiOperation("Takes back that two accounts are one person's. Nobody does so for an account of his own.", Body = typeof(AccountLinkRequest), AnswerType = "", Status = 204)]
    public Task<IResult> UnlinkAccounts([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "account-links/remove")] HttpRequest request, CancellationToken cancellationToken) =>
        ActAsync<AccountLinkRequest>(request, (acting, body) => accounts.UnlinkAsync(acting, body.One, body.Other, body.Reason, cancellationToken), _ => Results.NoContent(), cancellationToken);

    private static IResult Changed(AccountActed acted) => JsonBody.Answer(AccountView.Of(acted.Account!));

    private static Func<AccountActed, IResult> Invited(int status) => acted => JsonBody.Answer(new InvitedAccount(AccountView.Of(acted.Account!), acted.FirstCode!), status);

    private static async Task<IResult> ActAsync<T>(HttpRequest request, Func<Person, T, Task<AccountActed>> act, Func<AccountActed, IResult> answer, CancellationToken cancellationToken)
        where T : class
    {
        (T? body, IResult? fault) = await JsonBody.ReadAsync<T>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        AccountActed acted = await act(Caller.Of(request.HttpContext).Person!, body);
        return acted.Fault switch
        {
            AccountFault.None => answer(acted),
            AccountFault.NotUnderstood => JsonBody.Fault(
                $"Expected signInName and name of 1 to {AdministerAccounts.NameLengthMax} printable characters, roles of {string.Join(", ", RoleNames.All.Select(RoleNames.NameOf))}, "
                + $"ids of two accounts, as far as the act needs them, and a reason of 1 to {AdministerAccounts.ReasonLengthMax} characters."),
            AccountFault.NoSuchAccount => Results.Problem("There is no account of this id.", statusCode: StatusCodes.Status404NotFound),
            AccountFault.NotLocal => Results.Problem("There is no local account of this id.", statusCode: StatusCodes.Status404NotFound),
            AccountFault.NoLocalAccounts => Results.Problem("This installation has no local accounts (LocalAccounts:Enabled).", statusCode: StatusCodes.Status409Conflict),
            AccountFault.NameTaken => Results.Problem("There is an account of this sign-in name. A name is never given to another person.", statusCode: StatusCodes.Status409Conflict),
            AccountFault.RolesChanged => Results.Problem("Somebody else has changed the roles since they were looked at.", statusCode: StatusCodes.Status409Conflict),
            AccountFault.DirectorySaysRoles => Results.Problem("The directory says what this person may do: change it there.", statusCode: StatusCodes.Status409Conflict),
            _ => Results.Problem("Nobody changes his own account: ask another administrator.", statusCode: StatusCodes.Status409Conflict),
        };
    }
}
