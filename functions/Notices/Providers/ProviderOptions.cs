using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Compensation.Notices.Acs;

namespace Compensation.Notices.Providers;

/// <summary>Which provider gets which share of a channel, and when shares move. Section <c>Providers</c>.</summary>
public sealed class ProviderOptions : IValidatableObject
{
    public const string Section = "Providers";

    /// <summary>What the weights of a channel add up to.</summary>
    public const int WeightTotal = 100;

    private static readonly Dictionary<string, int> s_acsAlone = new(StringComparer.Ordinal) { [AcsOptions.Provider] = WeightTotal };

    /// <summary>Weight by provider for SMS. Empty: Azure Communication Services alone.</summary>
    public Dictionary<string, int> Sms { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Weight by provider for e-mail. Empty: Azure Communication Services alone.</summary>
    public Dictionary<string, int> Email { get; init; } = new(StringComparer.Ordinal);

    /// <summary>How many points of weight one move takes.</summary>
    [Range(1, WeightTotal)]
    public int Step { get; init; } = 10;

    /// <summary>More errors than this within <see cref="ErrorWindow"/> move weight away; not again within the same time.</summary>
    [Range(1, 100_000)]
    public int ErrorsMax { get; init; } = 50;

    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan ErrorWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An answer later than this is slow.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>This share of slow answers within <see cref="SlowWindow"/> moves weight away, unless all providers of the channel are slow.</summary>
    [Range(1, 100)]
    public int SlowPercent { get; init; } = 15;

    [Range(typeof(TimeSpan), "00:01:00", "06:00:00")]
    public TimeSpan SlowWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Fewer answers than this in the window say nothing about slowness.</summary>
    [Range(1, 100_000)]
    public int SlowSampleMin { get; init; } = 20;

    /// <summary>The least time between two moves for slowness, and between two steps back to the configured weights.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "06:00:00")]
    public TimeSpan Pause { get; init; } = TimeSpan.FromMinutes(5);

    public IReadOnlyDictionary<string, int> WeightsOf(NoticeChannel channel)
    {
        Dictionary<string, int> weights = channel == NoticeChannel.Sms ? Sms : Email;
        return weights.Count == 0 ? s_acsAlone : weights;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (NoticeChannel channel in Enum.GetValues<NoticeChannel>())
        {
            IReadOnlyDictionary<string, int> weights = WeightsOf(channel);
            if (weights.Values.Any(weight => weight is < 0 or > WeightTotal) || weights.Values.Sum(weight => (long)weight) != WeightTotal)
            {
                string given = string.Join(", ", weights.Select(weight => string.Create(CultureInfo.InvariantCulture, $"{weight.Key} {weight.Value}")));
                yield return new ValidationResult($"{Section}:{channel} is {given}; expected weights from 0 to {WeightTotal} that add up to {WeightTotal}.", [channel.ToString()]);
            }
        }
    }
}
