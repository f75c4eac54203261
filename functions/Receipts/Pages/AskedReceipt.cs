using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Receipts.Pages;

/// <summary>A campaign's receipt site as one visitor sees it.</summary>
internal sealed record AskedReceipt(Campaign Campaign, HttpRequest Request)
{
    public Language Language { get; } = Languages.Of(Request);

    public string Say(string japanese, string english) => Language.Say(japanese, english);

    /// <summary>An amount that is collected as points.</summary>
    public Html Worth(Yen amount) => Language == Language.Japanese ? Html.Of($"{amount}<small>分</small>") : Html.Of($"{Sum(amount)}");

    public string Sum(Yen amount) => Language.Sum(amount);

    /// <summary>The address of a token's page, as seen from this one: people and programs add a slash at the end.</summary>
    public string BesideThis(string token) => Language.At(Request.Path.Value is [.., '/'] ? $"../{token}" : token);

    /// <param name="status">The HTTP status.</param>
    /// <param name="title">The browser's title.</param>
    /// <param name="main">What stands inside <c>main</c>.</param>
    /// <param name="stays">What of the address stays when the language is changed, such as <c>product=edy</c>.</param>
    public Page PageOf(int status, string title, Html main, string stays = "") =>
        PublicPage.Of(Campaign, Language, PublicPage.GenuineFrom(Request, Campaign), Say(Campaign.ReceiptSite, Campaign.English?.Site ?? Campaign.ReceiptSite), status, title, main, stays);
}
