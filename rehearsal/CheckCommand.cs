using System.CommandLine;
using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Text;

namespace Compensation.Rehearsal;

/// <summary><c>./rehearse check FILE</c>: everything that is wrong with a campaign file, in words, or what it says.</summary>
internal static class CheckCommand
{
    private const int Faulty = 1;

    /// <summary>As long as a short host makes it; the installation's own address decides in the end, when the app starts.</summary>
    private static readonly string SampleLink = $"https://r.example.jp/r/{new string('A', ReceiptLinks.TokenLength)}";

    /// <summary>Unless an installation's settings say otherwise.</summary>
    private static readonly decimal YenPerSegment = new PriceOptions().YenPerSmsSegment;

    private static readonly Argument<string> CampaignFileName = new("FILE") { Description = "A campaign file, such as campaigns/kumamoto.json." };

    public static Command Command { get; } = Create();

    private static Command Create()
    {
        Command command = new("check", "Says everything that is wrong with a campaign file, with its lines and fields.") { CampaignFileName };
        command.SetAction(parsed => Check(parsed.GetValue(CampaignFileName)!, Console.Out));
        return command;
    }

    /// <returns>0 where nothing is wrong, 1 where something is.</returns>
    /// <exception cref="UsageException">It is no file's name.</exception>
    internal static int Check(string file, TextWriter words)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            throw new UsageException("check needs the name of a campaign file, such as campaigns/kumamoto.json.", "checkには、campaigns/kumamoto.jsonのようなキャンペーンのファイル名が必要です。");
        }

        if (Directory.Exists(file))
        {
            throw new UsageException($"{file} is a folder; check needs the name of one campaign file in it.", $"{file}はフォルダーです。その中のキャンペーンのファイルを1つ指定してください。");
        }

        try
        {
            Describe(CampaignFile.Check(file, TooLong, linkCode => CampaignFolder.BesideOthers(linkCode, file)), words);
            return 0;
        }
        catch (CampaignFileException faulty)
        {
            foreach (CampaignFault fault in faulty.Faults)
            {
                words.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.File}, line {fault.Line}: {(fault.Field.Length == 0 ? string.Empty : $"{fault.Field} ")}{fault.Reason}."));
            }

            words.WriteLine(faulty.Faults.Count == 1 ? "1 thing to put right." : string.Create(CultureInfo.InvariantCulture, $"{faulty.Faults.Count} things to put right."));
            return Faulty;
        }
    }

    private static IEnumerable<(string Field, string Reason)> TooLong(Campaign campaign) => LongestSms.Of(campaign, SampleLink)
        .Where(sms => !sms.Fits)
        .Select(sms => (sms.Field, $"is{(sms.HoldsLink ? " with a link as short as https://r.example.jp/r/…" : string.Empty)} {sms.Measure}"));

    /// <summary>The dates as the machine has understood them, to be held against the notice, and what each SMS costs.</summary>
    private static void Describe(Campaign campaign, TextWriter words)
    {
        words.WriteLine($"{campaign.Programme} ({campaign.Id}): nothing is wrong. It says:");
        foreach ((string what, string when) in campaign is { Award: { } award, Grant: { } grant } ? DatesOf(campaign, award, grant) : DatesOf(campaign))
        {
            words.WriteLine($"  {what,-27} {when}");
        }

        if (campaign.Texts.Count == 0)
        {
            words.WriteLine("  nobody is written to");
            return;
        }

        words.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  an SMS may take             {campaign.Sending.SmsSegments} segment{(campaign.Sending.SmsSegments == 1 ? string.Empty : "s")} of {YenPerSegment:0.##} yen, unless Prices:YenPerSmsSegment says otherwise"));
        foreach ((string kind, NoticeTexts texts) in campaign.Texts.OrderBy(text => text.Key, StringComparer.Ordinal))
        {
            SmsSample sample = SmsSample.Of(campaign, texts.Sms, SampleLink);
            words.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  SMS {kind,-23} {sample.Segments} segment{(sample.Segments == 1 ? string.Empty : "s")}, {sample.Segments * YenPerSegment:0.##} yen, {sample.Text.Length} characters: {sample.Text.ReplaceLineEndings(" / ")}"));
        }
    }

    private static IEnumerable<(string What, string When)> DatesOf(Campaign campaign) =>
    [
        ("balances are sealed after", JapanTime.LastMinuteBefore(campaign.CutoffAt)),
        .. campaign.Waves.Select(wave => ($"wave {wave.Id}", Days(wave.StartsAt, wave.EndsAt))),
        .. campaign.Reminders.Select(reminder => ("reminder", reminder.ToJapan().ToString("yyyy年M月d日(ddd)HH:mm", JapanTime.Japanese))),
        ("collecting ends after", JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt)),
        .. campaign.BooksCloseAt > campaign.ReceiptEndsAt ? [("transfers end after", JapanTime.LastMinuteBefore(campaign.BooksCloseAt))] : Array.Empty<(string, string)>(),
    ];

    private static IEnumerable<(string What, string When)> DatesOf(Campaign campaign, PointsAward award, PointsGrant grant) =>
    [
        ("purchases count", Days(award.StartsAt, award.EndsAt)),
        ("points are granted", Days(grant.StartsAt, grant.EndsAt)),
        ("purchases are taken until", JapanTime.LastMinuteBefore(campaign.PurchasesEndAt)),
        ("corrections end after", JapanTime.LastMinuteBefore(grant.CorrectionsEndAt)),
    ];

    private static string Days(DateTimeOffset from, DateTimeOffset end) => $"{Day(from)} to {Day(end.AddTicks(-1))}";

    private static string Day(DateTimeOffset instant) => instant.ToJapan().ToString("yyyy年M月d日(ddd)", JapanTime.Japanese);
}
