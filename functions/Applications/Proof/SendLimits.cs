using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Proof;

/// <summary>Whether a code may go out, beyond what the journey itself allows.</summary>
internal abstract record SendLeave
{
    private SendLeave()
    {
    }

    public sealed record Granted : SendLeave;

    /// <summary>Other journeys have written to this address: it can be asked again then.</summary>
    public sealed record NotBefore(DateTimeOffset At) : SendLeave;

    /// <summary>A row of neighbouring numbers is being tried: this one is written to from then on, whoever asks for others meanwhile. By e-mail it goes on at once.</summary>
    public sealed record InSequence(DateTimeOffset At) : SendLeave;

    /// <summary>No more SMS today: another way is open.</summary>
    public sealed record NoMoreSms : SendLeave;
}

/// <summary>
/// What holds over all journeys and all instances of the app. An address meets delays that grow with each journey that writes to it, and never a lock, so that a stranger
/// cannot shut its owner out; SMS have a ceiling; rows of numbers are stopped, each number in them until a time of its own.
/// </summary>
public sealed class SendLimits(AskedAddresses asked, SmsCeiling ceiling, IAlarms alarms, IOptions<ApplicationOptions> options)
{
    /// <param name="campaign">Whose.</param>
    /// <param name="to">Where the code is to go: one way.</param>
    /// <param name="isNewHere">Whether the journey has not written there before.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    internal async Task<SendLeave> AskAsync(Campaign campaign, Contact to, bool isNewHere, CancellationToken cancellationToken)
    {
        SendLeave leave = isNewHere ? await asked.CountAsync(campaign.Id, to.FirstWay!, cancellationToken) : new SendLeave.Granted();
        if (leave is SendLeave.InSequence)
        {
            await alarms.RaiseAsync(
                AlarmKind.NumbersInSequence, campaign.Id, string.Empty,
                $"More than {options.Value.NeighboursPerHour} neighbouring mobile numbers have asked for codes within an hour; each further one has to wait, longer and longer.", cancellationToken);
        }

        return leave is SendLeave.Granted && to.Phone is not null && !await ceiling.TakeAsync(campaign.Id, cancellationToken) ? new SendLeave.NoMoreSms() : leave;
    }

    /// <summary>Whose contact is proved has nothing to wait for next time.</summary>
    internal Task ForgetAsync(CampaignId campaign, string address, CancellationToken cancellationToken) => asked.ForgetAsync(campaign, address, cancellationToken);
}
