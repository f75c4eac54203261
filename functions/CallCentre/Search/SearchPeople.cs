using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.CallCentre.Search;

/// <summary>Looks somebody up during a call. Each search is an act: by which fields and whom it found stand in the trail, what was typed does not.</summary>
public sealed class SearchPeople(CampaignCatalog campaigns, FindPeople find)
{
    [Function(nameof(SearchPeople))]
    [ApiOperation("Finds people by telephone number, e-mail address, inquiry number, receipt number or name; whole values, typed in any form. What is found is masked.", Body = typeof(PeopleQuery), Answer = typeof(PeopleFound))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{campaign}/people/search")] HttpRequest request, string campaign, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindByRoute(campaign, out Campaign? found))
        {
            return CampaignRoutes.NoSuchCampaign();
        }

        (PeopleQuery? query, IResult? fault) = await JsonBody.ReadAsync<PeopleQuery>(request, cancellationToken);
        if (query is null)
        {
            return fault!;
        }

        if (Operators.NameOf(request, query.By) is null)
        {
            return JsonBody.Fault("by: is missing; expected 1 to 100 characters on one line");
        }

        (SearchTerms? terms, IReadOnlyList<SearchFault> faults) = SearchTerms.Read(found, query);
        return terms is null ? JsonBody.Fault(string.Join('\n', faults.Select(one => WordsFor(found, one)))) : JsonBody.Answer(await HandleAsync(request.HttpContext, found, terms, cancellationToken));
    }

    /// <summary>Searches, and has it stand in the trail.</summary>
    internal async Task<PeopleFound> HandleAsync(HttpContext http, Campaign campaign, SearchTerms terms, CancellationToken cancellationToken)
    {
        PeopleFound found = await find.HandleAsync(campaign, terms, cancellationToken);
        ActNote.Of(http).Reason = string.Create(
            CultureInfo.InvariantCulture, $"by {terms.Fields}: {found.People.Count} found{(found.People.Count == 0 ? string.Empty : ", ")}{string.Join(' ', found.People.Select(person => person.Person?.ToString() ?? person.Application))}");
        return found;
    }

    private static string WordsFor(Campaign campaign, SearchFault fault) => fault switch
    {
        SearchFault.Phone => "phone: expected a whole Japanese telephone number",
        SearchFault.Email => "email: expected a whole e-mail address",
        SearchFault.InquiryNumber => $"inquiryNumber: expected {campaign.InquiryNumbers.Expected}",
        SearchFault.Receipt => "receipt: expected the eight characters of a receipt number",
        SearchFault.Name => "name: expected a name",
        SearchFault.TravelDate => "travelDate: expected a date such as 2023-02-23",
        SearchFault.NumberEnds => "numberEnds: expected four characters",
        SearchFault.SecondField => "name: expected another value beside it, such as travelDate or numberEnds",
        _ => "expected phone, email, inquiryNumber, receipt, or name with another value",
    };
}
