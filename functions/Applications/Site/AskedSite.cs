using Compensation.Campaigns;
using Compensation.Common.Pages;

namespace Compensation.Applications.Site;

/// <summary>A campaign's special site as one visitor sees it.</summary>
internal sealed record AskedSite(Campaign Campaign, ApplicationOptions Options, Language Language)
{
    public ApplicationSite Rules => Campaign.ApplicationSite!;

    public string Say(string japanese, string english) => Language.Say(japanese, english);

    /// <summary>What is asked, in the notice's order; the way to the person last where the notice names none of its own.</summary>
    public IReadOnlyList<Question> Questions => [.. Rules.Fields.Select(Question.For)];
}
