using Compensation.Campaigns;
using Compensation.Entitlements;
using Compensation.Notices.Text;
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

    private ValidateOptionsResult Verdict(string address) => _rule.Validate(null, new ReceiptSiteOptions { PublicBaseUrl = address });
}
