using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices.Text;
using Compensation.Rehearsal.World;
using Compensation.Tests.Campaigns;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Notices.Text;

public sealed class IssueSmsFitsTests
{
    private readonly IssueSmsFits _rule = new(CampaignFolder.Load(CampaignFiles.Folder));

    [Fact]
    public void A_short_address_is_taken() => Assert.True(Verdict("https://r.example.jp").Succeeded);

    [Fact]
    public void A_long_address_is_refused_for_the_campaign_whose_SMS_it_would_split()
    {
        ValidateOptionsResult verdict = Verdict("https://recv.example.jp");

        Assert.True(verdict.Failed);
        Assert.Equal(
            ["ReceiptSite:PublicBaseUrl 'https://recv.example.jp' makes the SMS in okinawa.json, texts.issue.sms, 71 characters long; expected at most 70, one segment."],
            verdict.Failures);
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
            ["The SMS in wester.json, grantNotice.texts.sms, is with the most points 71 characters long; expected at most 70, one segment."],
            Verdict(tooLong).Failures);
    }

    private static ValidateOptionsResult Verdict(Campaign campaign) =>
        new IssueSmsFits(new CampaignCatalog([campaign])).Validate(null, new ReceiptSiteOptions { PublicBaseUrl = "https://r.example.jp" });

    private ValidateOptionsResult Verdict(string address) => _rule.Validate(null, new ReceiptSiteOptions { PublicBaseUrl = address });
}
