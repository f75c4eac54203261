using System.Text;
using Compensation.Awards;
using Compensation.Campaigns.Points;
using Compensation.Common;

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

    private static DateOnly Day(int day) => new(2023, 10, day);

    private static async Task<(List<Purchase> Read, RowErrors Errors)> ReadAsync(params string[] lines)
    {
        RowErrors errors = new();
        using MemoryStream csv = new(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        using PurchaseReader reader = new(csv, AwardsApp.Campaign.Award!, errors);
        List<Purchase> read = [];
        while (await reader.ReadAsync(CancellationToken.None))
        {
            read.Add(reader.Purchase);
        }

        return (read, errors);
    }
}
