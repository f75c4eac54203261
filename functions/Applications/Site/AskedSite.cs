using Compensation.Campaigns;
using Compensation.Campaigns.Pages;
using Compensation.Common.Pages;

namespace Compensation.Applications.Site;

/// <summary>A campaign's special site as one visitor sees it.</summary>
internal sealed record AskedSite(Campaign Campaign, ApplicationOptions Options, Language Language)
{
    private IReadOnlyList<ApplicationQuestion>? _questions;

    /// <summary>When the request came in: by it the site is open or shut, and a form counts, however long it takes to work on.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public ApplicationSite Rules => Campaign.ApplicationSite!;

    /// <summary>Whether people can be paid into an account here.</summary>
    public bool OffersTransfers { get; init; }

    /// <summary>From the address that was asked for up to where all sites lie: nothing, or <c>../</c> for each further slash.</summary>
    public string Up { get; init; } = string.Empty;

    /// <summary>An address of the site, from whichever of its addresses was asked for, in the visitor's language.</summary>
    public string At(string page) => Language.At($"{Up}{Campaign.Id}/{page}");

    /// <summary>Likewise its first page.</summary>
    public string FirstPage => Language.At($"{Up}{Campaign.Id}");

    /// <summary>The page that tells whether a message is genuine, beside the folder of all sites.</summary>
    public string Genuine => Language.At($"{Up}../{PublicPage.GenuineFolder}/{Campaign.Id}");

    public string Say(string japanese, string english) => Language.Say(japanese, english);

    /// <summary>What is asked, in the notice's order.</summary>
    public IReadOnlyList<ApplicationQuestion> Questions => _questions ??= [.. Rules.Fields.Select(ApplicationQuestion.For)];
}
