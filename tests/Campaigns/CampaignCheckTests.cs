using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Compensation.Campaigns;
using Compensation.Rehearsal;

namespace Compensation.Tests.Campaigns;

/// <summary>What an author is told of a file: everything at once, in words, with line and field, and nothing that only follows from something else.</summary>
public sealed class CampaignCheckTests
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    [Fact]
    public void Everything_is_said_at_once_whatever_kind_of_mistake_it_is()
    {
        IReadOnlyList<string> faults = CampaignFiles.FaultsOf("kumamoto", file =>
        {
            file["cutoff"] = "2023-03-31";
            file["linkCode"] = "43";
            file["receipt"]!.AsObject().Remove("site");
            file["receipt"]!["endson"] = "2023-05-31";
            file["waves"]![0]!["route"] = "アプリ";
            file["sending"]!["dayStart"] = "9:00";
            file["sending"]!["perMinute"]!["sms"] = 0;
            file["senders"]!["email"] = "nobody";
        });

        Assert.Equal(
            [
                "kumamoto.json: cutoff: '2023-03-31' is not what was expected: an object in braces { } with on, text",
                "kumamoto.json: linkCode: '43' is not what was expected: a whole number",
                "kumamoto.json: receipt.endson: is not a member that anybody knows; expected only site, endsOn, secondFactor",
                "kumamoto.json: receipt.site: is missing; expected a text in quotation marks",
                "kumamoto.json: senders.email: 'nobody' is not an e-mail address",
                "kumamoto.json: sending.dayStart: expected a time of day such as \"09:00\", not '9:00'",
                "kumamoto.json: sending.perMinute.sms: is 0; expected 1 or more",
                "kumamoto.json: waves[0].route: 'アプリ' is not what was expected: one of \"app\", \"application\", \"doubleCharge\", \"purchase\"",
            ],
            faults.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "2023年4月10日（火）～4月21日（金）", "4月10日(火)', but 2023-04-10 is a Monday (月)")]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "4月10日（月）～22日（金）", "prints '22日(金)', but 2023-04-22 is a Saturday (土)")]
    [InlineData("kumamoto", "extension.text", "2023年2月30日（木）まで", "there is no such day in 2023")]
    [InlineData("kumamoto", "cutoff.text", "３月３１日（木）まで", "2023-03-31 is a Friday (金)")]
    [InlineData("kumamoto", "notice.title", "2/24（土）発生", "2023-02-24 is a Friday (金)")]
    [InlineData("kumamoto", "english.cause", "On Thursday 24 February 2023 it failed.", "2023-02-24 is a Friday (金)")]
    [InlineData("kumamoto", "texts.issue.emailText[2]", "2023年2月24日（木）夕刻", "2023-02-24 is a Friday (金)")]
    [InlineData("wester", "grant.periodAsPrinted", "2023年11月30日（金）", "2023-11-30 is a Thursday (木)")]
    [InlineData("kumamoto", "cutoff.text", "令和５年３月３１日（木）まで", "2023-03-31 is a Friday (金)")]
    [InlineData("kumamoto", "cutoff.text", "令和6年1月10日（火）まで", "2024-01-10 is a Wednesday (水)")]
    [InlineData("kumamoto", "cutoff.text", "2024/1/10（火）まで", "2024-01-10 is a Wednesday (水)")]
    [InlineData("kumamoto", "callCentre.hoursAsPrinted", "12/29（金）～1/3（木）を除く", "prints '1/3(木)'")]
    [InlineData("kumamoto", "english.cause", "Collect by Thursday, May 31, 2023.", "2023-05-31 is a Wednesday (水)")]
    [InlineData("kumamoto", "english.cause", "Collect by Thu 31 May.", "2023-05-31 is a Wednesday (水)")]
    [InlineData("kumamoto", "english.cause", "Collect by 31 May 2023 (Thursday).", "2023-05-31 is a Wednesday (水)")]
    [InlineData("kumamoto", "english.cause", "Collect by May 31st, 2023 (Thu.).", "2023-05-31 is a Wednesday (水)")]
    [InlineData("kumamoto", "cutoff.text", "2023.3.31（木）まで", "2023-03-31 is a Friday (金)")]
    [InlineData("kumamoto", "cutoff.text", "2023-03-31(木)まで", "2023-03-31 is a Friday (金)")]
    [InlineData("kumamoto", "cutoff.text", "Ｒ５．３．３１（木）まで", "2023-03-31 is a Friday (金)")]
    [InlineData("kumamoto", "cutoff.text", "3月31日木曜日まで", "2023-03-31 is a Friday (金)")]
    [InlineData("kumamoto", "cutoff.text", "3/31 (Thu)まで", "2023-03-31 is a Friday (金)")]
    public void A_weekday_that_is_not_the_dates_is_named_wherever_it_is_printed(string id, string path, string printed, string expected)
    {
        IReadOnlyList<string> faults = CampaignFiles.FaultsOf(id, file => Put(file, path, printed));

        Assert.Contains(faults, fault => fault.StartsWith($"{id}.json: {path}: ", StringComparison.Ordinal) && fault.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2023-05-31", "12/29（金）～1/3（水）を除く")]
    [InlineData("2023-05-31", "令和６年１月１０日（水）まで")]
    [InlineData("2023-05-31", "2024/1/10（水）まで")]
    [InlineData("2023-05-31", "R6.1.10（水）まで")]
    [InlineData("2023-05-31", "5月31日水曜日まで")]
    [InlineData("2023-05-31", "31 May 2023 (Wed)")]
    [InlineData("2023-05-31", "TEL 0120-479-249（土）")]
    [InlineData("2023-05-31", "4月10日（月）から受付、9:00～17:00（土）")]
    [InlineData("2024-03-31", "1月10日（水）まで")]
    [InlineData("2024-03-31", "2月29日（木）まで")]
    [InlineData("2024-03-31", "2月24日（金）から")]
    public void A_right_weekday_is_taken_in_whichever_year_and_calendar_it_is_printed(string endsOn, string printed)
    {
        IReadOnlyList<string> faults = CampaignFiles.FaultsOf("kumamoto", file =>
        {
            file["receipt"]!["endsOn"] = endsOn;
            file["linkCode"] = 0;
            Put(file, "resend", printed);
        });

        Assert.DoesNotContain(faults, fault => fault.StartsWith("kumamoto.json: resend", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_it_is_missing_when_it_all_began_no_printed_date_is_held_against_another_year() => Assert.Equal(
        ["kumamoto.json: cause.occurredOn: is missing; expected a day such as \"2023-05-31\""],
        CampaignFiles.FaultsOf("kumamoto", file => file["cause"]!.AsObject().Remove("occurredOn")));

    [Theory]
    [InlineData("receipt.endsOn", "9999-12-31")]
    [InlineData("receipt.endsOn", "0001-01-01")]
    [InlineData("eligibility.couponExpiry", "0001-03-31")]
    [InlineData("cutoff.on", "2203-03-31")]
    public void A_year_that_is_nobodys_is_a_fault_of_its_own(string path, string day) => Assert.Equal(
        [$"kumamoto.json: {path}: '{day}' is not what was expected: a day of the years 2000 to 2099, such as \"2023-05-31\""],
        CampaignFiles.FaultsOf("kumamoto", file => Put(file, path, day)));

    [Fact]
    public void A_missing_name_hides_nothing_of_a_text_that_happens_to_hold_its_word()
    {
        IReadOnlyList<string> faults = CampaignFiles.FaultsOf("kumamoto", file =>
        {
            file.Remove("office");
            file["waves"]![0]!["id"] = "一";
            file["texts"]!["issue"]!["emailSubject"] = "{ofice}";
        });

        Assert.Equal(
            ["kumamoto.json: office: is missing", "kumamoto.json: texts.issue.emailSubject: the placeholder {ofice} is not known", "kumamoto.json: waves[0].id: '一' is not an id"],
            faults.Select(fault => fault.Split(';')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_not_JSON_is_named_by_its_line_and_by_no_other()
    {
        string folder = Directory.CreateTempSubdirectory("check-").FullName;
        string file = Path.Combine(folder, "kumamoto.json");
        File.WriteAllText(file, "{\n  \"id\": \"kumamoto\",\n  \"linkCode\": 43,\n}\n");
        using StringWriter words = new(CultureInfo.InvariantCulture);

        int code = CheckCommand.Check(file, words);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(1, code);
        Assert.StartsWith("kumamoto.json, line 4: ", words.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", words.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "is empty; expected an object in braces { }.")]
    [InlineData(" \n\n", 3, "is empty; expected an object in braces { }.")]
    [InlineData("[]", 1, "is no campaign; expected an object in braces { }.")]
    [InlineData("これは通知です", 1, "is no JSON: 'こ' cannot stand there, as character 1 of line 1;")]
    [InlineData("{\n  \"id\": \"x\",\n  “kind”: 1\n}", 3, "is no JSON: '“' cannot stand there, as character 3 of line 3;")]
    [InlineData("{\n  \"id\": \"x\ty\"\n}", 2, "is no JSON: the control character U+0009 cannot stand there, as character 11 of line 2;")]
    [InlineData("{\n  \"id\": \"x\",\n", 3, "is no JSON: it ends before everything is closed; expected")]
    public void What_is_no_JSON_is_told_in_words_and_none_of_a_programs(string text, int line, string expected)
    {
        string folder = Directory.CreateTempSubdirectory("check-").FullName;
        string file = Path.Combine(folder, "gifu.json");
        File.WriteAllText(file, text);
        using StringWriter words = new(CultureInfo.InvariantCulture);

        int code = CheckCommand.Check(file, words);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(1, code);
        Assert.StartsWith($"gifu.json, line {line}: {expected}", words.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0x", words.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("receipt.site")]
    [InlineData("waves[1].who")]
    [InlineData("waves[0].procedure")]
    [InlineData("senders.smsDisplayAdvice")]
    [InlineData("callCentre.name")]
    [InlineData("english.site")]
    [InlineData("applicationSite.where")]
    [InlineData("eligibility.caseB[0].label")]
    public void Every_text_is_held_to_be_a_line_of_text(string path)
    {
        foreach (string text in new[] { " ", "一\n二", "\u0000" })
        {
            Assert.Contains($"kumamoto.json: {path}: is empty or holds control characters; expected a line of text", CampaignFiles.FaultsOf("kumamoto", file => Put(file, path, text)));
        }
    }

    [Fact]
    public void A_member_that_stands_there_twice_is_named()
    {
        string file = File.ReadAllText(Path.Combine(CampaignFiles.Folder, "kumamoto.json")).Replace("\"endsOn\": \"2023-05-31\"", "\"endsOn\": \"2023-05-31\",\n    \"endsOn\": \"2023-06-30\"", StringComparison.Ordinal);

        Assert.Contains("kumamoto.json: receipt.endsOn: stands there twice; expected it once", CampaignFiles.FaultsOf("kumamoto.json", file));
    }

    [Fact]
    public void The_command_names_the_line_and_counts()
    {
        string folder = Directory.CreateTempSubdirectory("check-").FullName;
        string file = Path.Combine(folder, "kumamoto.json");
        string[] lines = File.ReadAllLines(Path.Combine(CampaignFiles.Folder, "kumamoto.json"));
        int cutoff = Array.FindIndex(lines, line => line.Contains("\"on\": \"2023-03-31\"", StringComparison.Ordinal));
        int senders = Array.FindIndex(lines, line => line.Contains("\"email\": \"regionpay", StringComparison.Ordinal));
        lines[cutoff] = lines[cutoff].Replace("2023-03-31", "31 March", StringComparison.Ordinal);
        lines[senders] = lines[senders].Replace("@", " ", StringComparison.Ordinal);
        File.WriteAllLines(file, lines);
        using StringWriter words = new(CultureInfo.InvariantCulture);

        int code = CheckCommand.Check(file, words);
        Directory.Delete(folder, recursive: true);

        string[] said = words.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(1, code);
        Assert.Equal($"kumamoto.json, line {cutoff + 1}: cutoff.on '31 March' is not what was expected: a day such as \"2023-05-31\".", said[0]);
        Assert.StartsWith($"kumamoto.json, line {senders + 1}: senders.email ", said[1], StringComparison.Ordinal);
        Assert.Equal("2 things to put right.", said[2]);
    }

    [Theory]
    [InlineData("kumamoto", "2023年3月31日(金)23:59")]
    [InlineData("okinawa", "SMS transferResult")]
    [InlineData("tochigi", "2023年6月30日(金)23:59")]
    [InlineData("yamaguchi", "1 segment, ")]
    [InlineData("wester", "nothing is wrong")]
    [InlineData("wester", "  purchases count             2023年10月1日(日) to 2023年10月31日(火)")]
    [InlineData("wester", "  nobody is written to")]
    public void A_file_that_is_in_order_is_told_as_it_was_understood(string id, string expected)
    {
        using StringWriter words = new(CultureInfo.InvariantCulture);

        Assert.Equal(0, CheckCommand.Check(Path.Combine(CampaignFiles.Folder, $"{id}.json"), words));
        Assert.Contains(expected, words.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "SMS issue                   1 segment, 10 yen, 66 characters: 【くまもと再発見の旅】クーポン補償のお受取り / https://")]
    [InlineData(2, "SMS issue                   2 segments, 20 yen, 121 characters: 【くまもと再発見の旅】2月24日の地域クーポンのシステム障害")]
    public void Each_SMS_is_told_with_its_segments_and_what_they_cost(int segments, string expected)
    {
        (int code, string said) = CheckOf(file => file["sending"]!["smsSegments"] = segments);

        Assert.Equal(0, code);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_SMS_that_no_address_is_short_enough_for_is_refused_on_its_line()
    {
        (int code, string said) = CheckOf(file => file["texts"]!["reminder"]!["sms"] = $"{new string('あ', 27)}\n{{link}}");

        Assert.Equal(1, code);
        Assert.Matches(
            @"\Akumamoto\.json, line [0-9]{3}: texts\.reminder\.sms is with a link as short as https://r\.example\.jp/r/… up to 71 characters long, 2 segments; expected at most 1 segment, which is 70 characters\.\s+1 thing to put right\.\s+\z",
            said);
    }

    [Theory]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "2023年4月10日（月）～4月20日（木）順次送付", "prints '4月20日', but waves[0].endsOn is 2023-04-21; expected the same of both")]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "2023年4月11日（火）～21日（金）順次送付", "prints '2023年4月11日', but waves[0].startsOn is 2023-04-10; expected the same of both")]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "2022年4月10日から順次", "prints '2022年4月10日', but waves[0].startsOn is 2023-04-10; expected the same of both")]
    [InlineData("kumamoto", "waves[1].periodAsPrinted", "令和５年４月２８日（金）～５月１１日（木）", "prints '5月11日', but waves[1].endsOn is 2023-05-10; expected the same of both")]
    [InlineData("kumamoto", "waves[1].periodAsPrinted", "2023-04-28から2023-05-11まで", "prints '2023-05-11', but waves[1].endsOn is 2023-05-10; expected the same of both")]
    [InlineData("kumamoto", "waves[1].periodAsPrinted", "4/28～5/11", "prints '5/11', but waves[1].endsOn is 2023-05-10; expected the same of both")]
    [InlineData("kumamoto", "waves[1].periodAsPrinted", "5月11日（木）まで順次", "prints '5月11日', but waves[1].endsOn is 2023-05-10; expected the same of both")]
    [InlineData("tochigi", "waves[0].periodAsPrinted", "2023年4月中旬以降", "prints '2023年4月中旬', but waves[0].startsOn is 2023-04-10; expected the same of both")]
    [InlineData("tochigi", "waves[0].periodAsPrinted", "5月以降", "prints '5月', but waves[0].startsOn is 2023-04-10; expected the same of both")]
    [InlineData("tochigi", "bankTransfer.periodAsPrinted", "5月末ごろから、順次", "prints '5月末', but bankTransfer.startsOn is 2023-05-01; expected the same of both", "2023-05-01")]
    [InlineData("wester", "grant.periodAsPrinted", "2023年12月上旬から順次", "prints '2023年12月上旬', but grant.startsOn is 2023-11-27; expected the same of both")]
    [InlineData("kumamoto", "extension.text", "2023年3月30日（木）まで延長いたします。", "prints '2023年3月30日', but extension.until is 2023-03-31; expected that day in it")]
    [InlineData("kumamoto", "cutoff.text", "3月30日（木）23:59時点の残額", "prints '3月30日', but cutoff.on is 2023-03-31; expected that day in it")]
    [InlineData("kumamoto", "doubleCharge.remedy", "2023年4月30日（日）まで延長", "prints '2023年4月30日', but doubleCharge.restoredUntil is 2023-03-31; expected that day in it")]
    [InlineData("kumamoto", "cause.text", "2023年2月25日（土）の障害", "prints '2023年2月25日', but cause.occurredOn is 2023-02-24; expected that day in it")]
    public void A_printed_period_that_is_not_the_files_is_said_to_its_author(string id, string path, string printed, string expected, string? startsOn = null)
    {
        (int code, string said) = CheckOf(id, file =>
        {
            Put(file, path, printed);
            if (startsOn is not null)
            {
                file["bankTransfer"]!["startsOn"] = startsOn;
            }
        });

        Assert.Equal(1, code);
        Assert.Matches($@"\A{id}\.json, line [0-9]+: {Regex.Escape($"{path} {expected}.")}\s+1 thing to put right\.\s+\z", said);
    }

    [Theory]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "４月１０日から２１日まで")]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "4月上旬から下旬")]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "4月中に順次")]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "4月5日ごろから順次")]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "R5.4.10～21日")]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "4月21日（金）まで順次")]
    [InlineData("kumamoto", "waves[0].periodAsPrinted", "お申し込みから14日以内に順次")]
    [InlineData("kumamoto", "cutoff.text", "残額の2/3、10.5%にあたる分")]
    [InlineData("kumamoto", "cutoff.text", "2023年4月1日（土）から、3月31日（金）時点の残額")]
    public void A_printed_period_that_is_the_files_or_says_no_day_is_taken(string id, string path, string printed) => Assert.Equal(0, CheckOf(id, file => Put(file, path, printed)).Code);

    [Theory]
    [InlineData("kumamoto", "平日 10:00～17:00", "prints the hours 10:00 to 17:00, but callCentre.openings has 10:00 to 18:00; expected the same of both", "does not print the hours 10:00 to 18:00, which callCentre.openings has; expected the same of both")]
    [InlineData("kumamoto", "平日 午前9時半から午後6時", "prints the hours 09:30 to 18:00, but callCentre.openings has 10:00 to 18:00; expected the same of both", "does not print the hours 10:00 to 18:00, which callCentre.openings has; expected the same of both")]
    [InlineData("kumamoto", "平日 10:00～18:00（土日祝も受付）", "prints weekends or holidays, but callCentre.openings has no \"weekendsAndHolidays\"; expected the same of both")]
    [InlineData("kumamoto", "年中無休 10時～18時", "prints weekends or holidays, but callCentre.openings has no \"weekendsAndHolidays\"; expected the same of both")]
    [InlineData("kumamoto", "平日 10:00～18:00（3月中のみ）", "prints '3月中', but no hours in callCentre.openings begin or end then; expected a from or an until")]
    [InlineData("tochigi", "平日 10:00～18:00", "prints weekdays only (平日), but callCentre.openings has \"weekendsAndHolidays\" too; expected the same of both")]
    [InlineData("tochigi", "平日 10:00～18:00（4月中は土日祝も受付）", "prints '4月中', but no hours in callCentre.openings begin or end then; expected a from or an until")]
    public void Printed_hours_that_are_not_the_files_are_said_to_its_author(string id, string printed, params string[] expected)
    {
        (int code, string said) = CheckOf(id, file => Put(file, "callCentre.hoursAsPrinted", printed));

        Assert.Equal(1, code);
        Assert.Equal(expected.Select(one => $"callCentre.hoursAsPrinted {one}."), said.Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd()));
    }

    [Theory]
    [InlineData("kumamoto", "平日 １０：００〜１８：００")]
    [InlineData("kumamoto", "平日 午前10時から午後6時")]
    [InlineData("kumamoto", "平日10時～18時（土日祝・年末年始を除く）")]
    [InlineData("kumamoto", "平日 10:00～18:00（12:00～13:00を除く）")]
    [InlineData("kumamoto", "平日 10:00-18:00 土日祝および12/29～1/3は休業")]
    [InlineData("kumamoto", "お電話ください")]
    [InlineData("tochigi", "10:00～18:00（平日のほか、3月31日までは土日祝日も）")]
    public void Printed_hours_that_are_the_files_or_say_none_are_taken(string id, string printed)
    {
        (int code, string said) = CheckOf(id, file => Put(file, "callCentre.hoursAsPrinted", printed));

        Assert.True(code == 0, said);
    }

    [Theory]
    [InlineData("tochigi", "extension.text", "2023年3月31日（金）23:59まで延長いたします。再度山口県にお越しください。", "names 山口県, and the campaign is that of 栃木県")]
    [InlineData("yamaguchi", "extension.text", "2023年3月31日（金）23:59まで延長いたします。山口県の市町村でご利用ください。", null)]
    [InlineData("yamaguchi", "extension.text", "2023年3月31日（金）23:59まで。熊本県の市町村でご利用ください。", "names 熊本県, and the campaign is that of 山口県")]
    [InlineData("okinawa", "callCentre.name", "コールセンター（東京都千代田区）", null)]
    [InlineData("okinawa", "callCentre.name", "コールセンター（東京都）", "names 東京都, and the campaign is that of 沖縄県")]
    [InlineData("okinawa", "callCentre.name", "沖縄県・東京都共同コールセンター", null)]
    [InlineData("kumamoto", "english.where", "the home page of Yamaguchi's travel-support programme", "names Yamaguchi, and the campaign is that of Kumamoto")]
    [InlineData("kumamoto", "english.where", "the home page of Kumamoto's programme, not Yamaguchi's", null)]
    [InlineData("kumamoto", "texts.issue.emailText[1]", "山口県の「{programme}」をご利用いただき", "names 山口県, and the campaign is that of 熊本県")]
    public void Another_prefectures_name_that_was_copied_along_is_said_to_its_author(string id, string path, string printed, string? expected)
    {
        (int code, string said) = CheckOf(id, file => Put(file, path, printed));

        if (expected is null)
        {
            Assert.True(code == 0, said);
        }
        else
        {
            Assert.Contains($"{path} {expected}; expected no other prefecture's name unless its own stands beside it.", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_campaign_that_is_under_way_is_not_stopped_by_what_it_prints()
    {
        JsonObject file = CampaignFiles.Json("kumamoto");
        Put(file, "waves[0].periodAsPrinted", "2023年4月11日（火）～4月21日（金）順次送付");

        Assert.Equal("kumamoto", CampaignFile.Parse("kumamoto.json", Encoding.UTF8.GetBytes(file.ToJsonString())).Id.Value);
    }

    [Theory]
    [InlineData("ean13", 16, "is ean13, which holds none of the codes that codes allows; expected there 13 digits, the last of them the check digit")]
    [InlineData("itf", 13, "is itf, which holds none of the codes that codes allows; expected there an even number of digits, 4 to 28")]
    public void A_barcode_that_holds_none_of_the_products_codes_is_named(string scanned, int length, string expected)
    {
        (int code, string said) = CheckOf(file =>
        {
            file["products"]!["choices"]![0]!["scanned"] = scanned;
            file["products"]!["choices"]![0]!["codes"] = new JsonObject { ["characters"] = "digits", ["minimumLength"] = length, ["maximumLength"] = length };
        });

        Assert.Equal(1, code);
        Assert.Contains($"products.choices[0].scanned {expected}.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_points_award_nothing_is_said_that_only_a_compensation_has()
    {
        using StringWriter words = new(CultureInfo.InvariantCulture);
        CheckCommand.Check(Path.Combine(CampaignFiles.Folder, "wester.json"), words);

        Assert.All(["balances", "collecting", "SMS"], word => Assert.DoesNotContain(word, words.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    public void What_is_no_files_name_is_told_in_one_sentence(string file)
    {
        using StringWriter words = new(CultureInfo.InvariantCulture);

        Assert.Throws<UsageException>(() => CheckCommand.Check(file, words));
        Assert.Empty(words.ToString());
    }

    [Fact]
    public void A_copy_that_has_the_link_code_of_its_model_is_told_so()
    {
        string folder = Directory.CreateTempSubdirectory("check-").FullName;
        File.Copy(Path.Combine(CampaignFiles.Folder, "kumamoto.json"), Path.Combine(folder, "kumamoto.json"));
        File.WriteAllText(Path.Combine(folder, "broken.json"), "{");
        string copy = Path.Combine(folder, "hyogo.json");
        JsonObject hyogo = CampaignFiles.Json("kumamoto");
        hyogo["id"] = "hyogo";
        File.WriteAllText(copy, hyogo.ToJsonString(s_indented));
        using StringWriter words = new(CultureInfo.InvariantCulture);

        int code = CheckCommand.Check(copy, words);
        Directory.Delete(folder, recursive: true);

        Assert.Equal((1, $"hyogo.json, line 5: linkCode 43 is that of kumamoto too; expected one of its own.{Environment.NewLine}1 thing to put right.{Environment.NewLine}"), (code, words.ToString()));
    }

    /// <summary>A copy is checked first as it was copied: what it has to change is said in one go.</summary>
    [Fact]
    public void A_copy_that_nothing_was_changed_in_is_told_its_id_and_its_link_code_at_once()
    {
        string folder = Directory.CreateTempSubdirectory("check-").FullName;
        string model = Path.Combine(CampaignFiles.Folder, "kumamoto.json");
        File.Copy(model, Path.Combine(folder, "kumamoto.json"));
        File.Copy(model, Path.Combine(folder, "hyogo.json"));
        using StringWriter words = new(CultureInfo.InvariantCulture);

        int code = CheckCommand.Check(Path.Combine(folder, "hyogo.json"), words);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(1, code);
        Assert.Contains("id is 'kumamoto'; expected the file's own name without .json.", words.ToString(), StringComparison.Ordinal);
        Assert.Contains("linkCode 43 is that of kumamoto too; expected one of its own.", words.ToString(), StringComparison.Ordinal);
        Assert.Contains("2 things to put right.", words.ToString(), StringComparison.Ordinal);
    }

    private static (int Code, string Said) CheckOf(Action<JsonObject> change) => CheckOf("kumamoto", change);

    private static (int Code, string Said) CheckOf(string id, Action<JsonObject> change)
    {
        string folder = Directory.CreateTempSubdirectory("check-").FullName;
        string file = Path.Combine(folder, $"{id}.json");
        JsonObject changed = CampaignFiles.Json(id);
        change(changed);
        File.WriteAllText(file, changed.ToJsonString(s_indented));
        using StringWriter words = new(CultureInfo.InvariantCulture);
        int code = CheckCommand.Check(file, words);
        Directory.Delete(folder, recursive: true);
        return (code, words.ToString());
    }

    private static void Put(JsonObject file, string path, string text)
    {
        string[] steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal).Split('.');
        JsonNode holder = steps[..^1].Aggregate((JsonNode)file, (node, step) => int.TryParse(step, CultureInfo.InvariantCulture, out int index) ? node[index]! : node[step]!);
        if (holder is JsonArray list)
        {
            list[int.Parse(steps[^1], CultureInfo.InvariantCulture)] = text;
        }
        else
        {
            holder[steps[^1]] = text;
        }
    }
}
