using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Compensation.Awards;
using Compensation.Awards.Contacts;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;
using Compensation.Tests.Awards.Postings;
using Compensation.Tests.Coupons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Awards.Contacts;

public sealed class MemberContactImportTests
{
    private const string Header = "member_id,phone,email";

    private static readonly Contact s_both = new("+819012345610", "member1@example.jp");

    [Fact]
    public async Task Only_members_who_have_points_are_kept_and_the_same_file_finds_those_who_earn_some_later()
    {
        await using AwardWorld world = await AwardWorld.StartNotifyingAsync();
        await world.ImportAsync(Shop(1), AwardsApp.Shop("T-1", "W00002", 1_100, status: "cancelled"));
        string[] file = ["W00001,090-1234-5610,member1@example.jp", "W00002,,member2@example.jp", "W00003,,member3@example.jp"];

        MemberContactsResult before = await ImportAsync(world, file);
        await world.ComputeAsync();
        MemberContactsResult computed = await ImportAsync(world, file);
        await world.ImportAsync(AwardsApp.Shop("T-2", "W00002", 1_100));
        await world.ComputeAsync();
        MemberContactsResult later = await ImportAsync(world, file);

        Assert.Equal((MemberContactsOutcome.Unchanged, new ContactCounts(0, 0, 0, 2, 1)), (before.Outcome, before.Counts));
        Assert.Equal((MemberContactsOutcome.Imported, new ContactCounts(1, 0, 0, 1, 1)), (computed.Outcome, computed.Counts));
        Assert.Equal((MemberContactsOutcome.Imported, new ContactCounts(1, 0, 1, 0, 1)), (later.Outcome, later.Counts));
        Assert.Equal(s_both, await ContactAsync(world, "W00001"));
        Assert.Equal(new Contact(null, "member2@example.jp"), await ContactAsync(world, "W00002"));
    }

    [Fact]
    public async Task Who_was_erased_on_his_request_is_not_brought_back_by_a_file()
    {
        await using AwardWorld world = await WithPointsAsync(2);
        await ImportAsync(world, "W00001,090-1234-5610,", "W00002,,member2@example.jp");
        EntitlementId member = (await world.EntitlementAsync("W00001")).Id;
        string person = $"campaigns/wester/people/{member}/erase";
        string plan = (await world.Http.GetFromJsonAsync<JsonElement>(person)).GetProperty("plan").GetString()!;
        using HttpResponseMessage erased = await world.Http.PostAsJsonAsync(person, new { plan, reason = "本人の請求", by = "鈴木" });

        MemberContactsResult again = await ImportAsync(world, "W00001,080-1234-5610,new@example.jp", "W00002,,member2@example.jp");
        await world.ComputeAsync();

        Assert.Equal((HttpStatusCode.OK, new ContactCounts(0, 0, 2, 0, 0)), (erased.StatusCode, again.Counts));
        Entitlement now = await world.EntitlementAsync("W00001");
        Assert.Equal((ContactKinds.None, (string?)null, "鈴木", true), (now.Contacts, now.ProtectedContact, now.ErasedBy, now.Amount > Yen.Zero));

        // The act had begun when the file had read him already.
        Entitlement other = await world.EntitlementAsync("W00002");
        await world.Get<Erasures>().BeginAsync(other.Campaign, [new Erasure(other.Id, DateTimeOffset.UnixEpoch, "鈴木")], CancellationToken.None);
        await ImportAsync(world, "W00002,,other@example.jp");
        Assert.Equal(((string?)null, "鈴木"), ((await world.EntitlementAsync("W00002")).ProtectedContact, (await world.EntitlementAsync("W00002")).ErasedBy));
    }

    [Fact]
    public async Task The_same_file_again_writes_nothing_and_a_later_one_replaces_a_contact_as_a_whole()
    {
        await using AwardWorld world = await WithPointsAsync(2);
        await ImportAsync(world, "W00001,09012345610,member1@example.jp", "W00002,,member2@example.jp");
        Entitlement stored = await world.EntitlementAsync("W00001");

        MemberContactsResult again = await ImportAsync(world, "w00001,０９０－１２３４－５６１０,member1@example.jp", "W00002,,member2@example.jp");
        Entitlement untouched = await world.EntitlementAsync("W00001");
        MemberContactsResult corrected = await ImportAsync(world, "W00001,,new@example.jp");

        Assert.Equal((MemberContactsOutcome.Unchanged, new ContactCounts(0, 0, 2, 0, 0)), (again.Outcome, again.Counts));
        Assert.Equal(stored, untouched);
        Assert.Equal(new ContactCounts(0, 1, 0, 0, 0), corrected.Counts);
        Assert.Equal(new Contact(null, "new@example.jp"), await ContactAsync(world, "W00001"));
        Assert.Equal(ContactKinds.Email, (await world.EntitlementAsync("W00001")).Contacts);
    }

    [Fact]
    public async Task Of_files_at_once_that_contradict_each_other_every_member_has_his_contact_from_the_same()
    {
        const int Members = 60;
        await using AwardWorld world = await WithPointsAsync(Members);
        string[][] files = [.. Enumerable.Range(0, 4).Select(file => Enumerable.Range(1, Members).Select(member => $"{Member(member)},,member{member}@of{file}.example.jp").ToArray())];

        await Task.WhenAll(files.Select(file => ImportAsync(world, file)));

        string[] from = await Task.WhenAll(Enumerable.Range(1, Members).Select(async member => (await ContactAsync(world, Member(member)))!.Email!.Split('@')[1]));
        Assert.Single(from.Distinct());
    }

    [Fact]
    public async Task Every_error_names_line_and_field_and_no_address_and_nothing_is_written()
    {
        await using AwardWorld world = await WithPointsAsync(2);

        (HttpStatusCode status, JsonElement body) = await PostAsync(
            world, "member-contacts", "W00001,09012345610,", "W00002,03-1234-5678,", "no member!,,a@example.jp", "W00001,,other@example.jp", "W00004,,not an address", "W00005,,");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (status, body.GetProperty("outcome").GetString()));
        Assert.Equal(
            [(3, "phone"), (4, "member_id"), (5, "member_id"), (6, "email"), (7, "")],
            body.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("field").GetString()!)));
        Assert.Contains("the same member as on line 2", body.GetRawText(), StringComparison.Ordinal);
        Assert.All(["03-1234-5678", "09012345610", "other@", "no member"], value => Assert.DoesNotContain(value, body.GetRawText(), StringComparison.Ordinal));
        Assert.Null((await world.EntitlementAsync("W00001")).ProtectedContact);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do_and_does_nothing()
    {
        await using AwardWorld world = await WithPointsAsync(1);

        (HttpStatusCode status, JsonElement body) = await PostAsync(world, "member-contacts?dryRun=true", "W00001,09012345610,", "W00009,,a@example.jp");

        Assert.Equal((HttpStatusCode.OK, "checked", 1), (status, body.GetProperty("outcome").GetString(), body.GetProperty("counts").GetProperty("added").GetInt32()));
        Assert.Null((await world.EntitlementAsync("W00001")).ProtectedContact);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Http.PostAsync("campaigns/wester/member-contacts?dryRun=perhaps", AwardWorld.Text(Header))).StatusCode);
    }

    [Fact]
    public async Task A_computation_leaves_contacts_as_they_are()
    {
        await using AwardWorld world = await WithPointsAsync(1);
        await ImportAsync(world, "W00001,09012345610,member1@example.jp");

        await world.ImportAsync(AwardsApp.Shop("T-2", "W00001", 1_100));
        await world.ComputeAsync();

        Assert.Equal(new Yen(80), (await world.EntitlementAsync("W00001")).Amount);
        Assert.Equal(s_both, await ContactAsync(world, "W00001"));
    }

    [Fact]
    public async Task Addresses_are_encrypted_at_rest_and_never_logged()
    {
        await using AwardWorld world = await WithPointsAsync(1);
        await ImportAsync(world, "W00001,09012345610,member1@example.jp");

        await foreach (TableEntity row in world.Get<TableServiceClient>().GetTableClient(EntitlementStore.TableName).QueryAsync<TableEntity>())
        {
            Assert.DoesNotContain(row, cell => $"{cell.Value}".Contains("12345610", StringComparison.Ordinal) || $"{cell.Value}".Contains("member1", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(world.Log.Lines, line => line.Text.Contains("12345610", StringComparison.Ordinal) || line.Text.Contains("member1", StringComparison.Ordinal) || line.Text.Contains("W00001", StringComparison.Ordinal));
        Assert.Contains(world.Log.Lines, line => line.Text.Contains("1 added", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_member_whose_id_belongs_to_another_gets_their_own_contact()
    {
        await using AwardWorld world = await AwardWorld.StartNotifyingAsync();
        PurchaseStore purchases = world.Get<PurchaseStore>();
        Assert.True(MemberId.TryParse("W00001", out MemberId member));
        Assert.True(MemberId.TryParse("W77777", out MemberId other));
        EntitlementId taken = purchases.IdOf(AwardWorld.Campaign.Id, member, attempt: 0);
        Assert.True(await purchases.TrySubmitAsync([new TableTransactionAction(TableTransactionActionType.Add, purchases.NewMember(AwardWorld.Campaign.Id, taken, other))], CancellationToken.None));
        await world.ImportAsync(Shop(1));
        await world.ComputeAsync();

        MemberContactsResult result = await ImportAsync(world, "W00001,09012345610,member1@example.jp");

        Assert.Equal(new ContactCounts(1, 0, 0, 0, 0), result.Counts);
        Assert.NotEqual(taken, (await world.EntitlementAsync("W00001")).Id);
        Assert.Equal(s_both, await ContactAsync(world, "W00001"));
    }

    [Fact]
    public async Task Many_members_of_a_shard_are_read_in_ranges_and_come_to_the_same()
    {
        const int Members = 700;
        await using AwardWorld world = await WithPointsAsync(Members);
        string[] file = [.. Enumerable.Range(1, Members + 50).Select(number => $"{Member(number)},,member{number}@example.jp")];

        MemberContactsResult first = await ImportAsync(world, file);
        MemberContactsResult second = await ImportAsync(world, file);

        Assert.Equal(new ContactCounts(Members, 0, 0, 0, 50), first.Counts);
        Assert.Equal(new ContactCounts(0, 0, Members, 0, 50), second.Counts);
        Assert.Equal(new Contact(null, $"member{Members}@example.jp"), await ContactAsync(world, Member(Members)));
    }

    [Fact]
    public async Task What_a_crash_leaves_half_written_the_same_file_completes()
    {
        await using AwardWorld world = await WithPointsAsync(30);
        string[] file = [.. Enumerable.Range(1, 30).Select(number => $"{Member(number)},,member{number}@example.jp")];
        world.Storage.DieAt(15, afterwards: true);

        await Assert.ThrowsAsync<StorageDiedException>(() => ImportAsync(world, file));
        world.Storage.Heal();
        MemberContactsResult again = await ImportAsync(world, file);

        Assert.Equal(30, again.Counts.Added + again.Counts.Unchanged);
        Assert.InRange(again.Counts.Unchanged, 1, 29);
    }

    [Fact]
    public async Task Of_files_at_two_machines_with_other_contacts_of_the_same_members_one_stays_wholly()
    {
        await using AwardWorld world = await WithPointsAsync(40);
        MemberContactImport At(string machine) => ActivatorUtilities.CreateInstance<MemberContactImport>(
            world.Get<IServiceProvider>(), new ImportLeases(world.Get<TableServiceClient>(), new ClaimHolders($"{machine}/1/1"), Options.Create(new ImportOptions { PatienceSeconds = 0 }), world.Clock));
        (MemberContactImport here, MemberContactImport there) = (At("here"), At("there"));
        for (int round = 0; round < 5; round++)
        {
            string[] Rows(string name) => [.. Enumerable.Range(1, 40).Select(member => $"{Member(member)},,{name}{round}@example.jp")];
            MemberContactsResult[] results = await Task.WhenAll(Task.Run(() => ImportAsync(here, Rows("here"))), Task.Run(() => ImportAsync(there, Rows("there"))));

            Assert.Contains(results, result => result.Outcome == MemberContactsOutcome.Imported);
            Assert.All(results, result => Assert.True(result is { Outcome: MemberContactsOutcome.Imported } or { Outcome: MemberContactsOutcome.Busy, Rows: 0, Detail.Length: > 0 }));
            Assert.Single((await Task.WhenAll(Enumerable.Range(1, 40).Select(member => ContactAsync(world, Member(member))))).Distinct());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(22)]
    public async Task Contacts_that_serve_no_purpose_are_not_taken(int daysAfterGrants)
    {
        await using AwardWorld world = daysAfterGrants == 0 ? await AwardWorld.StartAsync() : await AwardWorld.StartNotifyingAsync();
        await world.ImportAsync(Shop(1));
        await world.ComputeAsync();
        await world.UntilAsync(AwardWorld.GrantStart.AddDays(daysAfterGrants));

        (HttpStatusCode status, JsonElement body) = await PostAsync(world, "member-contacts", "W00001,09012345610,");

        Assert.Equal((HttpStatusCode.Conflict, "closed"), (status, body.GetProperty("outcome").GetString()));
        Assert.Null((await world.EntitlementAsync("W00001")).ProtectedContact);
    }

    /// <summary>Members W00001 and up, forty points each.</summary>
    internal static async Task<AwardWorld> WithPointsAsync(int members)
    {
        AwardWorld world = await AwardWorld.StartNotifyingAsync();
        await world.ImportAsync(Enumerable.Range(1, members).Select(Shop));
        await world.ComputeAsync();
        return world;
    }

    internal static Task<MemberContactsResult> ImportAsync(AwardWorld world, params IEnumerable<string> rows) => ImportAsync(world.Get<MemberContactImport>(), rows);

    private static async Task<MemberContactsResult> ImportAsync(MemberContactImport import, IEnumerable<string> rows)
    {
        using MemoryStream csv = new(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. rows])));
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        return await import.ImportAsync(AwardWorld.Campaign.Id, file, "contacts.csv", "tester", dryRun: false, CancellationToken.None);
    }

    internal static string Member(int number) => $"W{number:d5}";

    internal static string Shop(int number) => AwardsApp.Shop("T-1", Member(number), 1_100);

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(AwardWorld world, string path, params IEnumerable<string> rows)
    {
        using HttpResponseMessage answer = await world.Http.PostAsync($"campaigns/wester/{path}", AwardWorld.Text(string.Join('\n', [Header, .. rows])));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<Contact?> ContactAsync(AwardWorld world, string member) =>
        world.Get<EntitlementContacts>().ContactOf(await world.EntitlementAsync(member));
}
