using System.ComponentModel.DataAnnotations;
using Compensation.Common;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Receipts;

/// <summary>From how many on tried links that are nobody's are an alarm. Section <c>GuessedLinks</c>.</summary>
public sealed class GuessedLinkOptions
{
    public const string Section = "GuessedLinks";

    /// <summary>How many within <see cref="Within"/>. Links cut in half by mail programs are counted too, so not one by one.</summary>
    [Range(2, 1_000_000)]
    public int AlarmAt { get; init; } = 200;

    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>
/// Counts links, of people to their receipts and of shops to their questions, that were tried and are nobody's. They cannot be guessed in any time worth having, so that nobody is slowed down, whole carriers being behind one
/// address; but operators should know that somebody tries.
/// </summary>
public sealed class GuessedLinks(IAlarms alarms, TimeProvider time, IOptions<GuessedLinkOptions> options, ILogger<GuessedLinks> log)
{
    private readonly Lock _gate = new();
    private long _since = time.GetTimestamp();
    private int _count;

    /// <summary>Never fails: the page is answered whatever becomes of the alarm.</summary>
    internal async Task CountAsync(CampaignId? campaign, CancellationToken cancellationToken)
    {
        if (Count() != options.Value.AlarmAt)
        {
            return;
        }

        try
        {
            string text = $"{options.Value.AlarmAt} links that are nobody's were tried within {options.Value.Within.TotalMinutes:0} minutes.";
            await alarms.RaiseAsync(AlarmKind.LinksGuessed, campaign, matter: string.Empty, text, cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            log.GuessesNotTold(failed.GetType().Name);
        }
    }

    private int Count()
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_since) > options.Value.Within)
            {
                (_since, _count) = (time.GetTimestamp(), 0);
            }

            return ++_count;
        }
    }
}
