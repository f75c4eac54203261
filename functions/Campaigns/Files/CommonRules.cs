using System.Text.Json;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Campaigns.Files;

/// <summary>What holds for every kind of campaign, and the checks that several fields share.</summary>
internal static partial class CommonRules
{
    public const int ShardsMax = 1024;

    private const int RetentionDaysMax = 3_660;

    public static void CheckIdentity(string id, int linkCode, int shards, string programme, string office, FaultList faults)
    {
        faults.AddUnless(CampaignId.TryParse(id, out _), "id", $"'{id}' is not a campaign id; expected 2 to 20 lower-case letters and digits, beginning with a letter");
        faults.AddUnless(string.Equals(faults.File, $"{id}.json", StringComparison.Ordinal), "id", $"is '{id}'; expected the file's own name without .json");
        faults.AddUnless(linkCode is >= 1 and <= byte.MaxValue, "linkCode", $"is {linkCode}; expected 1 to 255");
        faults.AddUnless(shards is >= 1 and <= ShardsMax, "shards", $"is {shards}; expected 1 to {ShardsMax}");
        CheckText(programme, "programme", faults);
        CheckText(office, "office", faults);
    }

    public static void CheckRetention(RetentionFile? retention, FaultList faults)
    {
        (string Name, int? Days)[] stated =
        [
            ("accountsDays", retention?.AccountsDays), ("casesDays", retention?.CasesDays), ("actReasonsDays", retention?.ActReasonsDays),
            ("contactsDays", retention?.ContactsDays), ("applicationsDays", retention?.ApplicationsDays), ("notesDays", retention?.NotesDays),
        ];
        foreach ((string name, int? days) in stated)
        {
            faults.AddUnless(days is null or (>= 1 and <= RetentionDaysMax), $"retention.{name}", $"is {days}; expected 1 to {RetentionDaysMax} days");
        }
    }

    public static void CheckSending(SendingFile sending, FaultList faults)
    {
        faults.AddUnless(sending.DayStart < sending.DayEnd, "sending.dayEnd", $"{sending.DayEnd:HH\\:mm} is not after dayStart {sending.DayStart:HH\\:mm}; expected a part of one day");
        CheckNumber(sending.PerMinute.Sms, 1, int.MaxValue, "sending.perMinute.sms", faults);
        CheckNumber(sending.PerMinute.Email, 1, int.MaxValue, "sending.perMinute.email", faults);
        CheckNumber(sending.Canary.People, 1, 10_000, "sending.canary.people", faults);
        CheckNumber(sending.Canary.WaitMinutes, 1, 1440, "sending.canary.waitMinutes", faults);
        CheckNumber(sending.StopRule.FailurePercent, 1, 99, "sending.stopRule.failurePercent", faults);
        CheckNumber(sending.StopRule.AtLeast, 1, 100_000, "sending.stopRule.atLeast", faults);
        CheckNumber(sending.SmsSegments ?? 1, 1, SendingRule.SmsSegmentsMax, "sending.smsSegments", faults);
    }

    /// <summary>A value as files write it: <c>oneForAll</c>.</summary>
    public static string Written<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static void CheckNumber(int number, int least, int most, string field, FaultList faults) => faults.AddUnless(
        number >= least && number <= most,
        field,
        most == int.MaxValue ? $"is {number}; expected {least} or more" : $"is {number}; expected {least} to {most}");

    public static void CheckText(string text, string field, FaultList faults) =>
        faults.AddUnless(!string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl), field, "is empty or holds control characters; expected a line of text");

    /// <summary>Ids must be short, unique, and fit for keys and code.</summary>
    public static void CheckIds(IEnumerable<string> ids, string list, string member, FaultList faults)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        int index = 0;
        foreach (string id in ids)
        {
            string field = $"{list}[{index++}].{member}";
            faults.AddUnless(ShortId().IsMatch(id), field, $"'{id}' is not an id; expected 1 to 20 letters and digits, beginning with a lower-case letter");
            faults.AddUnless(seen.Add(id), field, $"'{id}' stands there twice; expected unique ids");
        }

        faults.AddUnless(index > 0, list, "is empty; expected at least one");
    }

    public static void CheckLabels(IReadOnlyList<LabelFile> labels, string list, FaultList faults)
    {
        CheckIds(labels.Select(label => label.Id), list, "id", faults);
        for (int index = 0; index < labels.Count; index++)
        {
            CheckText(labels[index].Label, $"{list}[{index}].label", faults);
        }
    }

    public static void CheckUrl(string url, string field, FaultList faults) =>
        faults.AddUnless(
            Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal),
            field,
            $"'{url}' is not an address; expected an absolute https URL");

    /// <summary>Both are days of the file; equal days are in order.</summary>
    public static void CheckOrder(DateOnly earlier, string earlierField, DateOnly later, string laterField, FaultList faults) =>
        faults.AddUnless(earlier <= later, laterField, $"{later:yyyy-MM-dd} is before {earlierField} {earlier:yyyy-MM-dd}; expected that day or a later one");

    [GeneratedRegex(@"\A[a-z][A-Za-z0-9]{0,19}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShortId();
}
