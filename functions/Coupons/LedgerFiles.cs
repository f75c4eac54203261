using Compensation.Common;
using Compensation.Common.Files;

namespace Compensation.Coupons;

/// <summary>Which files of a campaign's ledger count: those that were taken in to their end, and not taken back.</summary>
public sealed class LedgerFiles(ImportBook book)
{
    /// <summary>The mark of what cases put back, one by one. It counts from its own write on, and is no file that could be taken back.</summary>
    internal const string Cases = "cases";

    /// <summary>The marks of the files that count, as of now.</summary>
    internal async Task<IReadOnlySet<string>> CountedAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        await OfLedger(campaign, cancellationToken).Where(file => file.TakenBack is null).Select(file => file.Id).Append(Cases).ToHashSetAsync(StringComparer.Ordinal, cancellationToken);

    internal async Task<bool> CountsAsync(CampaignId campaign, string sha256, CancellationToken cancellationToken) =>
        await OfLedger(campaign, cancellationToken).AnyAsync(
            file => file is { Kind: ImportKind.Ledger, TakenBack: null } && string.Equals(file.Sha256, sha256, StringComparison.Ordinal), cancellationToken);

    internal ValueTask<ImportEntry?> FindAsync(CampaignId campaign, string id, CancellationToken cancellationToken) =>
        OfLedger(campaign, cancellationToken).FirstOrDefaultAsync(file => string.Equals(file.Id, id, StringComparison.Ordinal), cancellationToken);

    private IAsyncEnumerable<ImportEntry> OfLedger(CampaignId campaign, CancellationToken cancellationToken) =>
        book.ListAsync(campaign, cancellationToken).Where(file => file is { Kind: ImportKind.Ledger or ImportKind.Adjustments, Standing: ImportStanding.Completed });
}
