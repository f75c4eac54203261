using System.Text;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Payouts.Amazon;
using Compensation.Payouts.Reconciliation;

namespace Compensation.Tests.Payouts.Issuers;

public sealed class AmazonReportTests
{
    private const string Header = "creation_request_id,gc_id,amount,status";

    [Theory]
    [InlineData("500,Fulfilled", 500)]
    [InlineData("500.00,SUCCESS", 500)]
    [InlineData("1,", 1)]
    [InlineData("10000000,fulfilled", 10_000_000)]
    [InlineData("500,Cancelled", null)]
    [InlineData("500,refundedToPurchaser", null)]
    [InlineData("500,EXPIRED", null)]
    public async Task A_card_counts_unless_it_was_taken_back(string amountAndStatus, int? yen)
    {
        (IReadOnlyList<IssuerEntry> entries, RowErrors errors, _) = await ReadAsync(Header, $"Part04x,C_1-2,{amountAndStatus}");

        IssuerEntry[] expected = yen is { } worth ? [new IssuerEntry("Part04x", new Yen(worth), "Part04x/C_1-2")] : [];
        Assert.Equal(expected, entries);
        Assert.Equal(0L, errors.Count);
    }

    [Theory]
    [InlineData("Part04x,C1,0,Fulfilled", "amount")]
    [InlineData("Part04x,C1,-1,Fulfilled", "amount")]
    [InlineData("Part04x,C1,500.5,Fulfilled", "amount")]
    [InlineData("Part04x,C1,1e3,Fulfilled", "amount")]
    [InlineData("Part04x,C1,10000001,Fulfilled", "amount")]
    [InlineData("Part04x,C1,500,Kept", "status")]
    [InlineData("Part04x,C 1,500,Cancelled", "gc_id")]
    [InlineData("Part04x,C1234567890123456789012345678901234567890123456789012345678901234,500,", "gc_id")]
    [InlineData("Part04x-1,C1,500,", "creation_request_id")]
    [InlineData("Part04x0123456789012345678901234567890123,C1,500,", "creation_request_id")]
    [InlineData("Part04x,C1,500,Fulfilled,more", "")]
    public async Task A_fault_is_named_by_line_and_field_and_its_row_is_no_entry(string row, string field)
    {
        (IReadOnlyList<IssuerEntry> entries, RowErrors errors, long foreign) = await ReadAsync(Header, "Part04y,C1,500,", row);

        Assert.Equal(["Part04y"], entries.Select(entry => entry.Key));
        Assert.Equal((3L, field, 0L), (Assert.Single(errors.Listed).Line, errors.Listed[0].Field, foreign));
    }

    [Fact]
    public async Task Ids_go_as_far_as_the_API_lets_them_the_status_may_be_absent_and_other_campaigns_are_counted()
    {
        (string id, string card) = ("Part04x012345678901234567890123456789012", new string('C', 64));

        (IReadOnlyList<IssuerEntry> entries, RowErrors errors, long foreign) = await ReadAsync("creation_request_id,gc_id,amount", $"{id},{card},500", "Part05x,C1,500", "Other04x,C1,500");

        Assert.Equal((40, 0L, 2L), (id.Length, errors.Count, foreign));
        Assert.Equal([new IssuerEntry(id, new Yen(500), $"{id}/{card}")], entries);
    }

    private static async Task<(IReadOnlyList<IssuerEntry> Entries, RowErrors Errors, long Foreign)> ReadAsync(params string[] lines)
    {
        using MemoryStream csv = new(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(csv, long.MaxValue, CancellationToken.None);
        AmazonReport report = new(file, "Part04");
        return (await report.ReadAsync(CancellationToken.None).ToListAsync(), report.Errors, report.Foreign);
    }
}
