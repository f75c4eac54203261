using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Options;

namespace Compensation.Receipts;

/// <summary>Refuses a start with which people would get links that open nothing: each campaign's first message is composed, and its link looked up as a phone would find it.</summary>
public sealed class LinksOpen(CampaignCatalog campaigns) : IValidateOptions<ReceiptSiteOptions>
{
    private static readonly string SampleToken = new('A', ReceiptLinks.TokenLength);

    public ValidateOptionsResult Validate(string? name, ReceiptSiteOptions options)
    {
        string link = options.LinkTo(SampleToken);
        string[] dead = [.. campaigns.All
            .Where(campaign => campaign.Texts.Count > 0 && campaign.Grant is null && !IsFoundIn(NoticeComposer.Sms(campaign, new Yen(1), link, campaign.FirstNotice()).Text))
            .Select(campaign => $"{ReceiptSiteOptions.Section}:PublicBaseUrl '{options.PublicBaseUrl}': the link in the first SMS of {campaign.Id} would be {link}, which opens no receipt; expected {ReceiptSite.Route} directly behind the host.")
            .Order(StringComparer.Ordinal)];
        return dead.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(dead);
    }

    /// <summary>What stands between blanks, is an address, and leads to the page behind a token by the app's own route: a path in front of it would open nothing.</summary>
    private static bool IsFoundIn(string text) => text
        .Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Any(word => Uri.TryCreate(word, UriKind.Absolute, out Uri? uri) && LeadsToReceipt(uri));

    private static bool LeadsToReceipt(Uri link)
    {
        RouteValueDictionary values = [];
        return new TemplateMatcher(TemplateParser.Parse(ReceiptSite.Route), []).TryMatch(link.AbsolutePath, values) && SampleToken.Equals(values["token"]);
    }
}
