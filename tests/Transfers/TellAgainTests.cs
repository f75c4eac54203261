using System.Net.Http.Json;
using System.Text;
using Azure.Core.Pipeline;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Local.Host;
using Compensation.Notices;
using Compensation.Notices.EventGrid;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Sending;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.BankAnswers;
using Compensation.Waves;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Transfers;

/// <summary>Whom the message that a transfer came back does not reach.</summary>
public sealed class TellAgainTests
{
    private static readonly Campaign s_campaign = CampaignFiles.Read("tochigi");

    [Fact]
    public async Task Whom_the_sms_does_not_reach_is_told_by_e_mail_once_and_of_a_second_return_anew()
    {
        WorkInProgress work = new();
        VirtualClock clock = new(Japan(5, 12, 12), work);
        using TestStore store = new();
        string folder = Directory.CreateTempSubdirectory("transfers-").FullName;
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = folder, Time = clock, BeginWork = work.Begin });
        await using FunctionsApp app = await SendingWorld.StartAppAsync(
            store.Connect, emulator.ConnectionString, clock, work, storage: (HttpPipelinePolicy?)null,
            "--Transfers:ClientCode=1234567890", "--Transfers:ClientName=ﾃｽﾄ", "--Transfers:Bank=0001", "--Transfers:Branch=004", "--Transfers:AccountNumber=1234567");
        emulator.Webhook = new Uri(app.Client.BaseAddress!, $"{ReceiveDeliveryReports.Route}?code=test-key-of-event-grid-0123456789");
        (EntitlementId told, EntitlementId bounced, EntitlementId reached, EntitlementId alone) = (
            await OweAsync(app, 1, new Contact("+819012345601", "person1@example.jp")),
            await OweAsync(app, 2, new Contact("+819022345601", "bounce.person2@example.jp")),
            await OweAsync(app, 3, new Contact("+819032345610", "person3@example.jp")),
            await OweAsync(app, 4, new Contact("+819042345601", null)));
        foreach (EntitlementId id in new[] { told, bounced, reached, alone })
        {
            await ReleaseAsync(app, id, number: "0000001");
        }

        TransferDays days = TransferDays.Of(s_campaign, app.Services.GetRequiredService<IOptions<TransferOptions>>().Value, new WaveOptions())!;
        await app.Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(PayTransfers), days, new StartOrchestrationOptions("tochigi:transfers"));
        await UntilAsync(clock, work, Japan(5, 15, 11));
        await ReturnAsync(app, told, bounced, reached, alone);
        await UntilAsync(clock, work, Japan(5, 17, 9));
        Assert.Equal([MessageChannel.Sms, MessageChannel.Sms, MessageChannel.Sms, MessageChannel.Sms], (await MessagesAsync(emulator)).Select(message => message.Channel));

        await UntilAsync(clock, work, Japan(5, 18, 20));
        EmulatedMessage[] mails = [.. (await MessagesAsync(emulator)).Where(message => message.Channel == MessageChannel.Email)];
        Assert.Equal(["bounce.person2@example.jp", "person1@example.jp"], mails.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(mails, mail => Assert.Contains("お振り込みすることができませんでした", mail.Text, StringComparison.Ordinal));
        Assert.Equal(0, await app.Services.GetRequiredService<EntitlementMarks>().CountAsync(s_campaign.Id, Unreached.TransferUntold, CancellationToken.None));
        IReadOnlyList<UnreachedPerson> listed = await UnreachedAsync(app);
        Assert.Equal([bounced, alone], listed.Select(person => person.Entitlement).Order());
        Assert.Equal(
            [(NoticeKind.TransferResult, NoticeChannel.Sms), (NoticeKind.TransferResultAgain, NoticeChannel.Email)],
            listed.Single(person => person.Entitlement == bounced).Tried.Select(notice => (notice.Kind, notice.Channel)));

        // The same reports once more, as a provider may send them: they mark everybody again.
        await app.Services.GetRequiredService<Unreached>().MarkAsync(
            s_campaign.Id, [.. new[] { told, bounced, reached, alone }.Select(id => new NoticeId(s_campaign.Id, id, NoticeKind.TransferResult, 1))], CancellationToken.None);
        await UntilAsync(clock, work, Japan(5, 19, 20));
        Assert.Equal(6, (await MessagesAsync(emulator)).Count);
        Assert.Equal([bounced, alone], (await UnreachedAsync(app)).Select(person => person.Entitlement).Order());

        await ReleaseAsync(app, told, number: "0000002");
        await UntilAsync(clock, work, Japan(5, 22, 11));
        await ReturnAsync(app, told);
        await UntilAsync(clock, work, Japan(5, 25, 20));
        EmulatedMessage[] anew = [.. (await MessagesAsync(emulator)).Where(message => message.At >= Japan(5, 20, 0))];
        Assert.Equal(("person1@example.jp", MessageChannel.Email), Assert.Single(anew.Select(message => (message.To, message.Channel))));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<EntitlementId> OweAsync(FunctionsApp app, ulong number, Contact contact)
    {
        Entitlement owed = new()
        {
            Campaign = s_campaign.Id,
            Id = EntitlementId.FromValue(number << 12),
            Route = EntitlementRoute.App,
            Amount = new Yen(2000),
            Contacts = contact.Kinds,
            ProtectedContact = app.Services.GetRequiredService<ProtectedFields>().ProtectJson(contact),
        };
        await app.Services.GetRequiredService<EntitlementStore>().CreateAsync([owed], CancellationToken.None);
        return owed.Id;
    }

    private static async Task ReleaseAsync(FunctionsApp app, EntitlementId id, string number)
    {
        TransferForm form = new(new BankAccount("0001", "みずほ", "004", "丸の内中央", AccountType.Ordinary, number, "ﾔﾏﾀﾞ ﾀﾛｳ"), "ヤマダ", new Dictionary<string, string>(StringComparer.Ordinal));
        Assert.Null((await app.Services.GetRequiredService<TransferDesk>().RequestAsync(s_campaign, id, form, CancellationToken.None)).Refusal);
        Signature signature = new("local:1", "佐藤", DateTimeOffset.UnixEpoch);
        await MoveAsync(app, id, asked => asked with { State = TransferState.Checked, Checked = signature });
        await MoveAsync(app, id, seen => seen with { State = TransferState.Released, Released = signature });
    }

    private static async Task MoveAsync(FunctionsApp app, EntitlementId id, Func<Transfer, Transfer> move)
    {
        TransferStanding standing = (await app.Services.GetRequiredService<TransferDesk>().FindAsync(s_campaign, id, CancellationToken.None))!;
        Assert.True(await app.Services.GetRequiredService<TransferStore>().TryMoveAsync(s_campaign, standing.Transfer, move(standing.Transfer!), standing.Right, DateTimeOffset.UnixEpoch, CancellationToken.None));
    }

    private static async Task ReturnAsync(FunctionsApp app, params EntitlementId[] people)
    {
        StringBuilder csv = new("reference,amount,result,reason,date\n");
        foreach (EntitlementId id in people)
        {
            Transfer transfer = (await app.Services.GetRequiredService<TransferStore>().FindAsync(s_campaign, id, CancellationToken.None))!;
            csv.Append(transfer.ReferenceIn(s_campaign.LinkCode)).Append(",2000,returned,nameMismatch,2023-05-17\n");
        }

        using MemoryStream bytes = new(Encoding.UTF8.GetBytes(csv.ToString()));
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(bytes, 1 << 20, CancellationToken.None);
        TransferResultsTaken taken = await app.Services.GetRequiredService<TransferResults>().TakeAsync(s_campaign, file, new CsvResults(), "tester", CancellationToken.None);
        Assert.Equal((true, people.Length), (taken.Taken, taken.Returned));
    }

    private static async Task<IReadOnlyList<UnreachedPerson>> UnreachedAsync(FunctionsApp app) =>
        (await app.Client.GetFromJsonAsync<UnreachedPage>($"campaigns/{s_campaign.Id}/unreached", JsonBody.Format))!.People;

    private static async Task<IReadOnlyList<EmulatedMessage>> MessagesAsync(CommunicationEmulatorHost emulator) => await emulator.ReadMessagesAsync().ToListAsync();

    private static async Task UntilAsync(VirtualClock clock, WorkInProgress work, DateTimeOffset instant)
    {
        bool due = false;
        await using ITimer timer = clock.CreateTimer(_ => due = true, null, instant - clock.GetUtcNow(), Timeout.InfiniteTimeSpan);
        await clock.RunAsync(() => due).InTimeAsync();
        await work.WhenIdleAsync();
    }

    private static DateTimeOffset Japan(int month, int day, int hour) => JapanTime.At(new DateOnly(2023, month, day), new TimeOnly(hour, 0));
}
