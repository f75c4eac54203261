using System.Text;
using Compensation.Awards;
using Compensation.Campaigns.Points;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Tests.Campaigns.Points;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Awards;

public sealed class PurchaseReaderTests
{
    private const string Header =
        "transaction_id,revision,member_id,service,facility,kind,purchased_on,booked_on,boarded_on,departed_on,shipped_on,used_on,amount,base_points,exclusions,linked_app,facility_member,status";

    [Fact]
    public async Task Every_column_of_a_row_is_read()
    {
        (List<Purchase> read, RowErrors errors) = await ReadAsync(
            Header, "T-1,20231105093000,W123456,shops,ルクア大阪,per220,2023-10-01,2023-10-02,2023-10-03,2023-10-04,2023-10-05,2023-10-06,1100,7,settlementPoints;icocaUse,true,false,returned");

        Assert.Empty(errors.Listed);
        Purchase expected = new()
        {
            Service = "shops",
            Kind = "per220",
            Dates = new PurchaseDates { Purchase = Day(1), Booking = Day(2), Boarding = Day(3), Departure = Day(4), Shipping = Day(5), Use = Day(6) },
            Amount = new Yen(1100),
            BasePoints = 7,
            Exclusions = "settlementPoints;icocaUse",
            LinkedApp = true,
            FacilityMember = false,
            Status = PurchaseStatus.Returned,
        };
        Assert.Equal([expected], read);
    }

    [Fact]
    public async Task Columns_may_stand_in_any_order_and_those_that_are_not_needed_may_be_missing()
    {
        (List<Purchase> read, RowErrors errors) = await ReadAsync(
            "status,amount,base_points,member_id,boarded_on,service,revision,transaction_id", "completed,6000,30,W123456,2023-10-15,trains,1,T-1");

        Assert.Empty(errors.Listed);
        Assert.Equal(("trains", "basePoints", 30), (read[0].Service, read[0].Kind, read[0].BasePoints));
    }

    [Theory]
    [InlineData(0, "", "transaction_id")]
    [InlineData(0, "T:1", "transaction_id")]
    [InlineData(1, "", "revision")]
    [InlineData(1, "-1", "revision")]
    [InlineData(1, "1234567890123456789", "revision")]
    [InlineData(2, "", "member_id")]
    [InlineData(2, "W 1234", "member_id")]
    [InlineData(3, "ferries", "service")]
    [InlineData(5, "", "kind")]
    [InlineData(5, "basePoints", "kind")]
    [InlineData(6, "2023/10/01", "purchased_on")]
    [InlineData(6, "2023-02-29", "purchased_on")]
    [InlineData(11, "2023-13-01", "used_on")]
    [InlineData(11, "0000-01-01", "used_on")]
    [InlineData(12, "", "amount")]
    [InlineData(12, "1,100", "amount")]
    [InlineData(12, "100000001", "amount")]
    [InlineData(12, "9223372036854775808", "amount")]
    [InlineData(12, "18446744073709551617", "amount")]
    [InlineData(12, "+1100", "amount")]
    [InlineData(12, "千百", "amount")]
    [InlineData(13, "7.5", "base_points")]
    [InlineData(14, "otherThings", "exclusions")]
    [InlineData(15, "yes", "linked_app")]
    [InlineData(16, "0", "facility_member")]
    [InlineData(17, "", "status")]
    [InlineData(17, "Completed", "status")]
    public async Task A_field_that_cannot_be_right_is_named_with_its_line_and_without_its_value(int column, string value, string field)
    {
        string[] fields = "T-1,1,W123456,shops,F1,per110,2023-10-01,,,,,,1100,,,,,completed".Split(',');
        fields[column] = value;
        (List<Purchase> read, RowErrors errors) = await ReadAsync(Header, string.Join(',', fields.Select(text => $"\"{text}\"")));

        Assert.Empty(read);
        RowError error = Assert.Single(errors.Listed);
        Assert.Equal((2, field), (error.Line, error.Field));
        Assert.True(value.Length < 2 || !$"{error.Problem} {error.Expected.Split("such as")[0]}".Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_train_without_base_points_is_an_error_and_a_shop_without_them_is_not()
    {
        (_, RowErrors errors) = await ReadAsync("status,amount,member_id,boarded_on,service,revision,transaction_id", "completed,6000,W123456,2023-10-15,trains,1,T-1");

        Assert.Equal("base_points", Assert.Single(errors.Listed).Field);
    }

    [Fact]
    public async Task A_bad_row_does_not_cost_the_rows_after_it()
    {
        (List<Purchase> read, RowErrors errors) = await ReadAsync(
            Header, "T-1,1,W123456,shops", "T-2,1,W123456,shops,,per110,2023-10-01,,,,,,many,,,,,completed", "T-3,1,W123456,shops,,per110,2023-10-01,,,,,,1100,,,,,completed");

        Assert.Single(read);
        Assert.Equal([(2L, string.Empty), (3L, "amount")], errors.Listed.Select(error => (error.Line, error.Field)));
    }

    [Fact]
    public async Task A_bad_row_far_into_the_file_is_named_by_its_line()
    {
        string[] rows = [.. Enumerable.Range(0, 1_000).Select(number => $"T-{number},1,W123456,shops,F1,per110,2023-10-01,,,,,,1100,,,,,completed")];
        rows[900] = rows[900].Replace("1100", "many", StringComparison.Ordinal);
        rows[901] = rows[901].Replace("completed", "complete", StringComparison.Ordinal);

        (List<Purchase> read, RowErrors errors) = await ReadAsync([Header, .. rows]);

        Assert.Equal(998, read.Count);
        Assert.Equal([(902L, "amount"), (903L, "status")], errors.Listed.Select(error => (error.Line, error.Field)));
    }

    [Fact]
    public async Task The_same_words_in_other_columns_say_something_else()
    {
        (List<Purchase> read, _) = await ReadAsync(
            "transaction_id,revision,member_id,linked_app,amount,facility_member,facility,service,kind,status,purchased_on,booked_on",
            "T-1,1,W123456,true,1100,,F1,shops,per110,completed,2023-10-01,",
            "T-2,1,W123456,,1100,true,F1,shops,per110,completed,2023-10-01,",
            "T-3,1,W123456,true,1100,,F2,shops,per110,completed,,2023-10-01",
            "T-4,1,W123456,true,1200,,F3,shops,per110,completed,2023-10-01,");

        Assert.Equal([true, null, true, true], read.Select(purchase => purchase.LinkedApp));
        Assert.Equal([null, true, null, null], read.Select(purchase => purchase.FacilityMember));
        Assert.Equal([Day(1), null, null, Day(1)], read.Select(purchase => purchase.LinkedApp == true ? purchase.Dates.Purchase : null));
        Assert.Equal(read[0] with { Amount = new Yen(1200) }, read[3]);
    }

    [Fact]
    public async Task Quotation_marks_change_nothing()
    {
        const string Row = "T-1,1,W123456,shops,F1,per110,2023-10-01,,,,,,1100,,settlementPoints,true,,completed";

        (List<Purchase> read, RowErrors errors) = await ReadAsync(Header, Row, string.Join(',', Row.Split(',').Select(field => $"\"{field}\"")), Row);

        Assert.Empty(errors.Listed);
        Assert.Equal([read[0], read[0], read[0]], read);
    }

    [Theory]
    [InlineData("0000000000", 0)]
    [InlineData("0000001100", 1100)]
    [InlineData("12345678", 12_345_678)]
    [InlineData("100000000", 100_000_000)]
    public async Task An_amount_may_have_zeros_in_front_and_as_many_digits_as_its_limit(string written, long yen)
    {
        (List<Purchase> read, RowErrors errors) = await ReadAsync("transaction_id,revision,member_id,service,kind,amount,status", $"T-1,1,W123456,shops,per110,{written},completed");

        Assert.Empty(errors.Listed);
        Assert.Equal(new Yen(yen), Assert.Single(read).Amount);
    }

    [Fact]
    public async Task A_place_of_more_than_120_bytes_is_refused()
    {
        string place = string.Concat(Enumerable.Repeat("熊本", 20));

        (List<Purchase> read, RowErrors errors) = await ReadAsync(
            Header, $"T-1,1,W123456,shops,{place},per110,2023-10-01,,,,,,1100,,,,,completed", $"T-2,1,W123456,shops,{place}x,per110,2023-10-01,,,,,,1100,,,,,completed");

        Assert.Single(read);
        Assert.Equal((3, "facility"), (Assert.Single(errors.Listed).Line, errors.Listed[0].Field));
    }

    [Fact]
    public async Task Every_purchase_is_read_as_it_was_written()
    {
        Purchase[] written = [.. Gen.Sample(Purchases.Any, numberOfSamples: 2_000, size: 50)];

        (List<Purchase> read, RowErrors errors) = await ReadAsync(PurchaseCsv.Of(written, index => $"W{index:d5}").Split('\n'));

        Assert.Empty(errors.Listed);
        Assert.Equal(written, read);
    }

    [Fact]
    public async Task What_people_and_spreadsheets_make_of_a_row_is_read_as_a_machine_would_have_written_it()
    {
        (List<Purchase> read, RowErrors errors) = await ReadAsync(
            Header,
            "T-1,1,W123456,shops,大阪駅,per110,2023-10-01,,,,,,1100,,icocaUse;settlementPoints,true,,completed",
            "Ｔ－１,１,\u200BＷ１２３４５６ , shops ,　大阪駅　,ｐｅｒ１１０,２０２３−１０−０１,,,,,,１１００,,settlementPoints；icocaUse；icocaUse,TRUE,,ｃｏｍｐｌｅｔｅｄ");

        Assert.Empty(errors.Listed);
        Assert.Equal("settlementPoints;icocaUse", read[0].Exclusions);
        Assert.Equal(read[0], read[1]);
    }

    [Fact]
    public async Task What_cannot_be_folded_is_named_by_its_code_point()
    {
        (_, RowErrors errors) = await ReadAsync(Header, "T-1,1,W123456,shops,,per110,2023-10-01,,,,,,1100円,,,,,completed");

        Assert.Equal("not an amount: it holds the character U+5186", Assert.Single(errors.Listed).Problem);
    }

    [Fact]
    public async Task A_file_of_a_header_alone_is_an_error()
    {
        (_, RowErrors errors) = await ReadAsync(Header);

        Assert.Equal(string.Empty, Assert.Single(errors.Listed).Field);
    }

    [Theory]
    [InlineData(932)]
    [InlineData(1200)]
    [InlineData(65001)]
    public async Task Files_are_taken_in_the_encodings_that_offices_save(int codePage)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        byte[] bytes = [.. encoding.Preamble, .. encoding.GetBytes($"{Header}\r\nT-1,1,W123456,shops,大阪駅前の店,per110,2023-10-01,,,,,,1100,,,,,completed\r\n")];
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(new MemoryStream(bytes), int.MaxValue, CancellationToken.None);

        (long line, _, RecordedPurchase purchase) = await PurchaseReader.ReadAsync(file, AwardsApp.Campaign.Award!, new RowErrors(), CancellationToken.None).SingleAsync();

        Assert.Equal((2, "大阪駅前の店"), (line, purchase.Facts.Facility));
    }

    private static DateOnly Day(int day) => new(2023, 10, day);

    private static async Task<(List<Purchase> Read, RowErrors Errors)> ReadAsync(params string[] lines)
    {
        RowErrors errors = new(listedMax: 1_000);
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), int.MaxValue, CancellationToken.None);
        List<Purchase> read = [];
        await foreach ((_, _, RecordedPurchase purchase) in PurchaseReader.ReadAsync(file, AwardsApp.Campaign.Award!, errors, CancellationToken.None))
        {
            read.Add(purchase.Purchase);
        }

        return (read, errors);
    }
}
