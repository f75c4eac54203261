using Compensation.Applications.Journeys;
using Compensation.Applications.Proof;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.Applications.Site;

/// <summary>Begins a journey of somebody who wants to see what belongs to a contact: a code goes to whatever contact he has typed.</summary>
public sealed class AskForProof(JourneyStore journeys, SendCode sendCode)
{
    /// <param name="site">Whose.</param>
    /// <param name="known">What else he has typed, by which it is looked up once the contact is proved.</param>
    /// <param name="contact">One way.</param>
    /// <param name="errors">Gets why no code went out.</param>
    /// <param name="cancellationToken">Stops waiting for store and provider.</param>
    /// <returns>Where the code is entered; null where none went out.</returns>
    internal async Task<SeeOther?> AskAsync(AskedSite site, IEnumerable<KeyValuePair<string, string>> known, Contact contact, List<FieldError> errors, CancellationToken cancellationToken)
    {
        Journey begun = await journeys.BeginAsync(site.Campaign.Id, JourneyKind.Standing, site.Language, cancellationToken);
        Journey asked = begun.With([.. known, KeyValuePair.Create("contact", contact.FirstWay!)]);
        CodeAsked answer = await sendCode.HandleAsync(site.Campaign, asked, contact, cancellationToken);
        if (answer is CodeAsked.Sent or CodeAsked.JustSent)
        {
            return new SeeOther(site.At($"{begun.Id}/{Steps.StandingCode}"));
        }

        errors.Add(new FieldError("contact", SendForm.WordsFor(site, answer)));
        return null;
    }
}
