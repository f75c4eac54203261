using System.Security.Claims;
using Compensation.Access.Accounts;
using Compensation.Common;
using Compensation.Common.Access;
using Microsoft.Extensions.Options;

namespace Compensation.Access.OpenIdConnect;

/// <summary>Keeps an account for everybody whom the provider vouches for: what it says of his name and roles counts until it says otherwise.</summary>
public sealed class ProviderAccounts(AccountStore accounts, IOptions<OpenIdConnectSettings> settings, TimeProvider time)
{
    /// <summary>What ids of persons begin with who come this way.</summary>
    public const string Way = "oidc";

    private const int NameLengthMax = 100;

    /// <summary>Who it is that a token speaks of.</summary>
    /// <exception cref="InvalidDataException">The token names nobody.</exception>
    public static PersonId IdOf(string issuer, ClaimsIdentity token) =>
        PersonId.Of(Way, issuer, token.FindFirst("sub")?.Value ?? throw new InvalidDataException("The provider's token names no subject."));

    /// <summary>Takes over what a token, which has been checked, says of somebody.</summary>
    public async Task<Account> KeepAsync(PersonId id, ClaimsIdentity token, CancellationToken cancellationToken)
    {
        string name = ForeignWords.Line((token.FindFirst(settings.Value.NameClaim) ?? token.FindFirst("preferred_username") ?? token.FindFirst("sub"))!.Value, NameLengthMax);
        Roles roles = RoleClaims.Read(token.FindAll(settings.Value.RoleClaim).Select(claim => claim.Value), settings.Value.RoleValues);
        await accounts.TryAddAsync(new Account(id, name, roles, time.GetUtcNow()), cancellationToken);
        return await accounts.ChangeAsync(id, before => before.Name == name && before.Roles == roles ? null : before with { Name = name, Roles = roles }, cancellationToken)
            ?? throw new InvalidDataException("The account that was just made is gone.");
    }
}
