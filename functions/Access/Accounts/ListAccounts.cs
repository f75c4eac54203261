using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Access.Accounts;

/// <summary>Who can sign in.</summary>
public sealed class ListAccounts(AccountStore accounts, PersonLinks links)
{
    [Function(nameof(ListAccounts))]
    [ApiOperation("Who can sign in, what each may do, and which accounts are one person's.", Answer = typeof(AccountList))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "accounts")] HttpRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<Account> all = await accounts.ReadAllAsync(cancellationToken);
        return JsonBody.Answer(new AccountList(
            [.. all.OrderBy(account => account.CreatedAt).Select(AccountView.Of)],
            [.. (await links.ReadAllAsync(cancellationToken)).Select(link => new AccountLink(link.One.Value, link.Other.Value))]));
    }
}
