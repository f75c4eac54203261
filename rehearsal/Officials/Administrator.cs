using System.Net;
using System.Net.Http.Json;
using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.Officials;

/// <summary>Makes the accounts of the office. He himself is made by the settings, at the app's first start.</summary>
internal static class Administrator
{
    /// <summary>Has an account made for somebody who has none, or where one waits whose code was lost with a restart, invites him again.</summary>
    /// <returns>False where the administrator himself has to wait for another number.</returns>
    public static async Task<bool> TryHireAsync(Official administrator, Official hired, Post post, CancellationToken cancellationToken)
    {
        if (!await administrator.TrySignInAsync(cancellationToken))
        {
            return false;
        }

        string signInName = hired.Secrets.SignInName;
        JsonContent order = JsonContent.Create(new { signInName, name = post.Name, roles = post.Roles, reason = post.Reason });
        (HttpStatusCode status, Invited? invited) = await administrator.TryAsync<Invited>(HttpMethod.Post, "accounts", order, cancellationToken);
        if (status == HttpStatusCode.Conflict)
        {
            AccountList known = await administrator.GetAsync<AccountList>("accounts", cancellationToken);
            string id = known.Accounts.Single(account => account.SignInName == signInName).Id;
            invited = await administrator.DoAsync<Invited>(HttpMethod.Post, $"accounts/{Uri.EscapeDataString(id)}/invite", JsonContent.Create(new { reason = "初回コードの紛失" }), cancellationToken);
        }

        await hired.SignInFirstAsync(invited?.FirstCode ?? throw new RehearsalFailedException($"No account was made for {signInName}: {(int)status}."), cancellationToken);
        return true;
    }

    private sealed record Invited(string FirstCode);

    private sealed record AccountList(IReadOnlyList<KnownAccount> Accounts);

    private sealed record KnownAccount(string Id, string SignInName);
}
