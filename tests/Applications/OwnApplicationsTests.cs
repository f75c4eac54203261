using System.Net;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Rehearsal.People;
using Compensation.Tests.Applications.IntoAccounts;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Applications;

/// <summary>Whom what stands under a receipt number belongs to, and what he answers there.</summary>
public sealed class OwnApplicationsTests
{
    private const string Phone = "+819012345678";

    [Fact]
    public async Task One_answer_answers_all_that_is_asked_and_a_second_click_nothing_that_is_asked_anew()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,,,,", "YM-000002,2023-02-24,500,false,,,,,"]);
        Dictionary<string, string> both = ApplicationsWorld.Answers("YM-000001");
        both["number-2"] = "YM-000002";
        ApplicationVisit visit = await world.ApplyAsync(both);
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-03T12:00"));
        await AskAsync(world, visit, line: 1);
        await AskAsync(world, visit, line: 2);
        Uri status = await StandingOfAsync(world, visit.Receipt!, Phone);

        await world.SendAsync(status, [KeyValuePair.Create("answer", "山口県山口市です")]);
        Assert.Equal(["inReview", "inReview"], [(await world.StandingAsync(visit.Receipt!)).State, (await world.StandingAsync(visit.Receipt!, 2)).State]);
        await AskAsync(world, visit, line: 2);
        Assert.Equal(["inReview", "askedBack"], [(await world.StandingAsync(visit.Receipt!)).State, (await world.StandingAsync(visit.Receipt!, 2)).State]);
    }

    /// <summary>The telephone has got another owner, and an operator has corrected it: who is reached there today sees and changes what is paid, and who was reached there before does not.</summary>
    [Fact]
    public async Task What_belongs_to_a_contact_that_was_corrected_is_shown_to_the_new_one_and_to_the_former_one_no_more()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,,,"], settings: TransferSite.Settings);
        ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        Entitlement right = (await world.EntitlementAsync("YM-000001"))!;
        Contact corrected = new("+818022221110", null);
        Assert.NotNull(await world.App.Services.GetRequiredService<EntitlementStore>().TryMoveAsync(
            right, right with { Contacts = corrected.Kinds, ProtectedContact = world.App.Services.GetRequiredService<ProtectedFields>().ProtectJson(corrected) }, CancellationToken.None));

        SiteAnswer todays = await world.OpenAsync(await StandingOfAsync(world, visit.Receipt!, "+818022221110"));
        Assert.Contains("確認が完了しました", todays.Page, StringComparison.Ordinal);
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        SiteAnswer former = await world.OpenAsync(await StandingOfAsync(world, visit.Receipt!, Phone));
        SiteAnswer transfer = await world.OpenAsync(former.Next!);
        Assert.Contains("確認できませんでした", transfer.Page, StringComparison.Ordinal);
        Assert.Contains("振込を申し込む", (await world.OpenAsync(new Uri(await StandingOfAsync(world, visit.Receipt!, "+818022221110"), "transfer"))).Page, StringComparison.Ordinal);
    }

    private static async Task AskAsync(ApplicationsWorld world, ApplicationVisit visit, int line) => Assert.Equal(
        HttpStatusCode.OK, (await world.PostAsync($"applications/{visit.Receipt!.Replace("-", string.Empty, StringComparison.Ordinal)}-{line}/ask", new { by = "佐藤", words = "ご住所をお知らせください。" })).Status);

    private static async Task<Uri> StandingOfAsync(ApplicationsWorld world, string receipt, string phone)
    {
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        Uri status = new(world.Http.BaseAddress!, $"apply/{world.Campaign.Id}/status");
        Uri code = (await world.SendAsync(status, [KeyValuePair.Create("receipt", receipt), KeyValuePair.Create("contact", phone.Replace("+81", "0", StringComparison.Ordinal))])).Next!;
        return (await world.SendAsync(code, [KeyValuePair.Create("code", world.CodeFor(phone)!)])).Next!;
    }
}
