using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Transfers.Files;

namespace Compensation.Transfers;

/// <summary>The closing report's chapter on transfers. What the bank was ordered to pay and has not sent back must be what the books call transferred.</summary>
public sealed class TransfersChapter(TransferStore transfers, EntitlementStore entitlements, TransferFileStore files) : IReportChapter
{
    /// <summary>The bank and the books agree.</summary>
    public const string BankAndBooks = "transfersOfBankAndBooks";

    /// <summary>A file's sum is that of the payments in it.</summary>
    public const string FileTotals = "transferFileTotals";

    public string Member => "transfers";

    public async Task<Chapter?> CountAsync(Campaign campaign, ClosingReport report, CancellationToken cancellationToken)
    {
        if (campaign.BankTransfer is null)
        {
            return null;
        }

        List<Transfer> all = await transfers.ReadAllAsync(campaign, cancellationToken).ToListAsync(cancellationToken);
        List<Transfer> transferred = await TransferredAsync(campaign, all, cancellationToken);
        TransferFigures figures = new(
            all.Count,
            transferred.Count,
            all.Count(HasComeBack),
            all.Count(transfer => transfer.State is TransferState.Returned or TransferState.Held),
            SumOf(transferred).Yen);
        List<Discrepancy> discrepancies = [];
        Check(BankAndBooks, SumOf(transferred), report.Transferred with { Persons = null }, discrepancies);
        Check(FileTotals, SumOf(all.Where(transfer => transfer.File is not null)), await OfFilesAsync(campaign, all, cancellationToken), discrepancies);
        return new Chapter(JsonSerializer.SerializeToElement(figures, JsonSerializerOptions.Web)) { Discrepancies = discrepancies };
    }

    public string? NameOf(string check) => check switch
    {
        BankAndBooks => "銀行への依頼と振込済の照合",
        FileTotals => "振込ファイルの合計",
        _ => null,
    };

    public Html Show(JsonElement figures)
    {
        TransferFigures read = figures.Deserialize<TransferFigures>(JsonSerializerOptions.Web)!;
        return Html.Of($"""
            <section>
            <h2>銀行振込</h2>
            <div class="table">
            <table>
            <caption>お申し込みのあった振込の件数</caption>
            <tbody>
            <tr><th scope="row">お申し込み</th><td class="number">{read.Requested:N0}件</td></tr>
            <tr><th scope="row">振込済</th><td class="number">{read.Paid:N0}件</td></tr>
            <tr><th scope="row">組戻し・振込不能となったことのある件数</th><td class="number">{read.Returned:N0}件</td></tr>
            <tr><th scope="row">振込不能のまま</th><td class="number">{read.Failed:N0}件</td></tr>
            <tr><th scope="row">振込額</th><td class="number">{read.Yen}</td></tr>
            </tbody>
            </table>
            </div>
            </section>
            """);
    }

    /// <summary>What is in review stands as the books have it until a person has decided: one that was paid before the bank contradicted itself is transferred still.</summary>
    private async Task<List<Transfer>> TransferredAsync(Campaign campaign, List<Transfer> all, CancellationToken cancellationToken)
    {
        List<Transfer> transferred = [.. all.Where(transfer => transfer.State == TransferState.Paid)];
        foreach (Transfer doubtful in all.Where(transfer => transfer.State == TransferState.Review))
        {
            if (await entitlements.FindAsync(campaign.Id, doubtful.Id, cancellationToken) is { State: EntitlementState.Transferred })
            {
                transferred.Add(doubtful);
            }
        }

        return transferred;
    }

    /// <summary>An attempt is followed by another once it has come back. Of the last one its end says so, and not a line that a person has found to be wrong.</summary>
    private static bool HasComeBack(Transfer transfer) =>
        transfer.State == TransferState.Returned || transfer is { State: TransferState.Withdrawn, File: not null } || EarlierFilings(transfer) > 0;

    /// <summary>
    /// The sums of all files, less what stands in them no longer: an attempt that came back and was paid again, or taken as points, has left its file's number behind.
    /// </summary>
    private async Task<PeopleAndYen> OfFilesAsync(Campaign campaign, List<Transfer> all, CancellationToken cancellationToken)
    {
        PeopleAndYen sum = PeopleAndYen.Nobody;
        await foreach (TransferFile file in files.ListAsync(campaign.Id, cancellationToken).Where(one => one.Made is not null))
        {
            sum += new PeopleAndYen(file.Made!.Payments, file.Made.Yen);
        }

        PeopleAndYen earlier = all.Aggregate(PeopleAndYen.Nobody, (yen, transfer) => yen + Times(EarlierFilings(transfer), transfer.Amount));
        return new PeopleAndYen(sum.People - earlier.People, sum.Yen - earlier.Yen);
    }

    private static int EarlierFilings(Transfer transfer) => transfer.Lines.Where(line => line.Attempt < transfer.Attempt).Select(line => line.Attempt).Distinct().Count();

    private static PeopleAndYen Times(int count, Yen amount) => new(count, new Yen(checked(count * amount.Amount)));

    private static PeopleAndYen SumOf(IEnumerable<Transfer> some) => some.Aggregate(PeopleAndYen.Nobody, (sum, transfer) => sum + new PeopleAndYen(1, transfer.Amount));

    private static void Check(string check, PeopleAndYen expected, PeopleAndYen found, List<Discrepancy> discrepancies)
    {
        if (expected != found)
        {
            discrepancies.Add(new Discrepancy(check, expected, found));
        }
    }
}

/// <summary>The member <c>transfers</c> of the report.</summary>
/// <param name="Requested">Rights for which a transfer was ever asked.</param>
/// <param name="Paid">Of those: paid, as the books call it.</param>
/// <param name="Returned">Of those: of which the bank has sent something back, whatever has become of it since. What a person found to be paid after all is none of them, and what he has not looked at yet neither.</param>
/// <param name="Failed">Of those: which came back or were held, and stand so.</param>
/// <param name="Yen">What was paid.</param>
public sealed record TransferFigures(long Requested, long Paid, long Returned, long Failed, Yen Yen);
