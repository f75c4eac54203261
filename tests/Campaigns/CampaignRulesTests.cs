using System.Globalization;
using System.Text.Json.Nodes;
using Compensation.Rehearsal.World;

namespace Compensation.Tests.Campaigns;

/// <summary>Each rule that a file must keep, broken once: the message names the field and what was expected.</summary>
public sealed class CampaignRulesTests
{
    public static TheoryData<string, string, string, string> BrokenRules => new()
    {
        { "yamaguchi", "id", "\"kumamoto\"", "id: is 'kumamoto'; expected the file's own name without .json" },
        { "yamaguchi", "shards", "1025", "shards: is 1025; expected 1 to 1024" },
        { "yamaguchi", "programme", "\" \"", "programme: is empty or holds control characters; expected a line of text" },
        { "yamaguchi", "prefecture.jis", "\"48\"", "prefecture.jis: '48' is not a prefecture; expected 01 to 47" },
        { "yamaguchi", "prefecture.jis", "\"34\"", "prefecture.name: '山口県' is not the prefecture whose jis is 34; expected 広島県" },
        { "yamaguchi", "prefecture.name", "\"山口\"", "prefecture.name: '山口' is not the prefecture whose jis is 35; expected 山口県" },
        { "yamaguchi", "notice.addendumOn", "\"2023-03-01\"", "notice.addendumOn: 2023-03-01 is before notice.issuedOn 2023-03-02; expected that day or a later one" },
        { "yamaguchi", "eligibility.minimumBalance", "0", "eligibility.minimumBalance: is 0; expected 1 yen or more" },
        { "yamaguchi", "cause.occurredOn", "\"2024-02-24\"", "extension.until: 2023-03-31 is before cause.occurredOn 2024-02-24; expected that day or a later one" },
        { "yamaguchi", "cutoff.on", "\"2023-03-30\"", "cutoff.on: 2023-03-30 is before extension.until 2023-03-31; expected that day or a later one" },
        { "yamaguchi", "waves[0].startsOn", "\"2023-03-31\"", "waves[0].startsOn: 2023-03-31 is not after cutoff.on 2023-03-31; expected a day on which the balances are sealed" },
        { "yamaguchi", "waves[0].endsOn", "\"2023-04-09\"", "waves[0].endsOn: 2023-04-09 is before waves[0].startsOn 2023-04-10; expected that day or a later one" },
        { "yamaguchi", "waves[1].endsOn", "\"2023-04-29\"", "waves[1].endsOn: 2023-04-29 is before applicationSite.closesOn 2023-04-30; expected the last applicants to be reached" },
        { "yamaguchi", "waves[1].endsOn", "\"2023-06-01\"", "receipt.endsOn: 2023-05-31 is before waves[1].endsOn 2023-06-01; expected that day or a later one" },
        { "yamaguchi", "waves[1].id", "\"app\"", "waves[1].id: 'app' stands there twice; expected unique ids" },
        { "yamaguchi", "waves[1].id", "\"the second\"", "waves[1].id: 'the second' is not an id; expected 1 to 20 letters and digits, beginning with a lower-case letter" },
        { "yamaguchi", "waves[1].route", "\"app\"", "waves: hold none for the route application; expected one, or its people would be forgotten" },
        { "yamaguchi", "waves[1].route", "\"app\"", "waves[1].route: has a wave already; expected one wave for each route, or people would be written to twice" },
        { "yamaguchi", "waves[0].route", "\"purchase\"", "waves[0].route: is purchase; expected app or application, which between them reach everybody: restored double charges travel with the app's route" },
        { "yamaguchi", "waves[1].startsOn", "\"2023-04-09\"", "waves[1].startsOn: is before the wave above it; expected the waves in the order of their beginnings" },
        { "yamaguchi", "reminders.at", "\"20:00\"", "reminders.at: 20:00 is outside sending.dayStart to dayEnd; expected a time at which people may be written to" },
        { "yamaguchi", "reminders.daysBefore", "[7, 14]", "reminders.daysBefore[1]: is 14; expected fewer days than the reminder before" },
        { "yamaguchi", "reminders.daysBefore", "[0]", "reminders.daysBefore[0]: is 0; expected 1 to 366 days before the last day of collecting" },
        { "yamaguchi", "reminders.daysBefore", "[51]", "reminders.daysBefore[0]: is 51, which is not after the first wave's start 2023-04-10; expected a day on which people have had their link" },
        { "yamaguchi", "sending.dayEnd", "\"09:00\"", "sending.dayEnd: 09:00 is not after dayStart 09:00; expected a part of one day" },
        { "yamaguchi", "sending.perMinute.sms", "0", "sending.perMinute.sms: is 0; expected 1 or more" },
        { "yamaguchi", "sending.canary.people", "0", "sending.canary.people: is 0; expected 1 to 10000" },
        { "yamaguchi", "sending.stopRule.failurePercent", "100", "sending.stopRule.failurePercent: is 100; expected 1 to 99" },
        { "yamaguchi", "applicationSite.closesOn", "\"2023-03-21\"", "applicationSite.closesOn: 2023-03-21 is before applicationSite.opensOn 2023-03-22; expected that day or a later one" },
        { "yamaguchi", "applicationSite.url", "\"http://region-pay.com/\"", "applicationSite.url: 'http://region-pay.com/' is not an address; expected an absolute https URL" },
        { "yamaguchi", "applicationSite.urlAnnouncement", "", "applicationSite.urlAnnouncement: is missing; expected where the address will be told, as there is no url" },
        { "yamaguchi", "bankTransfer.startsOn", "\"2023-03-30\"", "bankTransfer.startsOn: 2023-03-30 is before cutoff.on 2023-03-31; expected that day or a later one" },
        { "yamaguchi", "bankTransfer.transfersEndOn", "\"2023-05-30\"", "bankTransfer.transfersEndOn: 2023-05-30 is before receipt.endsOn 2023-05-31; expected that day or a later one" },
        { "yamaguchi", "bankTransfer.startsOn", "\"2023-07-01\"", "bankTransfer.transfersEndOn: 2023-06-30 is before bankTransfer.startsOn 2023-07-01; expected that day or a later one" },
        { "yamaguchi", "products.choices[4].id", "\"amazon\"", "products.choices[4].id: 'amazon' stands there twice; expected unique ids" },
        { "yamaguchi", "senders.sms", "\"0352449370\"", "senders.sms: '0352449370' is not a number in E.164; expected a form such as +81352449370" },
        { "yamaguchi", "senders.smsDisplay", "\"03-5244-9371\"", "senders.smsDisplay: '03-5244-9371' is not the number in senders.sms; expected the same number as the notice prints it" },
        { "yamaguchi", "callCentre.phone", "\"0120479249\"", "callCentre.phone: '0120479249' is not a telephone number; expected a form such as 0120-479-249" },
        { "yamaguchi", "callCentre.openings[0].closes", "\"10:00\"", "callCentre.openings[0].closes: 10:00 is not after opens 10:00" },
        { "yamaguchi", "callCentre.openings[1].until", "\"2023-02-28\"", "callCentre.openings[1].until: 2023-02-28 is before callCentre.openings[1].from 2023-03-01; expected that day or a later one" },
        { "yamaguchi", "english.emails", "{ \"issue\": \"Open {link} now\" }", "english.emails.issue: holds {link}, which has no meaning here; expected only amount, programme, office, products, deadline, deadlineShort, emailSender, smsSender, callCentre, callCentrePhone, callCentreHours" },
        { "yamaguchi", "texts.issue.sms", "\"お受取り\"", "texts.issue.sms: holds no {link}; expected the way to what is owed" },
        { "yamaguchi", "texts.reminder.emailText", "[\"お受取り\"]", "texts.reminder.emailText: holds no {link}; expected the way to what is owed" },
        { "yamaguchi", "texts.transferResult.sms", "\"{site}\"", "texts.transferResult.sms: holds no {receiptNumber}; expected the number by which the transfer is found there" },
        { "yamaguchi", "texts.transferResult.sms", "\"{receiptNumber}\"", "texts.transferResult.sms: holds no {site}; expected the site on which the account is corrected" },
        { "yamaguchi", "texts.resend.emailText[0]", "\"一\\n二\"", "texts.resend.emailText[0]: holds control characters; expected one line of text" },
        { "yamaguchi", "texts.reminder.sms", "\"補償は{link}から\"", "texts.reminder.sms: has something directly beside {link}; expected ASCII space, line break, or the text's start or end on both sides, or phones make it part of the address" },
        { "yamaguchi", "sending.smsSegments", "3", "sending.smsSegments: is 3; expected 1 to 2" },
        { "yamaguchi", "sending.smsSegments", "0", "sending.smsSegments: is 0; expected 1 to 2" },
        { "yamaguchi", "sending.smsSegments", "\"2\"", "sending.smsSegments: '2' is not what was expected: a whole number" },
        { "yamaguchi", "texts.issue.smsLong", "\"{link}\"", "texts.issue.smsLong: holds no {callCentrePhone}; expected whom to ring" },
        { "yamaguchi", "texts.transferResult.smsLong", "\"{site}{receiptNumber}\"", "texts.transferResult.smsLong: holds no {callCentrePhone}; expected whom to ring" },
        { "yamaguchi", "texts.resend.smsLong", "\"{callCentrePhone}\"", "texts.resend.smsLong: holds no {link}; expected the way to what is owed" },
        { "wester", "sending.smsSegments", "3", "sending.smsSegments: is 3; expected 1 to 2" },
        { "yamaguchi", "products.codesAtMost", "5", "products.codesAtMost: is 5; expected 1 to 4" },
        { "yamaguchi", "products.choices[0].codes.minimumLength", "3", "products.choices[0].codes.minimumLength: is 3; expected 4 to 200" },
        { "yamaguchi", "products.choices[0].codes.maximumLength", "7", "products.choices[0].codes.maximumLength: is 7; expected minimumLength to 200" },
        { "yamaguchi", "texts.issue.emailSubject", "\"{link}\"", "texts.issue.emailSubject: holds {link}; expected the link in the text only" },
        { "yamaguchi", "texts.issue.emailSubject", "\"一\\n二\"", "texts.issue.emailSubject: holds a line break; expected one line" },
        { "yamaguchi", "defaults[0].field", "\"waves[2].startsOn\"", "defaults[0].field: 'waves[2].startsOn' is not in the file; expected a path such as waves[0].startsOn" },
        { "yamaguchi", "defaults[1].field", "\"shards\"", "defaults[1].field: 'shards' stands there twice" },
        { "wester", "grant.correctionsUntil", "\"2024-01-11\"", "grant.correctionsUntil: 2024-01-11 is before grant.endsOn 2024-01-12; expected that day or a later one" },
        { "wester", "grant.perMinute", "0", "grant.perMinute: is 0; expected 1 to 100000 postings" },
        { "wester", "grant.startsOn", "\"2023-10-31\"", "grant.startsOn: 2023-10-31 is not after period.endsOn 2023-10-31; expected the purchases to be complete" },
        { "wester", "limit.percentOfAmount", "0", "limit.percentOfAmount: is 0; expected 1 to 100" },
        { "wester", "rates[0].yen", "", "rates[0].yen: is missing or not positive; expected the yen that earn one point" },
        { "wester", "rates[2].yen", "110", "rates[2].yen: has no meaning for base points; expected none" },
        { "wester", "services[1].rates[0]", "\"per330\"", "services[1].rates[0]: 'per330' is not a rate of this file; expected one of per110, per220, basePoints" },
        { "wester", "sending.duplicatePersons", "\"oneForAll\"", "sending.duplicatePersons: is oneForAll; expected oneEach, because members are told apart by their number" },
        { "wester", "links[0].url", "\"wester.jr-odekake.net\"", "links[0].url: 'wester.jr-odekake.net' is not an address; expected an absolute https URL" },
    };

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public void A_broken_rule_names_its_field(string id, string path, string value, string expected)
    {
        IReadOnlyList<string> faults = CampaignFiles.FaultsOf(id, file => Set(file, path, value));

        Assert.Contains($"{id}.json: {expected}", faults);
    }

    [Fact]
    public void A_placeholder_that_nobody_fills_is_named_with_the_ones_that_there_are()
    {
        string fault = Assert.Single(CampaignFiles.FaultsOf("yamaguchi", file => file["texts"]!["issue"]!["sms"] = "{name}様 {link}"));

        Assert.StartsWith("yamaguchi.json: texts.issue.sms: the placeholder {name} is not known; expected one of link, amount,", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("senders.email", "\"points\"", "senders.email: 'points' is not an e-mail address")]
    [InlineData("senders.smsDisplay", "\"03-0000-0001\"", "senders.smsDisplay: '03-0000-0001' is not the number in grantNotice.senders.sms; expected the same number as the notice prints it")]
    [InlineData("texts.sms", "\"付与しました\"", "texts.sms: holds no {points}; expected how many were granted")]
    [InlineData("texts.emailText", "[\"付与しました\"]", "texts.emailText: holds no {points}; expected how many were granted")]
    [InlineData("texts.sms", "\"{points} {link}\"", "texts.sms: holds {link}, which has no meaning here; expected only points, programme, office, emailSender, smsSender")]
    [InlineData("texts.emailSubject", "\"一\\n二\"", "texts.emailSubject: holds a line break; expected one line")]
    [InlineData("texts.emailText[0]", "\"一\\n二\"", "texts.emailText[0]: holds control characters; expected one line of text")]
    public void A_notice_of_granted_points_that_makes_no_sense_names_its_field(string path, string value, string expected)
    {
        IReadOnlyList<string> faults = CampaignFiles.FaultsOf("wester", file =>
        {
            file["grantNotice"] = JsonNode.Parse(NotifyingCampaign.With(file.ToJsonString()))!["grantNotice"]!.DeepClone();
            Set(file, $"grantNotice.{path}", value);
        });

        Assert.Contains($"wester.json: grantNotice.{expected}", faults);
    }

    [Fact]
    public void A_notice_without_senders_or_texts_is_refused() =>
        Assert.Equal(
            ["wester.json: grantNotice.senders: is missing; expected an object in braces { } with email, sms, smsDisplay", "wester.json: grantNotice.texts: is missing; expected an object in braces { } with sms, emailSubject, emailText"],
            CampaignFiles.FaultsOf("wester", file => file["grantNotice"] = new JsonObject()));

    [Fact]
    public void Points_have_no_place_in_the_texts_of_a_compensation() =>
        Assert.Contains("yamaguchi.json: texts.issue.sms: holds {points}, which has no meaning here", Assert.Single(CampaignFiles.FaultsOf("yamaguchi", file => file["texts"]!["issue"]!["sms"] = "{points} {link}")), StringComparison.Ordinal);

    /// <summary>Puts a JSON value where a path leads; an empty value takes the member away.</summary>
    private static void Set(JsonObject file, string path, string value)
    {
        string[] steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal).Split('.');
        JsonNode holder = steps[..^1].Aggregate((JsonNode)file, (node, step) => int.TryParse(step, CultureInfo.InvariantCulture, out int index) ? node[index]! : node[step]!);
        JsonNode? replacement = value.Length == 0 ? null : JsonNode.Parse(value);
        if (holder is JsonArray list)
        {
            list[int.Parse(steps[^1], CultureInfo.InvariantCulture)] = replacement;
        }
        else if (replacement is null)
        {
            holder.AsObject().Remove(steps[^1]);
        }
        else
        {
            holder[steps[^1]] = replacement;
        }
    }
}
