using System.Globalization;
using System.Security.Claims;
using Compensation.Access.Accounts;
using Compensation.Access.OpenIdConnect;
using Compensation.Common.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Access;

/// <summary>
/// Sessions of people who have signed in: an encrypted cookie that says whose, since when, and under which stamp of the account. What he may do stands in the account's row,
/// which is read on every request, so that what is taken away is gone at once; of whom a provider vouches for, the provider is asked again.
/// </summary>
public sealed class Sessions(AccountStore accounts, ProviderSessions provider, IOptions<AccessOptions> options, WallClock clock)
{
    /// <summary>The authentication scheme, and the cookie.</summary>
    public const string Scheme = "session";

    /// <summary>The header of a page that looks again by itself: nobody does anything by that, and it keeps no session alive.</summary>
    public const string ByItself = "X-By-Itself";

    public const string SubjectClaim = "sub";
    public const string StampClaim = "stamp";
    private const string ProviderClaim = "provider";
    private const string BegunAt = "begun";

    /// <summary>Begins one, and ends whatever session the browser had.</summary>
    public Task BeginAsync(HttpContext http, Account account)
    {
        AuthenticationProperties properties = new();
        Begin(properties);
        return http.SignInAsync(Scheme, PrincipalOf(account), properties);
    }

    /// <summary>Who it is to whatever asks only that.</summary>
    public static ClaimsPrincipal PrincipalOf(PersonId id) => new(new ClaimsIdentity([new Claim(SubjectClaim, id.Value)], Scheme));

    /// <summary>Who it is in a session's cookie.</summary>
    public static ClaimsPrincipal PrincipalOf(Account account) => new(new ClaimsIdentity(
        [new Claim(SubjectClaim, account.Id.Value), new Claim(StampClaim, account.Stamp.ToString(CultureInfo.InvariantCulture))], Scheme));

    /// <summary>Likewise, of somebody whom a provider vouches for.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="session">By what the provider can be asked again.</param>
    public static ClaimsPrincipal PrincipalOf(Account account, string session)
    {
        ClaimsPrincipal principal = PrincipalOf(account);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ProviderClaim, session));
        return principal;
    }

    /// <summary>Notes in a ticket's properties that its session begins now.</summary>
    public void Begin(AuthenticationProperties properties) => properties.Items[BegunAt] = clock.Now.ToString("O", CultureInfo.InvariantCulture);

    /// <returns>Who is signed in, as his account stands now; null where nobody is, or he is not to be any more.</returns>
    public async Task<Person?> FindAsync(HttpContext http, CancellationToken cancellationToken)
    {
        AuthenticateResult cookie = await http.AuthenticateAsync(Scheme);
        if (!cookie.Succeeded || !PersonId.TryParse(cookie.Principal.FindFirstValue(SubjectClaim), out PersonId id) || IsTooOld(cookie.Properties))
        {
            return null;
        }

        // Asked first: what the provider says is written into the account.
        return cookie.Principal.FindFirstValue(ProviderClaim) is { } session && !await provider.HoldsAsync(id, session, cancellationToken) ? null
            : await accounts.FindAsync(id, cancellationToken) is { Disabled: false } account
                && cookie.Principal.FindFirstValue(StampClaim) == account.Stamp.ToString(CultureInfo.InvariantCulture)
                ? account.AsPerson()
                : null;
    }

    /// <summary>Ends every session of the person, also those whose cookie somebody has copied.</summary>
    public async Task EndAsync(HttpContext http, PersonId person, CancellationToken cancellationToken)
    {
        await accounts.ChangeAsync(person, account => account with { Stamp = account.Stamp + 1 }, cancellationToken);
        if ((await http.AuthenticateAsync(Scheme)).Principal?.FindFirstValue(ProviderClaim) is { } session)
        {
            await provider.EndAsync(session, cancellationToken);
        }

        await http.SignOutAsync(Scheme);
    }

    /// <summary>Counted from when it began, however often it was renewed.</summary>
    private bool IsTooOld(AuthenticationProperties properties) =>
        !(properties.Items.TryGetValue(BegunAt, out string? text)
            && DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset begun)
            && clock.Now - begun < options.Value.SessionLongest);
}
