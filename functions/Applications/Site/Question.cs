using Compensation.Applications.Journeys;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.Applications.Site;

/// <summary>One thing that people state on the special site, on a page of its own.</summary>
internal abstract record Question
{
    /// <summary>The last part of its page's address.</summary>
    public abstract string Step { get; }

    /// <summary>What is asked, in the visitor's language.</summary>
    public abstract string Title(AskedSite site);

    /// <summary>The form's fields that it reads.</summary>
    public abstract IReadOnlyList<string> Inputs { get; }

    /// <summary>Fields of other questions that mean nothing any more once this one is answered otherwise.</summary>
    public virtual IReadOnlyList<string> Forgets => [];

    /// <summary>What is wrong with what was typed: what to type instead.</summary>
    public abstract IEnumerable<FieldError> Check(AskedSite site, Journey journey);

    /// <summary>The fields, with what was typed.</summary>
    public abstract Html Ask(AskedSite site, Journey journey, IReadOnlyList<FieldError> errors);

    /// <summary>Which question is answered by what was sent from this one's page: another one, where its place was taken in a second window after the page was opened. Null where there is no place left.</summary>
    public virtual Question? PlaceFor(AskedSite site, Journey journey, PostedForm? sent) => this;

    /// <summary>What was typed, as it was understood.</summary>
    public abstract string Answer(AskedSite site, Journey journey);

    /// <summary>What was changed about it, or should be looked at again; null where nothing.</summary>
    public virtual string? Note(AskedSite site, Journey journey) => null;

    /// <summary>Whether all of it is answered and in order.</summary>
    public bool IsAnswered(AskedSite site, Journey journey) => !Check(site, journey).Any();

    protected static TextField Text(AskedSite site, string name, string label, Journey journey, IReadOnlyList<FieldError> errors) =>
        new(name, label) { Language = site.Language, Value = journey[name], Error = errors.Of(name) };
}

/// <summary>One thing that the notice has applicants state.</summary>
/// <param name="Field">As the campaign's file names and words it.</param>
internal abstract record ApplicationQuestion(NoticeField Field) : Question
{
    public override string Step => Field.Id;

    /// <summary>Enters the answer, which has been checked, into the form.</summary>
    public abstract ApplicationForm Fill(AskedSite site, ApplicationForm form, Journey journey);

    /// <summary>The question for a field that a campaign's file names.</summary>
    public static ApplicationQuestion For(NoticeField field) => field.Id switch
    {
        "name" => new NameQuestion(field),
        "postalAddress" => new PostalAddressQuestion(field),
        "contact" => new PhoneQuestion(field),
        "email" => new EmailQuestion(field),
        "prefecture" => new PrefectureQuestion(field),
        "travelDate" => new TravelDateQuestion(field),
        "inquiryNumber" => new NumberQuestion(field, 1),
        "deliveryAddress" => new DeliveryQuestion(field),
        _ => new OtherQuestion(field),
    };
}
