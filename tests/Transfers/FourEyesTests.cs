using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Entitlements;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.Checking;
using Microsoft.AspNetCore.Http;

namespace Compensation.Tests.Transfers;

public class FourEyesTests
{
    [Fact]
    public async Task Who_checked_cannot_release_from_any_account()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync();
        world.Persons.Links.Add((TransferWorld.IdOf("anna"), TransferWorld.IdOf("anna's other account")));
        Assert.Equal("done", await world.DecideAsync<CheckTransfers>("anna", id, 1));

        Assert.Equal("samePerson", await world.DecideAsync<ReleaseTransfers>("anna", id, 1));
        Assert.Equal("samePerson", await world.DecideAsync<ReleaseTransfers>("anna's other account", id, 1));
        Assert.Equal("done", await world.DecideAsync<ReleaseTransfers>("ben", id, 1));

        Transfer released = await world.ReadAsync(id);
        Assert.Equal((TransferState.Released, "anna", "ben"), (released.State, released.Checked!.Name, released.Released!.Name));
    }

    [Fact]
    public async Task What_is_sent_again_after_others_have_moved_it_on_answers_as_it_did_and_what_another_sends_does_not()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.ReleaseAsync();
        EntitlementId held = await world.AskAsync();
        await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None);
        Assert.Equal(TransferState.Filed, (await world.ReadAsync(id)).State);

        Assert.Equal("done", await world.DecideAsync<CheckTransfers>("anna", id, 1));
        Assert.Equal("done", await world.DecideAsync<ReleaseTransfers>("ben", id, 1));
        Assert.Equal("notNow", await world.DecideAsync<CheckTransfers>("carla", id, 1));
        Assert.Equal("notNow", await world.DecideAsync<ReleaseTransfers>("carla", id, 1));
        Assert.Equal(TransferState.Filed, (await world.ReadAsync(id)).State);

        Assert.Equal(200, await HoldAsync("anna", "名義を確認"));
        Assert.Null((await world.Desk.RequestAsync(TransferWorld.Campaign, held, TransferWorld.Form(number: "0000002"), CancellationToken.None)).Refusal);
        Assert.Equal(200, await HoldAsync("anna", "名義を確認"));
        Assert.Equal((409, 409), (await HoldAsync("anna", "別の理由"), await HoldAsync("carla", "名義を確認")));
        Assert.Equal((TransferState.Requested, 2), (await world.ReadAsync(held)) is var asked ? (asked.State, asked.Version) : default);

        async Task<int> HoldAsync(string person, string reason)
        {
            HttpRequest request = TransferWorld.Request(person, $$"""{"version":1,"reason":"{{reason}}"}""");
            return (await TransferWorld.AnswerAsync(request, await world.Get<HoldTransfer>().Run(request, "tochigi", held.ToString(), CancellationToken.None))).Status;
        }
    }

    [Fact]
    public async Task What_an_operator_enters_with_a_key_counts_once_whatever_the_person_does_afterwards()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.OweAsync();
        SentAct entered = world.Desk.ActOf("k-1", new Person(TransferWorld.IdOf("anna"), "anna", Roles.Operator), "enter", "0000001");
        Assert.Equal(1, (await EnterAsync(entered)).Version);
        Assert.Null((await world.Desk.WithdrawAsync(TransferWorld.Campaign, id, CancellationToken.None)).Refusal);

        Assert.Equal(TransferState.Withdrawn, (await EnterAsync(entered)).State);
        Assert.Equal(TransferState.Requested, (await EnterAsync(entered with { Print = "another" })).State);

        async Task<Transfer> EnterAsync(SentAct act) => (await world.Desk.RequestAsync(TransferWorld.Campaign, id, TransferWorld.Form(), CancellationToken.None, new EnteredBy("anna", act))).Standing!.Transfer!;
    }

    [Fact]
    public async Task A_function_key_is_nobody()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync();
        string body = $$"""{"transfers":[{"id":"{{id}}","version":1}]}""";

        foreach (Func<HttpRequest, Task<IResult>> act in new Func<HttpRequest, Task<IResult>>[]
        {
            request => world.Get<CheckTransfers>().Run(request, "tochigi", CancellationToken.None),
            request => world.Get<ReleaseTransfers>().Run(request, "tochigi", CancellationToken.None),
        })
        {
            HttpRequest request = TransferWorld.Request(person: null, body);
            Assert.Equal(403, (await TransferWorld.AnswerAsync(request, await act(request))).Status);
        }

        Assert.Equal(TransferState.Requested, (await world.ReadAsync(id)).State);
    }

    [Fact]
    public async Task An_unknown_branch_has_to_be_looked_up()
    {
        using TransferWorld world = new();
        TransferForm form = TransferWorld.Form();
        EntitlementId id = await world.AskAsync(form with { Account = form.Account with { Branch = "998", BranchName = "" } });

        Assert.Equal("branchUnknown", await world.DecideAsync<CheckTransfers>("anna", id, 1));
        Assert.Equal("done", await world.DecideAsync<CheckTransfers>("anna", id, 1, lookedUp: true));
    }

    [Fact]
    public async Task What_is_shown_hides_the_account_number()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync(TransferWorld.Form(number: "7654321"));
        HttpRequest request = TransferWorld.Request("anna");

        (int status, System.Text.Json.Nodes.JsonNode? body) = await TransferWorld.AnswerAsync(request, await world.Get<ListTransfers>().ShowTransfer(request, "tochigi", id.ToString(), CancellationToken.None));

        Assert.Equal((200, "****321", "0001 みずほ"), (status, body!["account"]!["number"]!.GetValue<string>(), body["account"]!["bank"]!.GetValue<string>()));
        Assert.DoesNotContain("7654321", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("本人", body["answers"]!["identity"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_revoked_right_is_neither_checked_nor_released()
    {
        using TransferWorld world = new();
        EntitlementId id = await world.AskAsync();
        EntitlementStore rights = world.Get<EntitlementStore>();
        Assert.Equal("done", await world.DecideAsync<CheckTransfers>("anna", id, 1));
        Entitlement right = (await rights.FindAsync(TransferWorld.Campaign.Id, id, CancellationToken.None))!;
        await rights.TryMoveAsync(right, right with { State = EntitlementState.Revoked }, CancellationToken.None);

        Assert.Equal("notNow", await world.DecideAsync<ReleaseTransfers>("ben", id, 1));
    }
}
