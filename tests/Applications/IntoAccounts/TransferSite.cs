using Compensation.Entitlements;
using Compensation.Rehearsal.People;
using Compensation.Transfers;
using Compensation.Transfers.BankAnswers;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Applications.IntoAccounts;

/// <summary>What people do on the special site who want to be paid into an account.</summary>
internal static class TransferSite
{
    public static readonly string[] Settings =
    [
        "--Transfers:ClientCode=1234567890", "--Transfers:ClientName=ﾃｽﾄﾍﾝｷﾝｼﾞﾑｷﾖｸ", "--Transfers:Bank=0001", "--Transfers:BankName=ﾐｽﾞﾎ", "--Transfers:Branch=004", "--Transfers:AccountNumber=1234567",
    ];

    public static Dictionary<string, string> Account(string number = "12345", string holder = "ジョン　トレッゲサー") => new(StringComparer.Ordinal)
    {
        ["coupons"] = "all",
        ["bank"] = "みずほ銀行",
        ["branch"] = "丸の内中央支店",
        ["account-type"] = "ordinary",
        ["account-number"] = number,
        ["symbol"] = "14030",
        ["passbook-number"] = "12345671",
        ["post-type"] = "ordinary",
        ["holder"] = holder,
        ["identity-name"] = "山田　太郎",
        ["identity-address"] = "山口県山口市滝町1番1号",
        ["stay-place"] = "湯田温泉旅館",
        ["stay-date"] = "令和5年2月23日",
    };

    /// <summary>Proves the contact of an application, and looks at how its transfers stand.</summary>
    public static async Task<SiteReader> ByReceiptAsync(this ApplicationsWorld world, ApplicationVisit visit, string contact = "+819012345678")
    {
        SiteReader reader = new(new Uri(world.Http.BaseAddress!, $"apply/{world.Campaign.Id}/status"));
        await reader.PostAsync(("receipt", visit.Receipt!), ("contact", contact.Replace("+81", "0", StringComparison.Ordinal)));
        await reader.PostAsync(("code", world.CodeFor(contact) ?? string.Empty));
        Assert.Equal("status", reader.Step);
        await reader.OpenAsync("transfer");
        return reader;
    }

    /// <summary>Likewise with the number on a coupon.</summary>
    public static async Task<SiteReader> ByNumberAsync(this ApplicationsWorld world, string number, string contact)
    {
        SiteReader reader = new(new Uri(world.Http.BaseAddress!, $"apply/{world.Campaign.Id}/transfer"));
        await reader.PostAsync(("number", number), ("contact", contact.Replace("+81", "0", StringComparison.Ordinal)));
        await reader.PostAsync(("code", world.CodeFor(contact) ?? string.Empty));
        return reader;
    }

    /// <summary>Fills the form in, and sends it.</summary>
    public static async Task AskAsync(this SiteReader reader, Dictionary<string, string> account)
    {
        await reader.OpenAsync("transfer");
        await reader.PostAsync();
        await reader.FillAsync(account);
        Assert.Equal("transfer-check", reader.Step);
        await reader.PostAsync();
    }

    public static async Task<(EntitlementState Right, Transfer? Transfer)> TransferAsync(this ApplicationsWorld world, string number)
    {
        Entitlement right = (await world.EntitlementAsync(number))!;
        return (right.State, await world.App.Services.GetRequiredService<TransferStore>().FindAsync(world.Campaign, right.Id, CancellationToken.None));
    }

    public static TransferForm FormOf(this ApplicationsWorld world, Transfer transfer) => world.App.Services.GetRequiredService<TransferStore>().FormOf(transfer)!;

    /// <summary>What operators and the bank would have done: the transfer passes these states one after the other.</summary>
    public static async Task MoveAsync(this ApplicationsWorld world, string number, params TransferState[] states)
    {
        TransferStore transfers = world.App.Services.GetRequiredService<TransferStore>();
        foreach (TransferState state in states)
        {
            Entitlement right = (await world.EntitlementAsync(number))!;
            Transfer before = (await transfers.FindAsync(world.Campaign, right.Id, CancellationToken.None))!;
            Transfer after = before with
            {
                State = state,
                File = state == TransferState.Filed ? 1 : before.File,
                PayOn = state == TransferState.Filed ? new DateOnly(2023, 5, 16) : before.PayOn,
                ReturnedBecause = state == TransferState.Returned ? ReturnReason.NameMismatch : null,
            };
            Assert.True(await transfers.TryMoveAsync(world.Campaign, before, after, right, world.Clock.GetUtcNow(), CancellationToken.None));
        }
    }
}
