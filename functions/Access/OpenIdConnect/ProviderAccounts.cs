using System.Security.Claims;
using Compensation.Access.Accounts;
using Compensation.Common;
using Compensation.Common.Access;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Compensation.Access.OpenIdConnect;

/// <summary>Keeps an account for everybody whom the provider vouches for: what it says of his name and roles counts until it says otherwise, or an administrator does.</summary>
public sealed class ProviderAccounts(AccountStore accounts, Sessions sessions, IOptions<OpenIdConnectSettings> settings, TimeProvider time)
{
    private const int NameLengthMax = 100;

    public async Task TakeAsync(TokenValidatedContext context)
    {
        CancellationToken cancellationToken = context.HttpContext.RequestAborted;
        ClaimsPrincipal claims = context.Principal!;
        string subject = claims.FindFirstValue("sub") ?? throw new InvalidDataException("The provider's token names no subject.");
        PersonId id = PersonId.Of("oidc", context.SecurityToken.Issuer, subject);
        string name = ForeignWords.Line(claims.FindFirstValue(settings.Value.NameClaim) ?? claims.FindFirstValue("preferred_username") ?? subject, NameLengthMax);
        Roles roles = RoleClaims.Read(claims.FindAll(settings.Value.RoleClaim).Select(claim => claim.Value), settings.Value.RoleValues);

        await accounts.TryAddAsync(new Account(id, name, roles, time.GetUtcNow()), cancellationToken);
        Account account = await accounts.ChangeAsync(id, before => before.Name == name && before.Roles == roles ? null : before with { Name = name, Roles = roles }, cancellationToken)
            ?? throw new InvalidDataException("The account that was just made is gone.");
        if (account.Disabled)
        {
            context.Fail("The account is disabled.");
            return;
        }

        context.Principal = Sessions.PrincipalOf(account);
        sessions.Begin(context.Properties!);
    }
}
