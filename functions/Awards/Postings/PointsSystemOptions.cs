using System.ComponentModel.DataAnnotations;

namespace Compensation.Awards.Postings;

/// <summary>How points reach the points system. Section <c>PointsSystem</c>.</summary>
public sealed class PointsSystemOptions : IValidatableObject
{
    public const string Section = "PointsSystem";

    /// <summary>Null: nothing is posted over HTTP, and points are granted by files.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>A secret.</summary>
    public string ApiKey { get; init; } = string.Empty;

    /// <summary>Requests at a time, per process.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; init; } = 32;

    /// <summary>How long one request may take before its fate counts as unsettled.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a claim is left to a holder on another machine. Longer than a chunk can take: timeout × lanes × 50 ÷ concurrency, twice, 250 seconds as things stand; a request that comes later meets the same key.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan ClaimLease { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The wait when a whole chunk was turned away, and the first wait of a single posting.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A posting whose fate is unsettled for longer is closed as unknown and listed for operators.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "14.00:00:00")]
    public TimeSpan SettleWithin { get; init; } = TimeSpan.FromHours(72);

    public bool IsConfigured => BaseAddress is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseAddress is not null && !(BaseAddress is { IsAbsoluteUri: true, Query: "" } && (BaseAddress.Scheme == Uri.UriSchemeHttps || (BaseAddress.Scheme == Uri.UriSchemeHttp && BaseAddress.IsLoopback))))
        {
            yield return new ValidationResult($"{Section}:BaseAddress must be an absolute https address without a query; http is for the same machine only.", [nameof(BaseAddress)]);
        }

        if (BaseAddress is not null && (ApiKey.Length == 0 || ApiKey.Any(character => character is < '!' or > '~')))
        {
            yield return new ValidationResult($"{Section}:ApiKey must be visible ASCII characters where {Section}:BaseAddress is set.", [nameof(ApiKey)]);
        }
    }
}
