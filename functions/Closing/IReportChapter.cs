using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Closing;

/// <summary>A part of the closing report that a slice above brings: the books cannot look up to it, so it registers itself with the services.</summary>
public interface IReportChapter
{
    /// <summary>The report's JSON member, such as <c>transfers</c>. Stays as it is once a campaign has closed.</summary>
    string Member { get; }

    /// <summary>The figures as they stand when the books are counted; null where the campaign has none.</summary>
    /// <param name="campaign">Whose.</param>
    /// <param name="report">What the books say, for figures that must agree with them.</param>
    /// <param name="cancellationToken">Stops the count.</param>
    Task<Chapter?> CountAsync(Campaign campaign, ClosingReport report, CancellationToken cancellationToken);

    /// <summary>The figures as a section of the page.</summary>
    Html Show(JsonElement figures);

    /// <summary>What people read for one of its checks; null where it is not its own.</summary>
    string? NameOf(string check) => null;
}

/// <summary>What a chapter says.</summary>
/// <param name="Figures">Its JSON, in the words that machines read.</param>
public sealed record Chapter(JsonElement Figures)
{
    /// <summary>Its own checks that did not hold.</summary>
    public IReadOnlyList<Discrepancy> Discrepancies { get; init; } = [];
}
