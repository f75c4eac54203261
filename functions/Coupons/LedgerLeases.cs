using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Common.Files;

namespace Compensation.Coupons;

/// <summary>
/// Turns at a campaign's ledger. A file's rows count from <see cref="CompleteAsync"/> on, which is a single write: before it nothing of the file counts, however much has been
/// stored. Once the cutoff has closed the ledger, no turn can be completed.
/// </summary>
public sealed class LedgerLeases(TableServiceClient tables, ImportLeases leases)
{
    private readonly TableClient _table = tables.GetTableClient(ImportBook.TableName);

    /// <summary>Waits for the ledger to be free, for a while.</summary>
    /// <returns>The turn; or, where it is still another file's, null.</returns>
    public Task<ImportLease?> TakeAsync(ImportWork work, CancellationToken cancellationToken) => leases.TakeAsync(work, cancellationToken);

    /// <summary>Makes the rows of a turn's file count, all at once.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="entry">What is noted of the file.</param>
    /// <exception cref="LedgerClosedException">The cutoff was first: nothing of the file counts.</exception>
    /// <exception cref="ImportTurnLostException">Another file's turn has begun: nothing of this one counts.</exception>
    public Task CompleteAsync(ImportLease turn, ImportEntry entry) => turn.CompleteAsync(entry, (partition, actions) => new LedgerGate(_table).SubmitAsync(partition, actions, CancellationToken.None));

    /// <summary>From now on no file's turn can be completed. Repeating it is harmless.</summary>
    internal Task CloseAsync(CampaignId campaign, CancellationToken cancellationToken) => new LedgerGate(_table).CloseAsync(ImportBook.PartitionOf(campaign), cancellationToken);

    /// <summary>The file that is at the ledger, or null.</summary>
    internal Task<ImportTurn?> FindAsync(CampaignId campaign, CancellationToken cancellationToken) => leases.FindAsync(campaign, ImportKind.Ledger, cancellationToken);
}
