using Compensation.Campaigns;
using Compensation.Notices;
using Compensation.Waves;

namespace Compensation.CallCentre;

/// <summary>How far a campaign's issue has come, route by route. What a campaign's file prints binds resends too: nobody gets a link before his wave has begun.</summary>
/// <param name="Begun">Routes whose people may be written to.</param>
/// <param name="Over">Routes whose wave brings nobody anything any more.</param>
internal sealed record IssueProgress(IReadOnlyList<EntitlementRoute> Begun, IReadOnlyList<EntitlementRoute> Over)
{
    public static async Task<IssueProgress> OfAsync(Campaign campaign, WaveStore waves, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<(IssueWave Wave, bool IsOver)> standing = [];
        foreach (IssueWave wave in campaign.Waves)
        {
            Wave? known = await waves.FindAsync(new WaveId(campaign.Id, wave.WaveId), cancellationToken);
            standing.Add((wave, known is null ? now >= wave.EndsAt : known.Standing is WaveStanding.Stopped or WaveStanding.Finished));
        }

        EntitlementRoute[] routes = Enum.GetValues<EntitlementRoute>();
        return new IssueProgress(
            [.. routes.Where(route => !standing.Any(one => Covers(one.Wave, route)) || standing.Any(one => Covers(one.Wave, route) && now >= one.Wave.StartsAt))],
            [.. routes.Where(route => standing.Where(one => Covers(one.Wave, route)).All(one => one.IsOver))]);
    }

    private static bool Covers(IssueWave wave, EntitlementRoute route) => new NoticeOrder(NoticeKind.Issue, 1, wave.Route).Covers(route);
}
