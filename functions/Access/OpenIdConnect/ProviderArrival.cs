using System.Security.Claims;
using Compensation.Access.Accounts;
using Compensation.Common.Access;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Compensation.Access.OpenIdConnect;

/// <summary>Somebody has come back from the provider: begins his session, and keeps by what the provider can be asked about him again.</summary>
public sealed class ProviderArrival(ProviderAccounts accounts, ProviderSessions asked, Sessions sessions)
{
    public async Task TakeAsync(TokenValidatedContext context)
    {
        CancellationToken cancellationToken = context.HttpContext.RequestAborted;
        ClaimsIdentity token = (ClaimsIdentity)context.Principal!.Identity!;
        PersonId id = ProviderAccounts.IdOf(context.SecurityToken.Issuer, token);
        Account account = await accounts.KeepAsync(id, token, cancellationToken);
        if (account.Disabled)
        {
            context.Fail("The account is disabled.");
            return;
        }

        string session = await asked.BeginAsync(id, context.TokenEndpointResponse?.RefreshToken, cancellationToken);
        context.Principal = Sessions.PrincipalOf(account, session);
        sessions.Begin(context.Properties!);
    }
}
