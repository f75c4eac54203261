using System.Net;
using AngleSharp.Dom;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Payouts;
using Compensation.Tests.Receipts;

namespace Compensation.Tests.Payouts;

public sealed class CodeStockTests
{
    private static readonly Yen Value = new(500);

    [Fact]
    public async Task The_same_request_yields_the_same_code_however_often()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,CODE-1,2024-03-31,L1", "edy,500,CODE-2,2024-03-31,L1");

        TakenCode? first = await app.Stock.TakeAsync(Request(1), CancellationToken.None);
        TakenCode? again = await app.Stock.TakeAsync(Request(1), CancellationToken.None);
        TakenCode? shown = await app.Stock.FindTakenAsync(Request(1), CancellationToken.None);

        Assert.NotNull(first);
        Assert.Equal((first, first), (again, shown));
        Assert.Equal((1, 1), await app.CountAsync(500));
    }

    [Fact]
    public async Task Each_request_gets_a_code_of_its_own_until_none_is_left()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,CODE-1,,L1", "edy,500,CODE-2,,L1");

        TakenCode?[] taken = await Task.WhenAll(Enumerable.Range(1, 3).Select(person => app.Stock.TakeAsync(Request(person), CancellationToken.None)));

        Assert.Equal(["CODE-1", "CODE-2"], taken.OfType<TakenCode>().Select(code => code.Code.Code).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Null(await app.Stock.FindTakenAsync(Request(99), CancellationToken.None));
    }

    [Fact]
    public async Task A_look_at_a_shelf_serves_those_who_come_next()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync(Enumerable.Range(1, 8).Select(code => $"edy,500,CODE-{code},,L1"));

        HashSet<string> taken = [];
        int before = app.Faults.Requests;
        foreach (int person in Enumerable.Range(0, 8))
        {
            taken.Add((await app.Stock.TakeAsync(Request(person), CancellationToken.None))!.Code.Code);
        }

        Assert.Equal(8, taken.Count);
        Assert.InRange(app.Faults.Requests - before, 9, 12);
    }

    [Fact]
    public async Task A_free_code_that_cannot_be_read_is_stepped_over_and_one_that_was_handed_out_is_said_to_be_hidden()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,EDY-1,,L1");
        (Entitlement first, Entitlement second) = (await app.OweAsync(500), await app.OweAsync(500));
        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(first), "edy");
        await app.ImportAsync(Enumerable.Range(10, 20).Select(number => $"edy,500,EDY-LOST-{number},,L2"));
        await app.DamageCodesAsync("kumamoto:edy:500");
        await app.ImportAsync("edy,500,EDY-GOOD,,L3");

        using HttpResponseMessage other = await app.ClaimAsync(app.PathOf(second), "edy");

        Assert.Equal("EDY-GOOD", await app.CodeOnPageAsync(app.PathOf(second)));
        (HttpStatusCode status, IDocument page) = await app.LookAsync(app.PathOf(first));
        Assert.Equal((HttpStatusCode.OK, "コードを表示できません"), (status, page.QuerySelector("h1")!.TextContent));
        Assert.Contains(AlarmKind.CodeNotShown, (await app.Get<AlarmList>().ReadPageAsync(from: null, 10, CancellationToken.None)).Select(alarm => alarm.Kind));
    }

    [Fact]
    public async Task Where_no_code_can_be_read_people_wait_it_is_an_alarm_and_the_next_lot_serves_them()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync(Enumerable.Range(10, 20).Select(number => $"edy,500,EDY-LOST-{number},,L2"));
        await app.DamageCodesAsync("kumamoto:edy:500");
        Entitlement person = await app.OweAsync(500);

        using HttpResponseMessage claimed = await app.ClaimAsync(app.PathOf(person), "edy");
        Assert.Null(await app.CodeOnPageAsync(app.PathOf(person)));
        Assert.Equal([AlarmKind.FieldUnreadable], (await app.Get<AlarmList>().ReadPageAsync(from: null, 10, CancellationToken.None)).Select(alarm => alarm.Kind));

        await app.ImportAsync("edy,500,EDY-GOOD,,L3");
        Assert.Equal("EDY-GOOD", await app.CodeOnPageAsync(app.PathOf(person)));
    }

    [Fact]
    public async Task What_another_instance_has_taken_since_the_look_is_stepped_over()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync(Enumerable.Range(1, 6).Select(code => $"edy,500,CODE-{code},,L1"));
        CodeStock other = new(app.Get<TableServiceClient>(), app.Get<ProtectedFields>(), app.Get<AlarmList>(), app.Clock);

        List<TakenCode?> taken = [];
        foreach (int person in Enumerable.Range(1, 4))
        {
            taken.Add(await app.Stock.TakeAsync(Request(person), CancellationToken.None));
            taken.Add(await other.TakeAsync(Request(person + 100), CancellationToken.None));
        }

        Assert.Equal(6, taken.OfType<TakenCode>().Select(code => code.Code.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2, taken.Count(code => code is null));
    }

    [Fact]
    public async Task What_another_instance_has_taken_and_put_back_since_the_look_is_handed_out_once()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,CODE-1,,L1", "edy,500,CODE-2,,L1");
        CodeStock other = new(app.Get<TableServiceClient>(), app.Get<ProtectedFields>(), app.Get<AlarmList>(), app.Clock);
        TakenCode? first = await app.Stock.TakeAsync(Request(1), CancellationToken.None);
        Assert.NotNull(await other.TakeAsync(Request(2), CancellationToken.None));
        Assert.True(await other.PutBackAsync(Request(2).Shelf, CodeRow.TakenKey(Request(2).Entitlement), CancellationToken.None));

        TakenCode? second = await app.Stock.TakeAsync(Request(3), CancellationToken.None);

        Assert.Equal(["CODE-1", "CODE-2"], new[] { first!.Code.Code, second!.Code.Code }.Order(StringComparer.Ordinal));
        Assert.Equal((0, 2), await app.CountAsync(500));
    }

    [Fact]
    public async Task The_stock_is_listed_by_product_and_by_value_as_numbers()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("nanaco,30,CODE-1,,L1", "edy,1000,CODE-2,,L1", "edy,500,CODE-3,,L1");

        Assert.Equal(
            [("edy", 500L), ("edy", 1000L), ("nanaco", 30L)],
            (await app.Stock.LevelsAsync(app.Campaign.Id, CancellationToken.None)).Select(level => (level.Product, level.Value.Amount)));
    }

    [Fact]
    public async Task A_code_that_was_not_needed_stays_for_the_next()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,CODE-1,,L1", "edy,500,CODE-2,,L1");
        TakenCode? first = await app.Stock.TakeAsync(Request(1), CancellationToken.None);

        TakenCode? again = await app.Stock.TakeAsync(Request(1), CancellationToken.None);
        TakenCode? second = await app.Stock.TakeAsync(Request(2), CancellationToken.None);

        Assert.Equal(first, again);
        Assert.NotNull(second);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_code_that_is_put_back_is_the_same_code_of_the_same_lot_and_day()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,CODE-1,2024-03-31,L1");
        TakenCode? first = await app.Stock.TakeAsync(Request(1), CancellationToken.None);

        Assert.True(await app.Stock.PutBackAsync(Request(1).Shelf, CodeRow.TakenKey(Request(1).Entitlement), CancellationToken.None));
        TakenCode? second = await app.Stock.TakeAsync(Request(2), CancellationToken.None);

        Assert.NotNull(first);
        Assert.Equal(first, second);
        CodeRow row = await app.Get<TableServiceClient>().GetTableClient(CodeStock.TableName).GetEntityAsync<CodeRow>(Request(2).Shelf.PartitionKey, CodeRow.TakenKey(Request(2).Entitlement));
        Assert.Equal(("L1", "2024-03-31", first.Key), (row.Lot, row.LastDay, row.CodeKey));
    }

    [Theory]
    [InlineData("ponta", 500)]
    [InlineData("edy", 501)]
    public async Task Codes_of_other_products_and_values_stay_where_they_are(string product, long value)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync($"{product},{value},CODE-1,,L1");

        Assert.Null(await app.Stock.TakeAsync(Request(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_code_is_handed_out_on_its_last_day_and_not_after_it()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,CODE-1,2023-06-30,L1", "edy,500,CODE-2,2023-06-30,L1");

        app.Clock.Now = JapanTime.EndOf(new DateOnly(2023, 6, 30)).AddTicks(-1);
        TakenCode? onTheDay = await app.Stock.TakeAsync(Request(1), CancellationToken.None);
        app.Clock.Now = JapanTime.EndOf(new DateOnly(2023, 6, 30));
        TakenCode? dayAfter = await app.Stock.TakeAsync(Request(2), CancellationToken.None);

        Assert.Equal(new DateOnly(2023, 6, 30), onTheDay!.Code.LastDay);
        Assert.Null(dayAfter);
        StockLevel level = Assert.Single(await app.Stock.LevelsAsync(app.Campaign.Id, CancellationToken.None));
        Assert.Equal(new StockLevel("edy", Value, Free: 0, Taken: 1, Lapsed: 1), level);
    }

    [Fact]
    public async Task Codes_lie_encrypted_in_their_table()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,SECRET-CODE-1,,L1", "edy,500,SECRET-CODE-2,,L1");
        await app.Stock.TakeAsync(Request(1), CancellationToken.None);

        List<string> values = [];
        await foreach (TableEntity row in app.Get<TableServiceClient>().GetTableClient(CodeStock.TableName).QueryAsync<TableEntity>())
        {
            values.AddRange(row.Select(cell => $"{cell.Value}"));
        }

        Assert.NotEmpty(values);
        Assert.DoesNotContain(values, value => value.Contains("SECRET", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_code_prints_no_more_than_its_last_four_characters()
    {
        IssuedCode code = new("ABCD-1234-WXYZ", null);

        Assert.Equal("…WXYZ", $"{code}");
        Assert.DoesNotContain("1234", $"{new IssueResult.Issued([code], "reference")} {new TakenCode(code, "key")}", StringComparison.Ordinal);
        Assert.DoesNotContain("1234", $"{new StockCode("key", "ABCD-1234-WXYZ", null, "lot", 2)}", StringComparison.Ordinal);
    }

    private static IssueRequest Request(int person) => new(TestCampaign.Kumamoto.Id, EntitlementId.FromValue((ulong)person << 40), "edy", Value);
}
