using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Transfers.BankAnswers;

namespace Compensation.Transfers.Telling;

/// <summary>Who is to be told that a transfer failed: marked for a wave, and struck off once it has been told.</summary>
public sealed class ReturnedTransfers(TransferStore transfers, EntitlementMarks marks)
{
    /// <summary>The mark of those whose attempt failed and who have not been told.</summary>
    public static string MarkOf(int attempt) => string.Create(CultureInfo.InvariantCulture, $"transfer-failed-{attempt}");

    /// <summary>Marks them. What is ours to pay again bothers nobody.</summary>
    /// <returns>The attempts of which somebody is to be told, with their number.</returns>
    public async Task<IReadOnlyList<ToldAttempt>> MarkAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        ILookup<int, EntitlementId> untold = await transfers.ReadAllAsync(campaign, cancellationToken)
            .Where(IsToBeTold)
            .Select(transfer => (transfer.Attempt, transfer.Id))
            .ToListAsync(cancellationToken) is var some ? some.ToLookup(one => one.Attempt, one => one.Id) : null!;
        foreach (IGrouping<int, EntitlementId> attempt in untold)
        {
            await marks.AddAsync(campaign.Id, MarkOf(attempt.Key), attempt, cancellationToken);
        }

        return [.. untold.Select(attempt => new ToldAttempt(attempt.Key, attempt.Count())).OrderBy(told => told.Attempt)];
    }

    /// <summary>The wave has come to its end: who was marked was told, as far as anybody could be.</summary>
    public async Task StrikeOffAsync(Campaign campaign, int attempt, CancellationToken cancellationToken)
    {
        IReadOnlyList<Entitlement> page;
        while ((page = await marks.ReadPageAsync(campaign.Id, MarkOf(attempt), null, EntitlementStore.TransactionSizeMax, cancellationToken)).Count > 0)
        {
            foreach (Entitlement person in page)
            {
                await NoteAsync(campaign, person.Id, attempt, cancellationToken);
            }

            await marks.RemoveAsync(campaign.Id, MarkOf(attempt), page.Select(person => person.Id), cancellationToken);
        }
    }

    private async Task NoteAsync(Campaign campaign, EntitlementId id, int attempt, CancellationToken cancellationToken)
    {
        while (await transfers.FindAsync(campaign, id, cancellationToken) is { } transfer && transfer.ToldAttempt < attempt
            && !await transfers.TryKeepAsync(campaign, transfer, transfer with { ToldAttempt = attempt }, cancellationToken))
        {
            // Somebody changed it in between: what they wrote stays, and this beside it.
        }
    }

    private static bool IsToBeTold(Transfer transfer) => transfer.ToldAttempt < transfer.Attempt && transfer.State switch
    {
        TransferState.Held => true,
        TransferState.Returned => transfer.ReturnedBecause?.ClassOf() != ReturnClass.OurSide,
        _ => false,
    };
}

/// <summary>How many are to be told of the failure of one attempt.</summary>
public sealed record ToldAttempt(int Attempt, int People);
