using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Tests.Receipts;

namespace Compensation.Tests.Payouts;

public sealed class CodeImportTests
{
    private const string Url = "/campaigns/kumamoto/codes";

    [Fact]
    public async Task A_file_fills_the_stock_and_the_stock_can_be_looked_at()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();

        (HttpStatusCode status, CodeImportResult result) = await SendAsync(app, "\uFEFFproduct,value,code,expires_on,lot\r\nedy,500,CODE-1,2024-03-31,L1\r\nedy,500,CODE-2,,L1\r\namazon,1000,\"CODE 3\",,L-2\r\n");
        StockLevel[]? levels = await app.Client.GetFromJsonAsync<StockLevel[]>(Url);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((3, 3, 0, 0), (result.Rows, result.Added, result.Unchanged, result.ErrorCount));
        Assert.Equal([new("amazon", new Yen(1000), 1, 0, 0), new("edy", new Yen(500), 2, 0, 0)], levels!);
    }

    [Fact]
    public async Task A_file_sent_again_changes_nothing_even_after_codes_were_handed_out()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        string[] rows = [.. Enumerable.Range(0, 120).Select(number => $"edy,500,CODE-{number:d4},2024-03-31,L1")];
        await app.ImportAsync(rows);
        await app.Stock.TakeAsync(new IssueRequest(app.Campaign.Id, EntitlementId.FromValue(1), "edy", new Yen(500)), CancellationToken.None);

        CodeImportResult again = await app.ImportAsync([.. rows, "edy,500,CODE-NEW,2024-03-31,L2"]);

        Assert.Equal((1, 120, 0), (again.Added, again.Unchanged, again.ErrorCount));
        Assert.Equal((120, 1), await app.CountAsync(500));
    }

    [Fact]
    public async Task Codes_are_found_in_a_register_too_large_to_be_read_through_for_them()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        KeyedHash hash = app.Get<KeyedHash>();
        string[] rows = [.. Enumerable.Range(0, 1000).Select(number => $"CODE-{number:d4}")
            .Where(code => hash.LookUpKey("gift-code", GiftCode.Of(code).Compared).StartsWith('0'))
            .Take(9)
            .Select(code => $"edy,500,{code},,L1")];
        await app.ImportAsync(rows[..8]);
        TableClient register = app.Get<TableServiceClient>().GetTableClient(CodeStock.TableName);
        foreach (int[] others in Enumerable.Range(0, 6000).Chunk(100))
        {
            await register.SubmitTransactionAsync(others.Select(other => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity("0code:0", $"0{other * 0xAA00:x7}{Guid.NewGuid():N}"[..32]) { ["Shelf"] = "kumamoto:edy:1", ["LastDay"] = "" })));
        }

        CodeImportResult again = await app.ImportAsync(rows);

        Assert.Equal((1, 8, 0), (again.Added, again.Unchanged, again.ErrorCount));
        Assert.Equal((9, 0), await app.CountAsync(500));
    }

    [Fact]
    public async Task One_code_stands_once_in_a_file_however_it_is_written()
    {
        string[] ways = ["ABCD-EFGH-1234", "abcd-efgh-1234", "ABCDEFGH1234", "ＡＢＣＤ－ＥＦＧＨ－１２３４", "ABCD EFGH 1234", "ABCD‐EFGH—1234", "\u200BABCD-EFGH-1234\u00A0"];
        foreach (string way in ways)
        {
            await using ReceiptApp app = await ReceiptApp.StartAsync();

            CodeImportResult result = await app.ImportAsync("edy,500,ABCD-EFGH-1234,,L1", $"edy,500,{way},,L2");

            RowError error = Assert.Single(result.Errors);
            Assert.Equal((3, "code", 0L), (error.Line, error.Field, result.Added));
            Assert.Contains("line 2", error.Problem, StringComparison.Ordinal);
            Assert.Equal((0, 0), await app.CountAsync(500));
        }
    }

    [Theory]
    [InlineData("edy,300")]
    [InlineData("nanaco,500")]
    public async Task A_code_on_file_does_not_come_in_again_for_anything_else(string shelf)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,ABCD-EFGH-JKLM-NPQR,2024-03-31,L1");

        CodeImportResult result = await app.ImportAsync("edy,500,WXYZ-0001,,L2", $"{shelf},abcdefghjklmnpqr,2024-03-31,L2");

        RowError error = Assert.Single(result.Errors);
        Assert.Equal((3, "code"), (error.Line, error.Field));
        Assert.Contains("on file already", error.Problem, StringComparison.Ordinal);
        Assert.Equal((1, 0), await app.CountAsync(500));
        Assert.Equal((0, 0), await app.CountAsync(300));
    }

    [Fact]
    public async Task Of_many_files_at_once_with_one_code_for_many_values_one_is_taken_and_the_others_are_refused_as_a_whole()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();

        CodeImportResult[] results = await Task.WhenAll(Enumerable.Range(1, 12).Select(value => app.ImportAsync($"edy,{value},ABCD-EFGH-JKLM-NPQR,,L1", $"edy,{value},ALONE-{value:d3},,L1")));

        Assert.Equal([.. Enumerable.Repeat((0L, 1L), 11), (2L, 0L)], results.Select(result => (result.Added, result.ErrorCount)).Order());
        Assert.Equal(2, (await app.Stock.LevelsAsync(app.Campaign.Id, CancellationToken.None)).Sum(level => level.Free));
    }

    [Fact]
    public async Task Whenever_another_instance_brings_one_of_the_codes_one_file_is_taken_wholly_and_the_other_not_at_all()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        List<long> brought = [];
        for (int request = 1; request <= 12; request++)
        {
            CodeImportResult? other = null;
            int number = request;
            app.Faults.Before(request, async () => other = await app.ImportElsewhereAsync($"edy,300,SHARED-{number:d3},,L2"));

            CodeImportResult result = await app.ImportAsync($"edy,500,SHARED-{number:d3},,L1", $"edy,500,ALONE-{number:d3},,L1");

            Assert.Equal(other is { Added: 1 } ? (0L, 1L) : (2L, 0L), (result.Added, result.ErrorCount));
            Assert.True(other is null or { Added: 1, Detail: null } || other is { Added: 0, Detail: { } detail } && detail.StartsWith("Another file is being taken in (codes.csv of tester, since 2023-04-12 10:00:00 +09:00)", StringComparison.Ordinal));
            brought.Add(result.Added);
        }

        Assert.Equal([0L, 2L], brought.Distinct().Order());
        Assert.Equal((brought.Sum(), 0), await app.CountAsync(500));
        Assert.Equal((brought.Count(added => added < 2), 0), await app.CountAsync(300));
    }

    [Fact]
    public async Task Of_files_that_come_in_at_two_instances_at_once_none_is_taken_in_part()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        for (int round = 0; round < 10; round++)
        {
            string[] shared = [.. Enumerable.Range(0, 60).Select(number => $"SHARED-{round:d2}-{number:d3}")];
            CodeImportResult[] results = await Task.WhenAll(
                Task.Run(() => app.ImportAsync([.. shared.Select(code => $"edy,500,{code},,L1")])),
                Task.Run(() => app.ImportElsewhereAsync([.. shared.Select(code => $"edy,300,{code},,L1")])));

            Assert.Equal([0L, 60L], results.Select(result => result.Added).Order());
            Assert.All(results, result => Assert.True(result.Added == 60 ? result is { ErrorCount: 0, Detail: null } : result.ErrorCount == 60 || result.Detail is not null));
        }
    }

    /// <summary>An earlier try has entered its codes and died before they lay on their shelf, or before it was noted.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_died_half_way_is_on_the_list_and_completed_by_sending_it_again(bool afterwards)
    {
        for (int request = 1; request < 30; request++)
        {
            await using ReceiptApp app = await ReceiptApp.StartAsync();
            app.Faults.DieAt(request, afterwards);
            bool died = await Record.ExceptionAsync(() => app.ImportAsync("edy,500,CODE-1,,L1", "edy,500,CODE-2,,L1")) is not null;
            app.Faults.Heal();
            ImportEntry[] begun = [.. await app.Get<ImportLeases>().ReadOpenAsync(app.Campaign.Id, CancellationToken.None), .. await BookAsync(app)];
            bool isAnythingStored = await app.Get<TableServiceClient>().GetTableClient(CodeStock.TableName).QueryAsync<TableEntity>().AnyAsync();
            Assert.True(begun.Length > 0 || !isAnythingStored);

            await app.ImportAsync("edy,500,CODE-1,,L1", "edy,500,CODE-2,,L1");

            Assert.Equal((2, 0), await app.CountAsync(500));
            Assert.Equal([.. begun.Where(file => file.Standing == ImportStanding.BrokenOff).Select(file => file.Id).Except((await BookAsync(app)).Where(file => file.Standing == ImportStanding.Completed).Select(file => file.Id))],
                (await BookAsync(app)).Where(file => file.Standing == ImportStanding.BrokenOff).Select(file => file.Id));
            Assert.Single(await BookAsync(app), file => file.Standing == ImportStanding.Completed);
            Assert.Empty(await app.Get<ImportLeases>().ReadOpenAsync(app.Campaign.Id, CancellationToken.None));
            if (!died)
            {
                Assert.InRange(request, 8, 25);
                return;
            }
        }

        Assert.Fail("It has died every time.");
    }

    private static async Task<IReadOnlyList<ImportEntry>> BookAsync(ReceiptApp app) => await app.Get<ImportBook>().ListAsync(app.Campaign.Id, CancellationToken.None).ToListAsync();

    [Fact]
    public async Task The_book_of_imports_holds_each_file_that_brought_codes_and_no_other()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        const string Header = "product,value,code,expires_on,lot\n";
        await SendAsync(app, $"{Header}edy,500,CODE-1,,L1\n", "?dryRun=true");
        CodeImportResult first = (await SendAsync(app, $"{Header}edy,500,CODE-1,,L1\n")).Result;
        await SendAsync(app, $"{Header}edy,500,CODE-1,,L1\n");
        await SendAsync(app, $"{Header}edy,500,CODE-1,,L1\nedy,500,CODE_2,,L1\n");
        app.Clock.Now += TimeSpan.FromMinutes(1);
        CodeImportResult second = (await SendAsync(app, $"{Header}edy,500,CODE-1,,L1\nedy,500,CODE-2,,L1\nedy,500,CODE-3,,L1\n")).Result;

        List<ImportEntry> book = await app.Get<ImportBook>().ListAsync(app.Campaign.Id, CancellationToken.None).ToListAsync();

        Assert.Equal([(ImportKind.Codes, first.Sha256), (ImportKind.Codes, second.Sha256)], book.Select(entry => (entry.Kind, entry.Sha256)));
        Assert.Equal([1, 1, 0], new[] { "rows", "added", "unchanged" }.Select(name => book[0].Counts[name]));
        Assert.Equal([3, 2, 1], new[] { "rows", "added", "unchanged" }.Select(name => book[1].Counts[name]));
    }

    [Fact]
    public async Task A_code_may_be_worth_as_much_as_a_coupon_may_hold()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();

        CodeImportResult result = await app.ImportAsync("edy,10000000,CODE-1,,L1");

        Assert.Equal((1, 0), (result.Added, result.ErrorCount));
    }

    [Theory]
    [InlineData("#NAME?", "is a spreadsheet's error value instead of a code")]
    [InlineData("=A1&B1", "is a spreadsheet's formula instead of a code")]
    [InlineData("@SUM(A1)", "is a spreadsheet's formula instead of a code")]
    [InlineData("1.23457E+15", "is a number that a spreadsheet has rounded")]
    [InlineData("-1.2e+15", "is a number that a spreadsheet has rounded")]
    [InlineData("1E-15", "is a number that a spreadsheet has rounded")]
    [InlineData("2023-04-10", "is a date that a spreadsheet has made of a code")]
    [InlineData("10-Apr-2023", "is a date that a spreadsheet has made of a code")]
    [InlineData("APR-23", "is a date that a spreadsheet has made of a code")]
    [InlineData("１０－Ｓｅｐ", "is a date that a spreadsheet has made of a code")]
    [InlineData("TRUE", "is a spreadsheet's truth value instead of a code")]
    [InlineData("2023-0410", null)]
    [InlineData("2023-04-32", null)]
    [InlineData("APRX-2345", null)]
    [InlineData("12E-1234", null)]
    [InlineData("1E15", null)]
    [InlineData("ABCDE+12345", null)]
    [InlineData("1234+567", null)]
    [InlineData("ABCD-EFGH", null)]
    public void What_a_spreadsheet_has_left_behind_is_called_by_its_name(string text, string? name) => Assert.Equal(name, GiftCode.Of(text).Debris);

    [Fact]
    public void Codes_are_compared_in_capitals_without_blanks_and_hyphens_and_shown_as_they_came() =>
        Assert.Equal(new GiftCode("abcd-EFGH 1234", "ABCDEFGH1234"), GiftCode.Of("abcd-EFGH 1234"));

    [Theory]
    [InlineData("1.23457E+15")]
    [InlineData("2.19E+26")]
    [InlineData("1E+15")]
    [InlineData("2023-04-10")]
    [InlineData("10-Apr-2023")]
    [InlineData("true")]
    [InlineData("#NAME?")]
    [InlineData("#REF!")]
    [InlineData("=A1&B1")]
    [InlineData("@SUM(A1)")]
    [InlineData("ABCD_EFGH_1234")]
    [InlineData("コード12345678")]
    [InlineData("ABC")]
    public async Task What_a_spreadsheet_leaves_behind_is_no_code(string debris)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();

        CodeImportResult result = await app.ImportAsync("edy,500,ABCD-EFGH-1234,,L1", $"edy,500,{debris},,L1");

        RowError error = Assert.Single(result.Errors);
        Assert.Equal((3, "code"), (error.Line, error.Field));
        Assert.Contains("letters and digits", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_products_codes_look_like_is_the_campaigns_word()
    {
        Product edy = new("edy", "EdyギフトID", "…") { Codes = new CodeForm(CodeCharacters.Digits, 16, 16) };
        await using ReceiptApp app = await ReceiptApp.StartAsync(TestCampaign.Kumamoto with { Products = [edy] });

        CodeImportResult wrong = await app.ImportAsync("edy,500,1234-5678-9012-345,,L1", "edy,500,1234-5678-9012-345A,,L1");
        CodeImportResult right = await app.ImportAsync("edy,500,1234-5678-9012-3456,,L1");

        Assert.Equal([2L, 3L], wrong.Errors.Select(error => error.Line));
        Assert.All(wrong.Errors, error => Assert.Equal("16 digits, blanks and hyphens not counted", error.Expected));
        Assert.Equal((1, 0), (right.Added, right.ErrorCount));
    }

    [Fact]
    public async Task A_code_that_the_products_barcode_cannot_hold_is_refused_by_line()
    {
        Product edy = new("edy", "EdyギフトID", "…") { Scanned = ScannedAs.Ean13 };
        await using ReceiptApp app = await ReceiptApp.StartAsync(TestCampaign.Kumamoto with { Products = [edy] });

        CodeImportResult wrong = await app.ImportAsync("edy,500,4901-2345-67894,,L1", "edy,500,4901-2345-67893,,L1", "edy,500,ABCD-EFGH-1234,,L1");
        CodeImportResult right = await app.ImportAsync("edy,500,4901-2345-67894,,L1");

        Assert.Equal([3L, 4L], wrong.Errors.Select(error => error.Line));
        Assert.All(wrong.Errors, error => Assert.Equal(
            ("code", "cannot be shown as EAN-13, as which the product's codes are scanned", "13 digits, the last of them the check digit, blanks and hyphens not counted"), (error.Field, error.Problem, error.Expected)));
        Assert.Equal((1, 0), (right.Added, right.ErrorCount));
    }

    [Fact]
    public async Task A_known_code_with_another_last_day_is_an_error()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,CODE-1,2024-03-31,L1");

        CodeImportResult result = await app.ImportAsync("edy,500,CODE-2,2024-03-31,L2", "edy,500,CODE-1,2025-03-31,L2");

        RowError error = Assert.Single(result.Errors);
        Assert.Equal((3, "expires_on"), (error.Line, error.Field));
        Assert.Equal((0, 0), (result.Added, result.Unchanged));
        Assert.Equal((1, 0), await app.CountAsync(500));
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_happen_and_stores_nothing()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        await app.ImportAsync("edy,500,CODE-1,,L1");

        (HttpStatusCode status, CodeImportResult result) = await SendAsync(app, "product,value,code,lot\nedy,500,CODE-1,L1\nedy,500,CODE-2,L1\n", "?dryRun=true");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(result.DryRun);
        Assert.Equal((1, 1), (result.Added, result.Unchanged));
        Assert.Equal((1, 0), await app.CountAsync(500));
    }

    [Theory]
    [InlineData("gold,500,SECRET1,,L1", "product")]
    [InlineData("edy,0,SECRET1,,L1", "value")]
    [InlineData("edy,-5,SECRET1,,L1", "value")]
    [InlineData("edy,1e3,SECRET1,,L1", "value")]
    [InlineData("edy,\"1,000\",SECRET1,,L1", "value")]
    [InlineData("edy,10000001,SECRET1,,L1", "value")]
    [InlineData("edy,500,SECRET_1,,L1", "code")]
    [InlineData("edy,500,SECRET秘密,,L1", "code")]
    [InlineData("edy,500,SECRET1,2024/03/31,L1", "expires_on")]
    [InlineData("edy,500,SECRET1,2024-02-30,L1", "expires_on")]
    [InlineData("edy,500,SECRET1,2023-05-30,L1", "expires_on")]
    [InlineData("edy,500,SECRET1,,", "lot")]
    [InlineData("edy,500,SECRET1,", "")]
    [InlineData("edy,500,\"SECRET1,,L1", "")]
    public async Task A_wrong_row_is_named_by_line_and_field_without_its_code_and_keeps_the_whole_file_out(string row, string field)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();

        (HttpStatusCode status, CodeImportResult result) = await SendAsync(app, $"product,value,code,expires_on,lot\nedy,500,GOOD1,2023-05-31,L1\n{row}\nedy,500,GOOD2,,L1\n");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        RowError error = Assert.Single(result.Errors);
        Assert.Equal((3, field), (error.Line, error.Field));
        Assert.NotEmpty(error.Expected);
        Assert.DoesNotContain("SEC", JsonSerializer.Serialize(result), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.Lines, line => line.Text.Contains("SECRET", StringComparison.Ordinal));
        Assert.Equal((0L, 0), (result.Added, (await app.Stock.LevelsAsync(app.Campaign.Id, CancellationToken.None)).Count));
    }

    [Fact]
    public async Task Many_errors_are_counted_and_the_first_hundred_listed()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();

        CodeImportResult result = await app.ImportAsync(Enumerable.Range(0, 250).Select(_ => "gold,0,CODE,,"));

        Assert.Equal((750, 100), (result.ErrorCount, result.Errors.Count));
    }

    [Fact]
    public async Task Twelve_thousand_codes_of_many_values_all_arrive()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();

        CodeImportResult result = await app.ImportAsync(Enumerable.Range(0, 12_000).Select(number => $"edy,{1 + (number % 97)},CODE-{number:d6},,L1"));

        IReadOnlyList<StockLevel> levels = await app.Stock.LevelsAsync(app.Campaign.Id, CancellationToken.None);
        Assert.Equal((12_000, 0), (result.Added, result.ErrorCount));
        Assert.Equal((97, 12_000), (levels.Count, levels.Sum(level => level.Free)));
    }

    [Fact]
    public async Task After_a_crash_in_the_middle_the_same_file_completes_the_stock()
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        string[] rows = [.. Enumerable.Range(0, 300).Select(number => $"edy,500,CODE-{number:d4},,L1")];
        app.Faults.DieAt(3, afterwards: true);
        await Assert.ThrowsAnyAsync<Exception>(() => app.ImportAsync(rows));
        app.Faults.Heal();

        CodeImportResult result = await app.ImportAsync(rows);

        Assert.Equal(300, result.Added + result.Unchanged);
        Assert.Equal((300, 0), await app.CountAsync(500));
    }

    [Theory]
    [InlineData("/campaigns/nowhere/codes", HttpStatusCode.NotFound)]
    [InlineData("/campaigns/NO/codes", HttpStatusCode.NotFound)]
    [InlineData("/campaigns/kumamoto/codes?dryRun=perhaps", HttpStatusCode.BadRequest)]
    public async Task A_wrong_address_is_refused(string url, HttpStatusCode expected)
    {
        await using ReceiptApp app = await ReceiptApp.StartAsync();
        using StringContent csv = new("product,value,code,lot\n", Encoding.UTF8, "text/csv");

        using HttpResponseMessage response = await app.Client.PostAsync(url, csv);

        Assert.Equal(expected, response.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, CodeImportResult Result)> SendAsync(ReceiptApp app, string file, string query = "")
    {
        using StringContent csv = new(file, Encoding.UTF8, "text/csv");
        using HttpResponseMessage response = await app.Client.PostAsync(Url + query, csv);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<CodeImportResult>())!);
    }
}
