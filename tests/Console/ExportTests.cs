using System.Net;
using System.Text;
using Azure.Data.Tables;
using Compensation.CallCentre.Cases;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Files;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Rehearsal.People;
using Compensation.Tests.Applications;
using Compensation.Tests.Applications.IntoAccounts;
using Compensation.Tests.CallCentre;
using Compensation.Transfers;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.ConsolePages;

/// <summary>Every list that is taken out as a file comes back through both readers that importers use to the values that were typed, and a spreadsheet finds no formula and no number in them.</summary>
public sealed class ExportTests
{
    private static readonly string[] s_typed =
        ["=1+1", "+81-90-1234-5678", "-5", "@SUM(A1)", "＝1+1", "00012", "2023-04-10", "令和5年4月10日", "a,b \"c\" d", "'already", "\"quoted\"", ";x", "佐藤　花子", "ﾔﾏﾀﾞ"];

    [Fact]
    public async Task What_operators_are_called_comes_back_from_the_cases()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,false,,,090-1234-5678,"]);
        Dictionary<string, string> openedBy = new(StringComparer.Ordinal);
        foreach ((int index, string name) in s_typed.Index())
        {
            CaseForm form = new("YM-000001", "2023-02-24", "山口県", "山口の店", CaseKind.ChargedTwice, 500) { FaceValue = 3000, ShopContact = CaseJourneyTests.Shop, Receipt = $"R-{index}" };
            (ReadFacts? facts, _) = await world.App.Services.GetRequiredService<ReadCaseForm>().HandleAsync(world.Campaign, form, CancellationToken.None);
            Person by = new(PersonId.Of("local", $"person-{index}"), name, Roles.Operator);
            openedBy[CaseWorld.Done(await world.App.Services.GetRequiredService<CaseDesk>().OpenAsync(world.Campaign, $"call-{index}", facts!, by, CancellationToken.None)).Number.Value] = name;
        }

        IReadOnlyList<IReadOnlyDictionary<string, string>> rows = await ReadBackAsync(await world.Http.GetByteArrayAsync("campaigns/yamaguchi/cases.csv"));
        Assert.Equal(openedBy.OrderBy(one => one.Key, StringComparer.Ordinal), rows.Select(row => KeyValuePair.Create(row["case"], row["opened_by"])).OrderBy(one => one.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Why_transfers_are_held_comes_back_from_them()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,1000,true,false,,,090-1234-5678,"], settings: TransferSite.Settings);
        TableClient table = world.App.Services.GetRequiredService<TableServiceClient>().GetTableClient(EntitlementStore.TableName);
        Dictionary<string, string> because = new(StringComparer.Ordinal);
        foreach ((int index, string why) in s_typed.Index())
        {
            EntitlementId id = EntitlementId.FromValue((ulong)(index + 1) << 12);
            Transfer held = new() { Campaign = world.Campaign.Id, Id = id, Amount = new Yen(700), State = TransferState.Held, HeldBecause = why, AskedAt = world.Clock.GetUtcNow(), ChangedAt = world.Clock.GetUtcNow() };
            await table.AddEntityAsync(TransferRow.Write(held, world.Campaign));
            because[$"{id}"] = why;
        }

        IReadOnlyList<IReadOnlyDictionary<string, string>> rows = await ReadBackAsync(await world.Http.GetByteArrayAsync("campaigns/yamaguchi/transfers.csv"));
        Assert.Equal(because.OrderBy(one => one.Key, StringComparer.Ordinal), rows.Select(row => KeyValuePair.Create(row["transfer"], row["held_because"])).OrderBy(one => one.Key, StringComparer.Ordinal));

        // The same order part by part, from any of them on.
        TransferStore transfers = world.App.Services.GetRequiredService<TransferStore>();
        foreach ((int index, EntitlementId id) in rows.Select(row => EntitlementId.Parse(row["transfer"])).Index())
        {
            Assert.Equal(rows.Skip(index + 1).Select(row => row["transfer"]), await transfers.ReadInAsync(world.Campaign, [TransferState.Held, TransferState.Review], id, CancellationToken.None).Select(one => $"{one.Id}").ToListAsync());
        }

        Assert.Empty(await transfers.ReadInAsync(world.Campaign, [TransferState.Review], after: null, CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Who_has_decided_comes_back_from_the_applications()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: [.. s_typed.Select((_, index) => $"YM-{index:d6},2023-02-24,700,false,,サトウ ケン,2023-02-20,,")]);
        Dictionary<string, string> decided = new(StringComparer.Ordinal);
        foreach ((int index, string by) in s_typed.Index())
        {
            ApplicationVisit visit = await world.ApplyAsync(ApplicationsWorld.Answers($"YM-{index:d6}", "タナカ", "ハナコ", $"090-{2100 + (index * 211)}-1110"), $"+8190{2100 + (index * 211)}1110");
            Assert.True(visit.Receipt is not null, visit.Page);
            decided[visit.Receipt!.Replace("-", string.Empty, StringComparison.Ordinal)] = by;
        }

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-03T12:00"));
        foreach ((string receipt, string by) in decided)
        {
            Assert.Equal(HttpStatusCode.OK, (await world.PostAsync($"applications/{receipt}-1/refuse", new { by, words = "お名前が違います。" }, $"k-{receipt}")).Status);
        }

        IReadOnlyList<IReadOnlyDictionary<string, string>> rows = await ReadBackAsync(await world.Http.GetByteArrayAsync("campaigns/yamaguchi/applications.csv"));
        Assert.Equal(decided.OrderBy(one => one.Key, StringComparer.Ordinal), rows.Select(row => KeyValuePair.Create(row["receipt"], row["decided_by"])).OrderBy(one => one.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_provider_gives_as_its_reason_comes_back_from_the_unreached()
    {
        UnreachedRow[] unreached = [.. s_typed.Select((why, index) => new UnreachedRow(
            new UnreachedPerson(EntitlementId.FromValue((ulong)(index + 1) << 12), EntitlementState.Open, ContactKinds.Sms, []),
            new FailedNotice(NoticeKind.Issue, NoticeChannel.Sms, NoticeOutcome.Failed, why, new DateTimeOffset(2023, 4, 10, 0, 0, 0, TimeSpan.Zero))))];
        using MemoryStream file = new();
        await CsvDownload.WriteAsync(file, UnreachedRow.Fields, unreached.ToAsyncEnumerable(), CancellationToken.None);

        Assert.Equal(s_typed, (await ReadBackAsync(file.ToArray())).Select(row => row["reason"]));
    }

    /// <summary>The file's rows, as both of the importers' readers have them; in the file itself nothing begins like a formula or a number but what is one.</summary>
    private static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ReadBackAsync(byte[] file)
    {
        string text = Encoding.UTF8.GetString(file);
        Assert.StartsWith("\uFEFF", text, StringComparison.Ordinal);
        string[] names = text[1..text.IndexOf('\r')].Split(',');
        Assert.Equal("a_leading_apostrophe_marks_text", names[^1]);
        Assert.DoesNotMatch("[,\n]\"?[=+@＝]", text);
        CsvColumn[] columns = [.. names[..^1].Select(name => new CsvColumn(name))];

        List<Dictionary<string, string>> small = [];
        using MemoryStream one = new(file);
        using CsvRows rows = new(one, columns);
        while (await rows.ReadAsync(CancellationToken.None))
        {
            Assert.Null(rows.Error);
            small.Add(columns.ToDictionary(column => column.Name, column => rows[column.Name], StringComparer.Ordinal));
        }

        List<Dictionary<string, string>> large = [];
        using MemoryStream two = new(file);
        await using ReceivedFile received = await ReceivedFile.ReceiveAsync(two, long.MaxValue, CancellationToken.None);
        using CsvBlocks blocks = new(received, columns);
        using CsvBlockReader reader = new(blocks);
        while (await reader.NextBlockAsync(CancellationToken.None))
        {
            while (reader.Read())
            {
                Assert.Null(reader.Error);
                large.Add(columns.ToDictionary(column => column.Name, column => reader.Text(reader.PositionOf(column.Name)), StringComparer.Ordinal));
            }
        }

        Assert.Equal(small, large);
        return small;
    }
}
