using Compensation.Access.Pages;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.ConsolePages.Kit;

/// <summary>Opens the console's pages.</summary>
public sealed class Screens(CampaignCatalog campaigns, FormTokens tokens, TimeProvider time)
{
    /// <returns>What the page knows of its request, or the answer where there is no such campaign.</returns>
    internal (Screen? Screen, IResult? Nothing) Open(HttpRequest request, string campaign) =>
        campaigns.TryFindByRoute(campaign, out Campaign? found) && Caller.Of(request.HttpContext).Person is { } person
            ? (new Screen(request, found, person, tokens.FieldFor(request.HttpContext), time.GetUtcNow()), null)
            : (null, Nothing(request));

    /// <summary>Opens a page, and makes what it shows.</summary>
    internal async Task<IResult> ShowAsync(HttpRequest request, string campaign, Func<Screen, Task<Page>> show)
    {
        (Screen? screen, IResult? nothing) = Open(request, campaign);
        return screen is null ? nothing! : await show(screen);
    }

    /// <summary>Opens a page for what a form of ours sends; that it is ours has been seen before.</summary>
    internal async Task<IResult> DoAsync(HttpRequest request, string campaign, Func<Screen, PostedForm, Task<IResult>> act, CancellationToken cancellationToken)
    {
        (Screen? screen, IResult? nothing) = Open(request, campaign);
        return screen is null ? nothing! : await act(screen, (await PostedForm.ReadAsync(request, cancellationToken))!);
    }

    private static Page Nothing(HttpRequest request)
    {
        string title = Languages.Of(request).Say("見つかりません", "There is no such page");
        return OperatorPage.Of(request, StatusCodes.Status404NotFound, title, Html.Of($"<h1>{title}</h1>"));
    }
}
