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
    internal static int Check(string file, TextWriter words)
    {
        try
        {
            Describe(CampaignFile.Read(file, campaign => TooLong(campaign).Concat(CampaignFolder.BesideOthers(campaign, Path.GetDirectoryName(Path.GetFullPath(file))!))), words);
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
        words.WriteLine($"  balances are sealed after   {JapanTime.LastMinuteBefore(campaign.CutoffAt)}");
        foreach (IssueWave wave in campaign.Waves)
        {
            words.WriteLine($"  wave {wave.Id,-22} {Day(wave.StartsAt)} to {Day(wave.EndsAt.AddTicks(-1))}");
        }

        foreach (DateTimeOffset reminder in campaign.Reminders)
        {
            words.WriteLine($"  reminder                    {reminder.ToJapan().ToString("yyyy年M月d日(ddd)HH:mm", JapanTime.Japanese)}");
        }

        words.WriteLine($"  collecting ends after       {JapanTime.LastMinuteBefore(campaign.ReceiptEndsAt)}");
        if (campaign.BooksCloseAt > campaign.ReceiptEndsAt)
        {
            words.WriteLine($"  transfers end after         {JapanTime.LastMinuteBefore(campaign.BooksCloseAt)}");
        }

        words.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  an SMS may take             {campaign.Sending.SmsSegments} segment{(campaign.Sending.SmsSegments == 1 ? string.Empty : "s")} of {YenPerSegment:0.##} yen, unless Prices:YenPerSmsSegment says otherwise"));
        foreach ((string kind, NoticeTexts texts) in campaign.Texts.OrderBy(text => text.Key, StringComparer.Ordinal))
        {
            SmsSample sample = SmsSample.Of(campaign, texts.Sms, SampleLink);
            words.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  SMS {kind,-23} {sample.Segments} segment{(sample.Segments == 1 ? string.Empty : "s")}, {sample.Segments * YenPerSegment:0.##} yen, {sample.Text.Length} characters: {sample.Text.ReplaceLineEndings(" / ")}"));
        }
    }

    private static string Day(DateTimeOffset instant) => instant.ToJapan().ToString("yyyy年M月d日(ddd)", JapanTime.Japanese);
}
