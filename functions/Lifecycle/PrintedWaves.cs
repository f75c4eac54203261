using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;

namespace Compensation.Lifecycle;

/// <summary>What a campaign's file prints of issue waves binds everybody. Operators may have to leave it, but not unawares, nor without a reason.</summary>
internal static class PrintedWaves
{
    /// <summary>In what an operator's issue wave leaves the file, a sentence each; empty where it keeps to it. Only those who were reached before get anything else.</summary>
    public static IReadOnlyList<string> DeparturesOf(Campaign campaign, WaveRequest wave)
    {
        if (wave.Notice != NoticeKind.Issue)
        {
            return [];
        }

        NoticeOrder order = new(wave.Notice, wave.Number, wave.Route);
        IssueWave[] reached = [.. campaign.Waves.Where(printed => order.Covers(printed.Route))];
        List<string> departures = [.. reached.SelectMany(printed => DeparturesFrom(printed, wave))];
        if (wave.Route is null && campaign.Waves.Select(printed => printed.Route).Distinct().Count() > 1)
        {
            departures.Add($"route is left out, so the wave reaches {string.Join(" and ", campaign.Waves.Select(printed => printed.Id))} at once");
        }

        if (reached.Length == 0)
        {
            departures.Add($"no issue wave is printed for the route {wave.Route}");
        }

        return departures;
    }

    private static IEnumerable<string> DeparturesFrom(IssueWave printed, WaveRequest wave)
    {
        if (wave.From < printed.StartsAt)
        {
            yield return $"it starts at {JapanTime.Stated(wave.From)}, before the printed start of {printed.Id} at {JapanTime.Stated(printed.StartsAt)}";
        }

        if (wave.Until > printed.EndsAt)
        {
            yield return $"it lasts until {JapanTime.Stated(wave.Until)}, beyond the printed end of {printed.Id} at {JapanTime.Stated(printed.EndsAt)}";
        }
    }
}
