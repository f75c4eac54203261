using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;

namespace Compensation.CallCentre.Notes;

/// <summary>Writes down what was said in a call, and what has to be looked after.</summary>
public sealed class TakeNote(NoteStore notes, Erasures erasures, KeyedHash hash, TimeProvider time)
{
    internal const int TextLengthMax = 1000;

    private static readonly TimeSpan s_followedUpWithin = TimeSpan.FromDays(180);

    /// <returns>The note; or what is wrong, by field.</returns>
    internal async Task<(Note? Note, string? Fault)> HandleAsync(Campaign campaign, EntitlementId person, NoteForm form, string key, string by, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        Note note = new(person, hash.LookUpKey("note", $"{campaign.Id}\n{person}\n{key}")[..16], now, by, form.Outcome, form.Text) { FollowUpOn = form.FollowUpOn };
        if (await notes.FindAsync(campaign.Id, person, note.Key, cancellationToken) is { } written)
        {
            return AnswerOf(written, note);
        }

        if (FaultOf(form, now) is { } fault)
        {
            return (null, fault);
        }

        if (await erasures.FindAsync(campaign.Id, person, cancellationToken) is not null)
        {
            return (null, "text: what was personal has been erased on request; nothing is written down of this person");
        }

        return await notes.AddAsync(campaign.Id, note, cancellationToken) ? (note, null) : (null, IdempotencyKey.UsedForAnother("note"));
    }

    /// <summary>A repeat is answered as the first was, whatever day it is by now, and whoever has looked after it since.</summary>
    private static (Note? Note, string? Fault) AnswerOf(Note written, Note repeat) =>
        written.IsSameAs(repeat) ? (written with { DoneBy = null, DoneAt = null }, null) : (null, IdempotencyKey.UsedForAnother("note"));

    internal Task<bool> FinishAsync(Campaign campaign, EntitlementId person, string note, string by, CancellationToken cancellationToken) =>
        notes.FinishAsync(campaign.Id, person, note, by, time.GetUtcNow(), cancellationToken);

    private static string? FaultOf(NoteForm form, DateTimeOffset now)
    {
        DateOnly today = now.DateInJapan();
        return string.IsNullOrWhiteSpace(form.Text) || form.Text.Length > TextLengthMax || form.Text.Any(character => char.IsControl(character) && character is not '\n') ? $"text: expected 1 to {TextLengthMax} characters"
            : form.Outcome == CallOutcome.FollowUp && form.FollowUpOn is null ? "followUpOn: is missing; expected the day on which somebody looks after it"
            : form.FollowUpOn is { } day && (day < today || day > (now + s_followedUpWithin).DateInJapan()) ? "followUpOn: expected a day from today on, within half a year"
            : null;
    }
}

/// <summary>What was said in a call.</summary>
/// <param name="Text">1 to 1000 characters. Personal data: in bodies only.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record NoteForm(string Text, CallOutcome Outcome)
{
    /// <summary>The day on which somebody looks after it; needed for <c>followUp</c>.</summary>
    public DateOnly? FollowUpOn { get; init; }

    /// <summary>Who writes, unless signed in.</summary>
    public string? By { get; init; }
}
