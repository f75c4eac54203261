using Compensation.Common;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Applications.Messages;

/// <summary>Sends what applicants are to be told and have not been.</summary>
public sealed class SendQueuedMessages(MessageStore messages, TellApplicants tell)
{
    private const int AtOnce = 8;

    [Function(nameof(SendQueuedMessages))]
    public async Task Run([ActivityTrigger] CampaignId campaign, CancellationToken cancellationToken)
    {
        ParallelOptions some = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(messages.ReadDueAsync(campaign, cancellationToken), some, async (message, stop) => await tell.SendAsync(message, stop));
    }
}
