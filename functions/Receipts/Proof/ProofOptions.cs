using System.ComponentModel.DataAnnotations;

namespace Compensation.Receipts.Proof;

/// <summary>How a second factor is taken, where a campaign's file asks for one. Section <c>ReceiptProof</c>.</summary>
public sealed class ProofOptions
{
    public const string Section = "ReceiptProof";

    /// <summary>So many tries of one link meet no delay.</summary>
    [Range(1, 10)]
    public int FreeTries { get; init; } = 5;

    /// <summary>The delay after that; it doubles with each further wrong try.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the delay ends: no stranger who has the link shuts its owner out for good. A link that is sent anew begins anew.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromHours(12);

    [Range(typeof(TimeSpan), "00:05:00", "01:00:00")]
    public TimeSpan CodeLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Between two codes; it doubles with each further one that nobody has entered.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan CodeInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a browser that has proved itself is not asked again.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan HoldsFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The delay behind a number of wrong tries, or of codes that nobody entered.</summary>
    internal TimeSpan DelayAfter(int many, int free, TimeSpan first)
    {
        TimeSpan doubled = many <= free ? TimeSpan.Zero : first * Math.Pow(2, Math.Min(many - free - 1, 20));
        return doubled < DelayMax ? doubled : DelayMax;
    }
}
