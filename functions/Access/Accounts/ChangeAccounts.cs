using Compensation.Access.LocalAccounts;
using Compensation.Access.Platform;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Access.Accounts;

/// <summary>What administrators do with accounts. Nobody does any of it to himself: nobody gives himself a role, and somebody stays who can let others in.</summary>
public sealed class ChangeAccounts(WaysIn ways, AccountStore accounts, Invitations invitations, TimeProvider time)
{
    private const int NameLengthMax = 64;
    private const int ReasonLengthMax = 500;

    [Function(nameof(CreateAccount))]
    [ApiOperation("Makes a local account, and the code of its owner's first sign-in, which is shown this once.", Body = typeof(NewAccountRequest), Answer = typeof(InvitedAccount), Status = 201)]
    public async Task<IResult> CreateAccount([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts")] HttpRequest request, CancellationToken cancellationToken)
    {
        (NewAccountRequest? body, IResult? fault) = await JsonBody.ReadAsync<NewAccountRequest>(request, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        if (!ways.Local)
        {
            return Results.Problem("This installation has no local accounts (LocalAccounts:Enabled).", statusCode: StatusCodes.Status409Conflict);
        }

        if (!Operators.IsLine(body!.SignInName, NameLengthMax) || !Operators.IsLine(body.Name, NameLengthMax) || !Operators.IsLine(body.Reason, ReasonLengthMax) || RoleNames.Parse(body.Roles) is not { } roles)
        {
            return JsonBody.Fault($"Expected signInName and name of 1 to {NameLengthMax} printable characters, roles of {string.Join(", ", RoleNames.All.Select(RoleNames.NameOf))}, and a reason.");
        }

        (string code, LocalSecrets waiting) = invitations.Make(body.SignInName.Trim());
        Account account = new(accounts.IdOf(body.SignInName), body.Name, roles, time.GetUtcNow()) { Local = waiting };
        return await accounts.TryAddAsync(account, cancellationToken)
            ? JsonBody.Answer(new InvitedAccount(AccountView.Of(account), code), StatusCodes.Status201Created)
            : Results.Problem("There is an account of this sign-in name. A name is never given to another person.", statusCode: StatusCodes.Status409Conflict);
    }

    [Function(nameof(ChangeRoles))]
    [ApiOperation("Says what somebody may do, from his next request on. Of somebody who comes by a directory, until it says otherwise.", Body = typeof(RolesRequest), Answer = typeof(AccountView))]
    public async Task<IResult> ChangeRoles([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "accounts/{account}/roles")] HttpRequest request, string account, CancellationToken cancellationToken)
    {
        (RolesRequest? body, IResult? fault) = await JsonBody.ReadAsync<RolesRequest>(request, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        return RoleNames.Parse(body!.Roles) is not { } roles
            ? JsonBody.Fault($"Expected roles of {string.Join(", ", RoleNames.All.Select(RoleNames.NameOf))}.")
            : account.StartsWith($"{PlatformPrincipal.Way}:", StringComparison.Ordinal) ? Results.Problem("The directory says with each request what this person may do: change it there.", statusCode: StatusCodes.Status409Conflict)
            : await ChangeAsync(request, account, body.Reason, before => before with { Roles = roles }, cancellationToken);
    }

    [Function(nameof(DisableAccount))]
    [ApiOperation("Shuts somebody out, whichever way he comes, from his next request on.", Body = typeof(AccountActRequest), Answer = typeof(AccountView))]
    public Task<IResult> DisableAccount([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts/{account}/disable")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        ActAsync(request, account, before => before with { Disabled = true, Stamp = before.Stamp + 1 }, cancellationToken);

    [Function(nameof(EnableAccount))]
    [ApiOperation("Lets somebody in again.", Body = typeof(AccountActRequest), Answer = typeof(AccountView))]
    public Task<IResult> EnableAccount([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts/{account}/enable")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        ActAsync(request, account, before => before with { Disabled = false }, cancellationToken);

    [Function(nameof(InviteAgain))]
    [ApiOperation("Gives the owner of a local account a new first code, as after a lost phone. His password and his authenticator app count no longer.", Body = typeof(AccountActRequest), Answer = typeof(InvitedAccount))]
    public async Task<IResult> InviteAgain([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts/{account}/invite")] HttpRequest request, string account, CancellationToken cancellationToken)
    {
        (AccountActRequest? body, IResult? fault) = await JsonBody.ReadAsync<AccountActRequest>(request, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        if (await FindAsync(account, cancellationToken) is not { Local: { } local } found)
        {
            return Results.Problem("There is no local account of this id.", statusCode: StatusCodes.Status404NotFound);
        }

        (string code, LocalSecrets waiting) = invitations.Make(local.SignInName);
        return Refusal(request, found, body!.Reason)
            ?? (await accounts.ChangeAsync(found.Id, before => before with { Local = waiting, Stamp = before.Stamp + 1 }, cancellationToken) is { } after
                ? JsonBody.Answer(new InvitedAccount(AccountView.Of(after), code))
                : NoSuchAccount());
    }

    private async Task<IResult> ActAsync(HttpRequest request, string account, Func<Account, Account> change, CancellationToken cancellationToken)
    {
        (AccountActRequest? body, IResult? fault) = await JsonBody.ReadAsync<AccountActRequest>(request, cancellationToken);
        return fault ?? await ChangeAsync(request, account, body!.Reason, change, cancellationToken);
    }

    private async Task<IResult> ChangeAsync(HttpRequest request, string account, string reason, Func<Account, Account> change, CancellationToken cancellationToken) =>
        await FindAsync(account, cancellationToken) is not { } found ? NoSuchAccount()
        : Refusal(request, found, reason) is { } refusal ? refusal
        : await accounts.ChangeAsync(found.Id, change, cancellationToken) is { } after ? JsonBody.Answer(AccountView.Of(after))
        : NoSuchAccount();

    private static IResult? Refusal(HttpRequest request, Account whose, string reason) =>
        !Operators.IsLine(reason, ReasonLengthMax) ? JsonBody.Fault("Expected a reason.")
        : Caller.Of(request.HttpContext).Person?.Id == whose.Id ? Results.Problem("Nobody changes his own account: ask another administrator.", statusCode: StatusCodes.Status409Conflict)
        : null;

    private Task<Account?> FindAsync(string account, CancellationToken cancellationToken) =>
        PersonId.TryParse(account, out PersonId id) ? accounts.FindAsync(id, cancellationToken) : Task.FromResult<Account?>(null);

    private static IResult NoSuchAccount() => Results.Problem("There is no account of this id.", statusCode: StatusCodes.Status404NotFound);
}
