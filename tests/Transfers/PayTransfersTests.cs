using System.Net.Http.Json;
using System.Text;
using Azure.Core.Pipeline;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Files;
using Compensation.Emulators.Communication;
using Compensation.Entitlements;
using Compensation.Local.Host;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Sending;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.BankAnswers;
using Compensation.Transfers.Files;
using Compensation.Waves;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Transfers;

/// <summary>The days of transfers on the real engine, with a provider that is written to over HTTP.</summary>
public class PayTransfersTests
{
    private static readonly Campaign s_campaign = CampaignFiles.Read("tochigi");

    [Fact]
    public async Task On_business_days_files_are_made_and_whose_transfer_came_back_is_told_once()
    {
        WorkInProgress work = new();
        VirtualClock clock = new(Japan(2023, 5, 12, 12), work);
        using TestStore store = new();
        string folder = Directory.CreateTempSubdirectory("transfers-").FullName;
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = folder, Time = clock, BeginWork = work.Begin });
        await using FunctionsApp app = await SendingWorld.StartAppAsync(
            store.Connect, emulator.ConnectionString, clock, work, storage: (HttpPipelinePolicy?)null,
            "--Transfers:ClientCode=1234567890", "--Transfers:ClientName=ﾃｽﾄ", "--Transfers:Bank=0001", "--Transfers:Branch=004", "--Transfers:AccountNumber=1234567");
        Transfer transfer = await ReleasedAsync(app);
        TransferDays days = TransferDays.Of(s_campaign, app.Services.GetRequiredService<IOptions<TransferOptions>>().Value, new WaveOptions())!;
        await app.Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(PayTransfers), days, new StartOrchestrationOptions("tochigi:transfers"));

        await UntilAsync(clock, work, Japan(2023, 5, 15, 9));
        Assert.Empty(await FilesAsync(app));
        await UntilAsync(clock, work, Japan(2023, 5, 15, 10));
        TransferFile file = Assert.Single(await FilesAsync(app));
        Assert.Equal((1, 1, new DateOnly(2023, 5, 16)), (file.Number, file.Made!.Payments, file.PayOn));
        await TakeAsync(app, $"reference,amount,result,reason,date\n{transfer.ReferenceIn(s_campaign.LinkCode)},2000,returned,nameMismatch,2023-05-17\n");
        await UntilAsync(clock, work, Japan(2023, 5, 19, 20));

        EmulatedMessage told = Assert.Single(await emulator.ReadMessagesAsync().ToListAsync());
        Assert.Equal(("+819012345678", Japan(2023, 5, 16, 9).DateInJapan()), (told.To, told.At.DateInJapan()));
        Assert.Contains("振込できませんでした", told.Text, StringComparison.Ordinal);
        Assert.Contains("補償対応特設サイトで受付番号", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", told.Text, StringComparison.Ordinal);
        Assert.Single(await FilesAsync(app));
        await UntilAsync(clock, work, s_campaign.BooksCloseAt.AddMinutes(1));
        Assert.True((await app.Orchestrations.GetInstanceAsync("tochigi:transfers"))!.IsCompleted);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>An operator has paused what tells people of failures: those who were released meanwhile are paid, and the others are told once it goes on.</summary>
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Files_are_made_while_people_still_wait_to_be_told_but_in_a_day_that_had_begun_before_they_were(bool filesGoOn, int filesMeanwhile)
    {
        WorkInProgress work = new();
        VirtualClock clock = new(Japan(2023, 5, 12, 12), work);
        using TestStore store = new();
        string folder = Directory.CreateTempSubdirectory("transfers-").FullName;
        await using CommunicationEmulatorHost emulator = await CommunicationEmulatorHost.StartAsync(new CommunicationEmulatorOptions { DataFolder = folder, Time = clock, BeginWork = work.Begin });
        await using FunctionsApp app = await SendingWorld.StartAppAsync(
            store.Connect, emulator.ConnectionString, clock, work, storage: (HttpPipelinePolicy?)null,
            "--Transfers:ClientCode=1234567890", "--Transfers:ClientName=ﾃｽﾄ", "--Transfers:Bank=0001", "--Transfers:Branch=004", "--Transfers:AccountNumber=1234567");
        Transfer[] returned = [await ReleasedAsync(app), await ReleasedAsync(app, 2, "+819012345679")];
        TransferDays days = TransferDays.Of(s_campaign, app.Services.GetRequiredService<IOptions<TransferOptions>>().Value, new WaveOptions())!;
        days = days with { NextAt = Japan(2023, 5, 15, 10), Sending = days.Sending with { PerMinute = new Pace(1, 1) } };
        await app.Services.GetRequiredService<TransferFiles>().MakeAsync(s_campaign, CancellationToken.None);
        await TakeAsync(app, returned);
        await app.Orchestrations.ScheduleNewOrchestrationInstanceAsync(nameof(PayTransfers), days with { FilesGoOn = filesGoOn }, new StartOrchestrationOptions("tochigi:transfers"));
        await UntilAsync(clock, work, Japan(2023, 5, 15, 10).AddSeconds(20));
        Assert.Single(await emulator.ReadMessagesAsync().ToListAsync());
        await SteerAsync(app, "pause");
        await ReleasedAsync(app, 3, "+819012345670");

        await UntilAsync(clock, work, Japan(2023, 5, 18, 12));
        Assert.Equal(filesMeanwhile, (await FilesAsync(app)).Count);
        Assert.Single(await emulator.ReadMessagesAsync().ToListAsync());
        await SteerAsync(app, "resume");
        await UntilAsync(clock, work, Japan(2023, 5, 19, 12));

        Assert.Equal(["+819012345678", "+819012345679"], (await emulator.ReadMessagesAsync().ToListAsync()).Select(message => message.To).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await FilesAsync(app)).Count);
        await UntilAsync(clock, work, s_campaign.BooksCloseAt.AddMinutes(1));
        Assert.True((await app.Orchestrations.GetInstanceAsync("tochigi:transfers"))!.IsCompleted);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task SteerAsync(FunctionsApp app, string lever)
    {
        HttpResponseMessage answer = await app.Client.PostAsJsonAsync($"campaigns/tochigi/waves/transfers-0515-1/{lever}", new { by = "tester", reason = "to see what happens" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<Transfer> ReleasedAsync(FunctionsApp app, ulong number = 1, string phone = "+819012345678")
    {
        Contact contact = new(phone, null);
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
        TransferDesk desk = app.Services.GetRequiredService<TransferDesk>();
        TransferStore transfers = app.Services.GetRequiredService<TransferStore>();
        TransferForm form = new(new BankAccount("0001", "みずほ", "004", "丸の内中央", AccountType.Ordinary, "0000001", "ﾔﾏﾀﾞ ﾀﾛｳ"), "ヤマダ", new Dictionary<string, string>(StringComparer.Ordinal));
        TransferStanding asked = (await desk.RequestAsync(s_campaign, owed.Id, form, CancellationToken.None)).Standing!;
        Signature signature = new("local:1", "佐藤", DateTimeOffset.UnixEpoch);
        await transfers.TryMoveAsync(s_campaign, asked.Transfer, asked.Transfer! with { State = TransferState.Checked, Checked = signature }, asked.Right, signature.At, CancellationToken.None);
        TransferStanding seen = (await desk.FindAsync(s_campaign, owed.Id, CancellationToken.None))!;
        await transfers.TryMoveAsync(s_campaign, seen.Transfer, seen.Transfer! with { State = TransferState.Released, Released = signature }, seen.Right, signature.At, CancellationToken.None);
        return seen.Transfer!;
    }

    private static Task TakeAsync(FunctionsApp app, Transfer[] returned) => TakeAsync(
        app,
        $"reference,amount,result,reason,date\n{string.Concat(returned.Select(transfer => $"{transfer.ReferenceIn(s_campaign.LinkCode)},2000,returned,nameMismatch,2023-05-17\n"))}",
        returned.Length);

    private static async Task TakeAsync(FunctionsApp app, string csv, int people = 1)
    {
        using MemoryStream bytes = new(Encoding.UTF8.GetBytes(csv));
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(bytes, 1 << 20, CancellationToken.None);
        TransferResultsTaken taken = await app.Services.GetRequiredService<TransferResults>().TakeAsync(s_campaign, file, new CsvResults(), "tester", CancellationToken.None);
        Assert.Equal((true, people), (taken.Taken, taken.Returned));
    }

    private static async Task<IReadOnlyList<TransferFile>> FilesAsync(FunctionsApp app) =>
        await app.Services.GetRequiredService<TransferFileStore>().ListAsync(s_campaign.Id, CancellationToken.None).ToListAsync();

    private static async Task UntilAsync(VirtualClock clock, WorkInProgress work, DateTimeOffset instant)
    {
        bool due = false;
        await using ITimer timer = clock.CreateTimer(_ => due = true, null, instant - clock.GetUtcNow(), Timeout.InfiniteTimeSpan);
        await clock.RunAsync(() => due).InTimeAsync();
        await work.WhenIdleAsync();
    }

    private static DateTimeOffset Japan(int year, int month, int day, int hour) => JapanTime.At(new DateOnly(year, month, day), new TimeOnly(hour, 0));
}
