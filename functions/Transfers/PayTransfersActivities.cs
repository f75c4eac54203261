using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Transfers.Files;
using Compensation.Transfers.Telling;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Transfers;

/// <summary>Makes the file of a business day, if anything is released.</summary>
public sealed class MakeFileOfTheDay(CampaignCatalog campaigns, TransferDesk desk, TransferFiles files)
{
    [Function(nameof(MakeFileOfTheDay))]
    public async Task Run([ActivityTrigger] CampaignId campaign, CancellationToken cancellationToken)
    {
        if (desk.IsOffered(campaigns[campaign]))
        {
            await files.MakeAsync(campaigns[campaign], cancellationToken);
        }
    }
}

/// <summary>Marks whom to tell that a transfer failed.</summary>
public sealed class MarkFailedTransfers(CampaignCatalog campaigns, ReturnedTransfers returned)
{
    [Function(nameof(MarkFailedTransfers))]
    public async Task<ToldAttempt[]> Run([ActivityTrigger] CampaignId campaign, CancellationToken cancellationToken) => [.. await returned.MarkAsync(campaigns[campaign], cancellationToken)];
}

/// <summary>Ends the telling of one attempt's failure.</summary>
public sealed class StrikeOffToldTransfers(CampaignCatalog campaigns, ReturnedTransfers returned)
{
    [Function(nameof(StrikeOffToldTransfers))]
    public Task Run([ActivityTrigger] ToldTransfers told, CancellationToken cancellationToken) => returned.StrikeOffAsync(campaigns[told.Campaign], told.Attempt, cancellationToken);
}
