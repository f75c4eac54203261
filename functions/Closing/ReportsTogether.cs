using Compensation.Common;

namespace Compensation.Closing;

/// <summary>Several campaigns' reports and their sum.</summary>
/// <param name="Campaigns">The newest report of each, in the order of prefectures.</param>
/// <param name="Together">Their sum.</param>
public sealed record ReportsTogether(IReadOnlyList<CampaignLine> Campaigns, ReportSum Together)
{
    /// <summary>The parts of all of them together.</summary>
    public ReportParts Parts { get; init; } = new();

    /// <summary>Campaigns of this installation of which there is no report yet: they are in no sum.</summary>
    public IReadOnlyList<CampaignId> Missing { get; init; } = [];

    public static ReportsTogether Of(IReadOnlyList<ClosingReport> reports) =>
        new([.. reports.Select(report => new CampaignLine(report.Campaign, report.Prefecture, report.ClosedAt, report.Interim, ReportSum.Of(report)))],
            reports.Aggregate(ReportSum.Nothing, (sum, report) => sum.Plus(ReportSum.Of(report))))
        {
            Parts = reports.Aggregate(new ReportParts(), (sum, report) => sum.Plus(report.Parts)),
        };
}

/// <summary>One campaign.</summary>
/// <param name="Campaign">Which.</param>
/// <param name="Prefecture">Its prefecture, or null.</param>
/// <param name="At">When it was counted (UTC).</param>
/// <param name="Interim">Whether its books are still open.</param>
/// <param name="Sum">Its figures.</param>
public sealed record CampaignLine(CampaignId Campaign, string? Prefecture, DateTimeOffset At, bool Interim, ReportSum Sum);

/// <summary>What adds up over campaigns. Persons do not: somebody may have travelled to two prefectures.</summary>
public sealed record ReportSum(
    PeopleAndYen Entitled, PeopleAndYen Issued, PeopleAndYen Transferred, PeopleAndYen Expired, PeopleAndYen Revoked, PeopleAndYen Waiting, PeopleAndYen Failed, MessageCosts Costs)
{
    public static readonly ReportSum Nothing = new(
        PeopleAndYen.Nobody, PeopleAndYen.Nobody, PeopleAndYen.Nobody, PeopleAndYen.Nobody, PeopleAndYen.Nobody, PeopleAndYen.Nobody, PeopleAndYen.Nobody, MessageCosts.None);

    public static ReportSum Of(ClosingReport report) =>
        Nothing.Plus(new ReportSum(report.Entitled, report.Issued, report.Transferred, report.Expired, report.Revoked, report.Waiting, report.Failed, report.Costs));

    public ReportSum Plus(ReportSum other) => new(
        Entitled + other.Entitled, Issued + other.Issued, Transferred + other.Transferred, Expired + other.Expired, Revoked + other.Revoked, Waiting + other.Waiting, Failed + other.Failed,
        Costs.Plus(other.Costs));
}
