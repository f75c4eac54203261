using Azure;
using Compensation.Applications.Proof;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Notices;

namespace Compensation.Applications.Journeys;

/// <summary>Somebody filling in the form: what he has typed so far, as he typed it, and how far the proof of his contact is.</summary>
internal sealed record Journey
{
    public required CampaignId Campaign { get; init; }

    /// <summary>32 random hex digits: two tabs are two journeys.</summary>
    public required string Id { get; init; }

    public JourneyKind Kind { get; init; }

    public required DateTimeOffset TouchedAt { get; init; }

    public Language Language { get; init; }

    /// <summary>By field of the form. Nothing that was typed is ever changed, only replaced by what is typed next.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public ProofOfContact Proof { get; init; } = new();

    /// <summary>When the finished form, of whichever kind, was sent; null until it is, and again after a change.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The receipt number, once the application counts.</summary>
    public string? Receipt { get; init; }

    public ETag Version { get; init; }

    /// <summary>The contact that a journey of the kind <see cref="JourneyKind.Standing"/> has to prove.</summary>
    public string Contact => this["contact"];

    /// <summary>Whether that contact is proved: before, nothing is told of what belongs to it.</summary>
    public bool ProvesContact(AddressBook book) => Kind == JourneyKind.Standing && Contact.Length > 0 && Proof.Proves(book.KeyOf(Contact));

    public string this[string field] => Typed.GetValueOrDefault(field, string.Empty);

    /// <summary>With some fields answered anew. A form that had been sent has to be sent again.</summary>
    public Journey With(IEnumerable<KeyValuePair<string, string>> answers)
    {
        Dictionary<string, string> typed = new(Typed, StringComparer.Ordinal);
        foreach ((string field, string value) in answers)
        {
            typed[field] = value;
        }

        return this with { Typed = typed, SentAt = null };
    }
}

/// <summary>What somebody has come for. It stays so: no page of one kind opens in a journey of the other.</summary>
internal enum JourneyKind
{
    /// <summary>To apply.</summary>
    Application,

    /// <summary>To see how something stands of which the contact is known, or to have it paid into an account.</summary>
    Standing,
}
