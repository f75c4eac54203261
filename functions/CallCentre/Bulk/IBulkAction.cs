using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Notices;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Bulk;

/// <summary>One thing that can be done to a whole list. What it does is said before it does it; a page may be handed over more than once, and nothing is done twice.</summary>
public interface IBulkAction
{
    /// <summary>Its name in addresses and records: lower-case letters and hyphens.</summary>
    string Kind { get; }

    /// <summary>Rows at a time; between two pages it can be stopped.</summary>
    int PageSize { get; }

    bool IsOffered(Campaign campaign);

    /// <summary>To whom it would be done now, who is left out and why, and what it would cost. Nothing is done.</summary>
    Task<BulkPlan> PlanAsync(Campaign campaign, CancellationToken cancellationToken);

    /// <summary>The wave by which an act writes to its rows, whether it has been started yet or not; null where none does.</summary>
    string? WaveOf(BulkRecord act);

    /// <summary>Does it to the rows of a page. A wave is entered as planned before it is started, so that whoever stops the act finds it.</summary>
    /// <returns>What came of each, in their order.</returns>
    Task<BulkWorked> WorkAsync(BulkPage page, DurableTaskClient orchestrations, CancellationToken cancellationToken);

    /// <summary>What has become by now of the messages to those of an act's rows that were handed over. Missing is to whom nothing has gone out, and what a later message has taken the place of.</summary>
    Task<IReadOnlyDictionary<string, NoticeOutcome>> MessagesAsync(BulkPage page, CancellationToken cancellationToken);
}

/// <summary>One of a list.</summary>
/// <param name="On">Whom or what, by its id. No personal data.</param>
/// <param name="Detail">As what it was looked at, such as a version; empty where that makes no difference.</param>
public sealed record BulkTarget(string On, string Detail);

/// <summary>What a bulk action would do.</summary>
/// <param name="Targets">To whom, in the order in which it is done.</param>
/// <param name="LeftOut">Who of the list is left out, by why: a word in camel case, and how many.</param>
public sealed record BulkPlan(IReadOnlyList<BulkTarget> Targets, IReadOnlyDictionary<string, int> LeftOut)
{
    /// <summary>More are not done at a time; those beyond are left out as <see cref="Later"/>.</summary>
    public const int TargetsMax = 1000;

    /// <summary>Left out, since so many are not done at a time: do it again.</summary>
    public const string Later = "later";

    public long Sms { get; init; }

    public long SmsSegments { get; init; }

    public long Emails { get; init; }

    /// <summary>At the configured prices, rounded up.</summary>
    public long CostYen { get; init; }

    /// <summary>Why it cannot be done now; null where it can.</summary>
    public string? WhyNot { get; init; }

    /// <summary>Stands for these targets and no others: who starts names what was looked at.</summary>
    public string Seen => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Targets))))[..16];
}

/// <summary>Rows that are to be worked on.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Act">The act that they belong to.</param>
/// <param name="Targets">The rows.</param>
public sealed record BulkPage(Campaign Campaign, BulkRecord Act, IReadOnlyList<BulkTarget> Targets);

/// <summary>What came of a page.</summary>
/// <param name="Outcomes">A word for each row.</param>
/// <param name="Wave">The wave that writes to them; null where none does.</param>
public sealed record BulkWorked(IReadOnlyList<string> Outcomes, string? Wave = null);
