using System.Text;
using System.Text.Json.Nodes;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Text;
using Compensation.Rehearsal.World;
using Compensation.Tests.Campaigns;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Notices.Text;

public sealed class EverySmsFitsTests
{
    private const string Short = "https://r.example.jp";

    private readonly EverySmsFits _rule = new(CampaignFolder.Load(CampaignFiles.Folder));

    [Fact]
    public void A_short_address_is_taken() => Assert.True(Verdict(Short).Succeeded);

    [Fact]
    public void A_long_address_is_refused_for_each_SMS_that_it_would_split()
    {
        ValidateOptionsResult verdict = Verdict("https://recv.example.jp");

        Assert.True(verdict.Failed);
        Assert.Equal(
            [.. new[] { "issue", "reminder", "codeReady" }.Select(kind => $"ReceiptSite:PublicBaseUrl 'https://recv.example.jp' makes the SMS in okinawa.json, texts.{kind}.sms, up to 71 characters long, 2 segments; expected at most 1 segment, which is 70 characters."),
             "ReceiptSite:PublicBaseUrl 'https://recv.example.jp' makes the SMS in yamaguchi.json, texts.reminder.sms, up to 71 characters long, 2 segments; expected at most 1 segment, which is 70 characters.",
             "ReceiptSite:PublicBaseUrl 'https://recv.example.jp' makes the SMS in yamaguchi.json, texts.fallback.sms, up to 71 characters long, 2 segments; expected at most 1 segment, which is 70 characters.",
             "ReceiptSite:PublicBaseUrl 'https://recv.example.jp' makes the SMS in yamaguchi.json, texts.codeReady.sms, up to 71 characters long, 2 segments; expected at most 1 segment, which is 70 characters."],
            verdict.Failures);
    }

    /// <summary>A link on the short host takes 43 characters and a line break.</summary>
    [Theory]
    [InlineData(1, "あ", 26, true)]
    [InlineData(1, "あ", 27, false)]
    [InlineData(1, "😀", 13, true)]
    [InlineData(1, "😀", 14, false)]
    [InlineData(2, "あ", 77, true)]
    [InlineData(2, "あ", 78, false)]
    [InlineData(2, "😀", 38, true)]
    [InlineData(2, "😀", 39, false)]
    [InlineData(1, "a", 116, true)]
    [InlineData(1, "a", 117, false)]
    [InlineData(2, "a", 249, true)]
    [InlineData(2, "a", 250, false)]
    public void An_SMS_is_taken_up_to_what_its_file_allows_and_no_further(int allowed, string letter, int times, bool taken)
    {
        // 12 of the numbers to ring and a blank, where two segments are allowed.
        string words = $"{string.Concat(Enumerable.Repeat(letter, times))}\n{{link}}{(allowed == 2 ? "\n{callCentrePhone}" : string.Empty)}";

        Assert.Equal(taken, Verdict(Campaign(allowed, allowed == 2 ? "smsLong" : "sms", words)).Succeeded);
    }

    [Fact]
    public void What_does_not_fit_two_segments_is_refused_by_the_member_that_holds_it()
    {
        Campaign campaign = Campaign(2, "smsLong", $"{new string('あ', 78)}\n{{link}}\n{{callCentrePhone}}");

        Assert.Equal(
            [$"ReceiptSite:PublicBaseUrl '{Short}' makes the SMS in kumamoto.json, texts.issue.smsLong, up to 135 characters long, 3 segments; expected at most 2 segments, which is 134 characters."],
            Verdict(campaign).Failures);
    }

    [Theory]
    [InlineData("kumamoto")]
    [InlineData("tochigi")]
    [InlineData("okinawa")]
    [InlineData("yamaguchi")]
    public void Where_two_segments_are_allowed_every_SMS_says_what_happened_and_whom_to_ring_and_fits(string id)
    {
        JsonObject file = CampaignFiles.Json(id);
        file["sending"]!["smsSegments"] = 2;
        Campaign campaign = Parse(id, file);

        Assert.True(Verdict(campaign).Succeeded);
        Assert.All(
            campaign.Texts.Values,
            texts =>
            {
                SmsSample sms = SmsSample.Of(campaign, texts.Sms, $"{Short}/r/Kw0123456789abcdefgh");
                Assert.Equal(2, sms.Segments);
                Assert.Contains("2月24日の地域クーポンのシステム障害", sms.Text, StringComparison.Ordinal);
                Assert.EndsWith("お問合せ 0120-479-249", sms.Text, StringComparison.Ordinal);
            });
        Assert.Contains("補償します。受取は5/31まで\nhttps://", NoticeComposer.Sms(campaign, new Yen(1), "https://r", NoticeKind.Issue).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_ones_own_may_stand_in_either_member_as_long_as_they_say_whom_to_ring()
    {
        JsonObject file = CampaignFiles.Json("kumamoto");
        file["sending"]!["smsSegments"] = 2;
        file["texts"]!["issue"]!.AsObject().Remove("smsLong");

        Assert.Equal(
            ["kumamoto.json: texts.issue.sms: holds no {callCentrePhone}; expected it here or in smsLong, as sending.smsSegments allows for what happened and whom to ring"],
            CampaignFiles.FaultsOf("kumamoto.json", file.ToJsonString()));

        file["texts"]!["issue"]!["sms"] = "補償\n{link}\n{callCentrePhone}";
        Assert.Equal("補償\nhttps://r\n0120-479-249", NoticeComposer.Sms(Parse("kumamoto", file), new Yen(1), "https://r", NoticeKind.Issue).Text);
    }

    /// <summary>Two days later the deadline takes a character more to write.</summary>
    [Fact]
    public void A_deadline_that_is_extended_to_a_longer_day_is_counted_with()
    {
        Campaign june = Campaign(1, "sms", $"{new string('あ', 23)}{{deadlineShort}}\n{{link}}");

        Assert.True(Verdict(june with { ReceiptEndsAt = JapanTime.EndOf(new DateOnly(2023, 6, 7)) }).Succeeded);
        Assert.False(Verdict(june with { ReceiptEndsAt = JapanTime.EndOf(new DateOnly(2023, 6, 8)) }).Succeeded);
    }

    [Fact]
    public void A_notice_of_granted_points_that_is_too_long_is_refused_whatever_the_address()
    {
        Campaign notifying = NotifyingCampaign.Parse("wester.json", CampaignFiles.Json("wester").ToJsonString());
        NoticeTexts granted = notifying.Texts["granted"];
        Campaign tooLong = notifying with
        {
            Texts = new Dictionary<string, NoticeTexts> { ["granted"] = granted with { Sms = NoticeTemplate.Parse("{programme}にご参加いただき、ありがとうございました。{points}ポイントを付与しました。") } },
        };

        Assert.True(Verdict(notifying).Succeeded);
        Assert.Equal(
            ["The SMS in wester.json, grantNotice.texts.sms, is up to 71 characters long, 2 segments; expected at most 1 segment, which is 70 characters."],
            Verdict(tooLong).Failures);
        Assert.True(Verdict(tooLong with { Sending = tooLong.Sending with { SmsSegments = 2 } }).Succeeded);
    }

    private static Campaign Campaign(int segments, string member, string words)
    {
        JsonObject file = CampaignFiles.Json("kumamoto");
        file["sending"]!["smsSegments"] = segments;
        file["texts"]!["issue"]![member] = words;
        return Parse("kumamoto", file);
    }

    private static Campaign Parse(string id, JsonObject file) => CampaignFile.Parse($"{id}.json", Encoding.UTF8.GetBytes(file.ToJsonString()));

    private static ValidateOptionsResult Verdict(Campaign campaign) =>
        new EverySmsFits(new CampaignCatalog([campaign])).Validate(null, new ReceiptSiteOptions { PublicBaseUrl = Short });

    private ValidateOptionsResult Verdict(string address) => _rule.Validate(null, new ReceiptSiteOptions { PublicBaseUrl = address });
}
