using System.Net;
using Compensation.Rehearsal.People;

namespace Compensation.Tests.Applications;

/// <summary>Somebody who has got hold of a receipt number, and would like to know more.</summary>
public sealed class StandingAttackTests
{
    private const string Attacker = "080-6666-1110";
    private const string AttackersPhone = "+818066661110";

    /// <summary>Whether a receipt number and a contact belong together cannot be told by what is answered, sent, or done before the contact is proved.</summary>
    [Fact]
    public async Task Until_the_contact_is_proved_a_receipt_number_of_ones_own_anothers_and_none_are_answered_alike()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,,,,"]);
        ApplicationVisit own = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        Uri status = new(world.Http.BaseAddress!, "apply/yamaguchi/status");
        List<string> seen = [];
        foreach ((string receipt, string contact) in new[] { (own.Receipt!, "090-1234-5678"), (own.Receipt!, "090-5555-1110"), ("3333-3333", "090-6666-1110") })
        {
            await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
            string phone = $"+81{contact.Replace("-", string.Empty, StringComparison.Ordinal)[1..]}";
            int before = world.MessagesTo(phone).Count();
            world.Requests.Take();
            SiteAnswer answer = await world.SendAsync(status, [KeyValuePair.Create("receipt", receipt), KeyValuePair.Create("contact", contact)]);
            string work = string.Join(' ', world.Requests.Take().Where(request => !request.EndsWith("SendLimits", StringComparison.Ordinal)));
            seen.Add($"{answer.Status} {(await world.OpenAsync(answer.Next!)).Page} {world.MessagesTo(phone).Count() - before} {work}");
        }

        Assert.Single(seen.Distinct(StringComparer.Ordinal));
    }

    /// <summary>The same journey, used as an application of the attacker's own, does not prove his contact.</summary>
    [Fact]
    public async Task A_journey_with_anothers_receipt_proves_no_contact_of_ones_own_and_shows_and_answers_nothing()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,,,,"]);
        ApplicationVisit victim = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T12:00"));
        string application = $"applications/{victim.Receipt!.Replace("-", string.Empty, StringComparison.Ordinal)}-1";
        Assert.Equal(HttpStatusCode.OK, (await world.PostAsync($"{application}/ask", new { by = "佐藤", words = "ご住所をお知らせください。" })).Status);

        Uri status = new(world.Http.BaseAddress!, "apply/yamaguchi/status");
        Uri asked = (await world.SendAsync(status, [KeyValuePair.Create("receipt", victim.Receipt), KeyValuePair.Create("contact", Attacker)])).Next!;
        foreach (string step in new[] { "name", "contact", "prefecture", "travelDate", "number-1", "deliveryAddress", "check", "again" })
        {
            await world.SendAsync(new Uri(asked, step), ApplicationsWorld.Answers("YM-000009", delivery: Attacker));
        }

        // Before his own contact is proved he is shown nothing, and after it nothing that is the victim's.
        SiteAnswer standing = await world.OpenAsync(new Uri(asked, "status"));
        Assert.EndsWith("status-code", standing.Next!.AbsolutePath, StringComparison.Ordinal);
        Assert.DoesNotContain("ご住所", standing.Page, StringComparison.Ordinal);
        await world.SendAsync(new Uri(asked, "status"), [KeyValuePair.Create("answer", "attacker's")]);
        await world.SendAsync(new Uri(asked, "status-code"), [KeyValuePair.Create("code", world.CodeFor(AttackersPhone)!)]);
        await world.SendAsync(new Uri(asked, "status"), [KeyValuePair.Create("answer", "attacker's")]);
        Assert.DoesNotContain("ご住所をお知らせください", (await world.OpenAsync(new Uri(asked, "status"))).Page, StringComparison.Ordinal);
        Assert.Equal(("askedBack", "numberOnly"), await world.StandingAsync(victim.Receipt));
    }
}
