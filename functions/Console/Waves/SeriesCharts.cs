using System.Globalization;
using Compensation.Access;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;
using Compensation.Notices.Series;

namespace Compensation.ConsolePages.Waves;

/// <summary>Sent, delivered, failed and claimed over time, as they add up: together, by channel, by provider, or of all campaigns by prefecture.</summary>
public sealed class SeriesCharts(CountSeries counts, CampaignCatalog campaigns, IEnumerable<ICampaignsRunHere> runs)
{
    public const string By = "by";

    private const string Channel = "channel";
    private const string Provider = "provider";
    private const string Prefecture = "prefecture";

    /// <summary>What lasts longer is drawn by days.</summary>
    private const int HoursMax = 72;

    /// <summary>Where scripts run, what is shown is fetched anew every half minute while somebody looks; what somebody is reading with the keyboard is left alone, and nobody stays signed in by it. Without scripts the link does it.</summary>
    internal static readonly Html Script = Html.Of($$"""setInterval(async()=>{const e=document.getElementById("live");if(document.visibilityState!=="visible"||e.contains(document.activeElement))return;const r=await fetch(location.href,{credentials:"same-origin",headers:{"{{Sessions.ByItself}}":"1"} });if(!r.ok)return;const n=new DOMParser().parseFromString(await r.text(),"text/html").getElementById("live");if(n){for(const d of n.querySelectorAll("details"))d.open=!!e.querySelector("#"+d.id+"[open]");e.replaceWith(n)} },30000)""");

    internal async Task<Html> OfAsync(Screen screen, CancellationToken cancellationToken)
    {
        string by = screen.Request.Query[By].ToString();
        (List<(string Name, IReadOnlyDictionary<SeriesKey, long> Counts)> groups, DateTimeOffset? at) = by == Prefecture ? await PrefecturesAsync(screen, cancellationToken) : await GroupsAsync(screen, by, cancellationToken);
        return Html.Of($"""
            <section id="live">
            <h2>{screen.Say("送信と受取のうつりかわり", "Over time")}</h2>
            <p class="way">{Way(screen, string.Empty, "まとめて", "Together")} {Way(screen, Channel, "手段別", "By channel")} {Way(screen, Provider, "送信会社別", "By provider")} {Way(screen, Prefecture, "都道府県別", "By prefecture")}</p>
            <p>{(at is { } counted ? screen.Say($"{screen.Language.Instant(counted)}の時点。", $"As of {screen.Language.Instant(counted)}.") : screen.Say("数えています。少し待ってから開きなおしてください。", "Being counted: look again in a moment."))}</p>
            {groups.Select((group, index) => Chart(screen, group.Name, group.Counts, string.Create(CultureInfo.InvariantCulture, $"series-{index}")))}
            </section>
            """);
    }

    private static Html Way(Screen screen, string by, string japanese, string english) => screen.Request.Query[By].ToString() == by
        ? Html.Of($"<strong>{screen.Say(japanese, english)}</strong>")
        : screen.Link(by.Length == 0 ? "waves" : $"waves?{By}={by}", screen.Say(japanese, english));

    private async Task<(List<(string Name, IReadOnlyDictionary<SeriesKey, long> Counts)> Groups, DateTimeOffset? At)> GroupsAsync(Screen screen, string by, CancellationToken cancellationToken)
    {
        if (await counts.LookAsync(screen.Campaign.Id, cancellationToken) is not { } series)
        {
            return ([], null);
        }

        string NameOf(SeriesKey key) => by switch
        {
            Channel => key.Channel is { } channel ? screen.Language.Of(channel) : screen.Say("メッセージなし", "Without a message"),
            Provider => key.Provider.Length > 0 ? key.Provider : screen.Say("送信会社なし", "No provider"),
            _ => screen.Say("まとめて", "Together"),
        };
        return ([.. series.Counts.GroupBy(count => NameOf(count.Key), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, (IReadOnlyDictionary<SeriesKey, long>)group.ToDictionary()))], series.At);
    }

    private async Task<(List<(string Name, IReadOnlyDictionary<SeriesKey, long> Counts)> Groups, DateTimeOffset? At)> PrefecturesAsync(Screen screen, CancellationToken cancellationToken)
    {
        List<(string Name, IReadOnlyDictionary<SeriesKey, long> Counts)> groups = [];
        DateTimeOffset? at = null;
        foreach (Campaign campaign in campaigns.All.Where(one => one.Prefecture is not null && (one.Id == screen.Campaign.Id || runs.All(here => here.Runs(one.Id)))).OrderBy(one => one.Prefecture!.Jis, StringComparer.Ordinal))
        {
            if (await counts.LookAsync(campaign.Id, cancellationToken) is { } series)
            {
                groups.Add((screen.Say(campaign.Prefecture!.Name, campaign.Prefecture.InEnglish()), series.Counts));
                at = at < series.At ? at : series.At;
            }
        }

        return (groups, at);
    }

    private static Html Chart(Screen screen, string name, IReadOnlyDictionary<SeriesKey, long> counts, string id)
    {
        if (counts.Count == 0)
        {
            return Html.Empty;
        }

        DateTimeOffset[] points = [.. PointsOf(counts.Keys.Min(key => key.Hour), counts.Keys.Max(key => key.Hour), out TimeSpan step)];
        ChartLine[] lines = [.. Enum.GetValues<SeriesEvent>().Select(what => new ChartLine(Name(screen, what), Sums(counts, what, points, step)))];

        // An hour is counted up to its end, and a day is in its name.
        string Label(DateTimeOffset point) => step < TimeSpan.FromDays(1) ? (point + step).ToJapan().ToString("M/d H:mm", CultureInfo.InvariantCulture) : point.ToJapan().ToString("M/d", CultureInfo.InvariantCulture);
        return Html.Of($"""
            <h3>{name}</h3>
            {new LineChart(id, screen.Say($"{name}：累計", $"{name}: adding up"), Label(points[0]), Label(points[^1]), lines)}
            <details id="{id}-figures">
            <summary>{screen.Say("数値", "Figures")}<span class="unseen">{screen.Say($"（{name}）", $" ({name})")}</span></summary>
            {new Table(screen.Say($"{name}：累計", $"{name}: adding up"), [screen.Say("日時", "Until"), .. lines.Select(line => "#" + line.Name)],
                [.. points.Select((point, index) => (Html[])[Html.Of($"{Label(point)}"), .. lines.Select(line => Html.Of($"{line.Values[index]:N0}"))])])}
            </details>
            """);
    }

    /// <summary>Hours, or Japan's days, from the one before the first event to the last.</summary>
    private static IEnumerable<DateTimeOffset> PointsOf(DateTimeOffset first, DateTimeOffset last, out TimeSpan step)
    {
        bool isShort = last - first <= TimeSpan.FromHours(HoursMax);
        TimeSpan each = isShort ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        DateTimeOffset from = isShort ? first : JapanTime.StartOf(first.DateInJapan());
        step = each;
        return Enumerable.Range(-1, (int)((last - from) / each) + 2).Select(index => from + (each * index));
    }

    private static long[] Sums(IReadOnlyDictionary<SeriesKey, long> counts, SeriesEvent what, DateTimeOffset[] points, TimeSpan step)
    {
        long[] sums = new long[points.Length];
        foreach ((SeriesKey key, long count) in counts.Where(one => one.Key.Event == what))
        {
            sums[(int)((key.Hour - points[0]) / step)] += count;
        }

        for (int point = 1; point < sums.Length; point++)
        {
            sums[point] += sums[point - 1];
        }

        return sums;
    }

    private static string Name(Screen screen, SeriesEvent what) => what switch
    {
        SeriesEvent.Sent => screen.Say("送信", "Sent"),
        SeriesEvent.Delivered => screen.Say("到着", "Delivered"),
        SeriesEvent.Failed => screen.Say("失敗", "Failed"),
        _ => screen.Say("受取", "Claimed"),
    };
}
