using Compensation.Access.Pages;
using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

// Not Compensation.Console: that would hide System.Console from every room.
namespace Compensation.ConsolePages.Kit;

/// <summary>One look at the console: which campaign, who looks, in which language, when.</summary>
/// <param name="Token">The hidden field that shows that a form is ours.</param>
internal sealed record Screen(HttpRequest Request, Campaign Campaign, Person Person, Html Token, DateTimeOffset Now)
{
    public const string Root = "/console";

    public Language Language { get; } = Languages.Of(Request);

    public string Say(string japanese, string english) => Language.Say(japanese, english);

    /// <summary>The address of another page of this campaign.</summary>
    public string At(string path) => Language.At(path.Length == 0 ? $"{Root}/{Campaign.Id}" : $"{Root}/{Campaign.Id}/{path}");

    public Html Link(string path, string words) => Html.Of($"<a href=\"{At(path)}\">{words}</a>");

    /// <summary>Whether the table of routes opens a function to whoever looks.</summary>
    public bool Opens(string function) => RouteTable.Find(function)?.Opens(Caller.Of(Person)) ?? false;

    /// <param name="title">The page's name. Nothing personal: it stays in histories.</param>
    /// <param name="main">What stands in it.</param>
    /// <param name="status">The HTTP status.</param>
    public Page Page(string title, Html main, int status = StatusCodes.Status200OK)
    {
        Page page = OperatorPage.Of(Request, status, $"{title} - {Campaign.ProgrammeIn(Language)}", main);
        return page with { Wide = true, Masthead = Html.Of($"{page.Masthead}{Navigation.Of(this)}") };
    }

    /// <summary>What is not there and what nobody may see is answered alike.</summary>
    public Page NotFound()
    {
        string title = Say("見つかりません", "There is no such page");
        return Page(title, Html.Of($"""
            <h1>{title}</h1>
            <p>{Say("番号を確かめるか、もう一度探してください。", "Check the number, or search again.")}</p>
            <p class="way">{Link("search", Say("お客様を探す", "Find a person"))}</p>
            """), StatusCodes.Status404NotFound);
    }

    /// <summary>Why something is done, for the trail of acts.</summary>
    public void Note(string reason) => ActNote.Of(Request.HttpContext).Reason = reason;
}
