using System.Globalization;
using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Coupons.Restoring;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Logging;

namespace Compensation.CallCentre.Cases;

/// <summary>What came of an act.</summary>
internal abstract record CaseDone
{
    private CaseDone()
    {
    }

    public sealed record Done(DoubleChargeCase Case) : CaseDone;

    public sealed record Unknown : CaseDone;

    /// <summary>It cannot be done as things stand; in words.</summary>
    public sealed record NotNow(string Why) : CaseDone;

    /// <summary>What was sent does not say what it must; in words.</summary>
    public sealed record Unreadable(string Why) : CaseDone;

    /// <summary>What was sent is not right; in words.</summary>
    public sealed record Wrong(string Why) : CaseDone;
}

/// <summary>
/// What people and shops do about cases. Each act names the version that was looked at and is one conditional write together with its line in the history; the same act
/// again changes nothing. Nothing is put back here: that is for the case's orchestration, once both confirmations stand.
/// </summary>
public sealed class CaseDesk(CaseStore cases, Restorations restorations, IPersons persons, KeyedHash hash, ProtectedFields fields, IAlarms alarms, TimeProvider time, ILogger<CaseDesk> log)
{
    /// <summary>In the history, where nobody has acted: the shop by its link, the clock when a time had passed, the app when it put a balance back.</summary>
    internal const string ByShop = "shop";
    internal const string ByClock = "clock";
    internal const string ByApp = "app";

    private const int AttemptsMax = 20;

    /// <summary>Whether a report bears the key already: its repeat is answered after the end as well.</summary>
    internal async Task<bool> HasOpenedAsync(Campaign campaign, string key, CancellationToken cancellationToken)
    {
        string ofKey = Fingerprint("open", campaign.Id.Value, key);
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await cases.FindAsync(campaign.Id, CaseNumber.Of(hash, campaign.Id, key, attempt), cancellationToken) is not { } there)
            {
                return false;
            }

            if (there.Source.StartsWith(ofKey, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="campaign">Whose.</param>
    /// <param name="key">New for each report, and the same for each repetition of it.</param>
    /// <param name="read">What was taken down.</param>
    /// <param name="by">Who takes it down.</param>
    /// <param name="cancellationToken">Stops before the write.</param>
    internal async Task<CaseDone> OpenAsync(Campaign campaign, string key, ReadFacts read, Person by, CancellationToken cancellationToken)
    {
        string ofKey = Fingerprint("open", campaign.Id.Value, key);
        string source = $"{ofKey}:{Fingerprint("report", by.Id.Value, JsonSerializer.Serialize(read.Facts))}";
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            CaseNumber number = CaseNumber.Of(hash, campaign.Id, key, attempt);
            DoubleChargeCase opened = New(campaign, number, read, by) with { Source = source };
            if (await cases.TryAddAsync(opened, new CaseStep(1, opened.Since, CaseAct.Opened, by.Name, opened.State), cancellationToken))
            {
                log.CaseMoved(campaign.Id, number, CaseAct.Opened, opened.State);
            }

            DoubleChargeCase there = await cases.FindAsync(campaign.Id, number, cancellationToken) ?? throw new InvalidDataException($"Case {number} is on record and cannot be read.");
            if (there.Source == source)
            {
                return new CaseDone.Done(there);
            }

            if (there.Source.StartsWith(ofKey, StringComparison.Ordinal))
            {
                return new CaseDone.Wrong(IdempotencyKey.UsedForAnother("report"));
            }
        }

        throw new InvalidOperationException("No number for a case was free.");
    }

    /// <summary>What was taken down was wrong: the shop is asked anew, whatever it has said.</summary>
    internal Task<CaseDone> CorrectAsync(Campaign campaign, CaseToAct act, ReadFacts read, CancellationToken cancellationToken) => ActAsync(campaign, act, CaseAct.Corrected, (one, now) =>
        one.State == CaseState.Refused ? null : Asked(one, now) with
        {
            ProtectedFacts = fields.ProtectJson(read.Facts),
            Kind = read.Facts.Kind,
            Amount = read.Facts.Amount,
            Coupon = read.Coupon,
            ReceiptKey = read.ReceiptKey,
            Hands = HandsWith(one, act.By),
        }, cancellationToken);

    /// <summary>The shop gets a new link, and the one before dies.</summary>
    internal Task<CaseDone> AskAgainAsync(Campaign campaign, CaseToAct act, CancellationToken cancellationToken) =>
        ActAsync(campaign, act, CaseAct.ShopAskedAgain, (one, now) => one.State == CaseState.Refused ? null : Asked(one, now), cancellationToken);

    /// <summary>What the shop has said on the telephone.</summary>
    internal Task<CaseDone> RecordCallAsync(Campaign campaign, CaseToAct act, ShopAnswer answer, CancellationToken cancellationToken) =>
        ActAsync(campaign, act, CaseAct.ShopCalled, (one, now) => IsAsked(one) ? Answered(one, answer, now) with { Hands = HandsWith(one, act.By) } : null, cancellationToken);

    /// <summary>What the shop has said by its link, which is used up with it.</summary>
    internal async Task<CaseDone> AnswerAsync(Campaign campaign, DoubleChargeCase seen, ShopAnswer answer, CancellationToken cancellationToken)
    {
        CaseToAct act = new(seen.Number, seen.Version, By: null, answer.Remark) { Fingerprint = FingerprintOf(seen, answer) };
        return await ActAsync(campaign, act, CaseAct.ShopAnswered, (one, now) => IsAsked(one) && one.LinkVersion == seen.LinkVersion ? Answered(one, answer, now) : null, cancellationToken);
    }

    /// <summary>The second confirmation: by another person, who has looked at the balance and at every other case about coupon and receipt.</summary>
    internal async Task<CaseDone> ApproveAsync(Campaign campaign, CaseToAct act, Yen balance, IReadOnlyCollection<CaseNumber> seen, CancellationToken cancellationToken)
    {
        Person by = act.By ?? throw new ArgumentException("A person approves.", nameof(act));
        if (await cases.FindAsync(campaign.Id, act.Number, cancellationToken) is not { } one)
        {
            return new CaseDone.Unknown();
        }

        if (one.Version == act.Version && await WhyNotApprovedAsync(campaign, one, by, balance, seen, cancellationToken) is { } why)
        {
            return new CaseDone.NotNow(why);
        }

        return await ActAsync(campaign, act, CaseAct.Approved, (now, at) =>
            now.ShopConfirmedAt is null ? null : now.In(CaseState.Approved, at) with { Approved = new Signature(by.Id.Value, by.Name, at), Expected = balance, BlockedBy = null }, cancellationToken);
    }

    internal Task<CaseDone> RefuseAsync(Campaign campaign, CaseToAct act, CaseRefusal reason, CancellationToken cancellationToken) =>
        ActAsync(campaign, act, CaseAct.Refused, (one, now) => one.In(CaseState.Refused, now) with { Refusal = reason }, cancellationToken);

    /// <summary>The way back from a refusal: the shop is asked anew.</summary>
    internal Task<CaseDone> ReopenAsync(Campaign campaign, CaseToAct act, CancellationToken cancellationToken) => ActAsync(campaign, act, CaseAct.Reopened, (one, now) =>
        one.State != CaseState.Refused || one.IsForgotten ? null : Asked(one, now) with { Refusal = null, IsFollowed = false }, cancellationToken);

    /// <summary>What was taken down, without a word of it once its time of keeping is over; null where it cannot be read any more, which a person hears of.</summary>
    internal async Task<CaseFacts?> FactsOrAlarmAsync(DoubleChargeCase one, CancellationToken cancellationToken)
    {
        CaseFacts? facts = one.IsForgotten ? NoFacts(one) : fields.UnprotectJsonOrNull<CaseFacts>(one.ProtectedFacts);
        if (facts is null)
        {
            await alarms.RaiseAsync(
                AlarmKind.FieldUnreadable, one.Campaign, one.Number.Value, $"What was taken down of case {one.Number} cannot be read: it stands still. Where its key is gone for good, ask the caller again and correct the case.", cancellationToken);
        }

        return facts;
    }

    /// <summary>The same for whoever only looks: without a word of it also where it cannot be read any more.</summary>
    internal CaseFacts FactsOrNoneOf(DoubleChargeCase one) => (one.IsForgotten ? null : fields.UnprotectJsonOrNull<CaseFacts>(one.ProtectedFacts)) ?? NoFacts(one);

    private static CaseFacts NoFacts(DoubleChargeCase one) => new(string.Empty, default, string.Empty, string.Empty, one.Kind, one.Amount);

    /// <summary>The coupon that a case is about; null where the campaign's numbers look otherwise by now, or it cannot be read any more.</summary>
    internal InquiryNumber? NumberOf(Campaign campaign, DoubleChargeCase one) => InquiryNumber.TryParse(FactsOrNoneOf(one).Number, campaign.InquiryNumbers, out InquiryNumber number) ? number : null;

    internal ShopAnswer? AnswerOf(DoubleChargeCase one) => one.ProtectedAnswer is { } stored ? fields.UnprotectJsonOrNull<ShopAnswer>(stored) : null;

    /// <summary>Of a shop's answer by the link that a case bears.</summary>
    internal string FingerprintOf(DoubleChargeCase one, ShopAnswer answer) =>
        Fingerprint("shop", one.Number.Value, one.LinkVersion.ToString(CultureInfo.InvariantCulture), answer.Confirms.ToString(), answer.Name, answer.Remark ?? string.Empty);

    internal string Fingerprint(params ReadOnlySpan<string> act) => hash.LookUpKey("case-act", string.Join('\n', act));

    /// <summary>Moves a case on behalf of the machine.</summary>
    /// <returns>False where it has been changed in between.</returns>
    internal async Task<bool> TryMoveAsync(DoubleChargeCase before, DoubleChargeCase after, CaseAct act, string by, CancellationToken cancellationToken)
    {
        DoubleChargeCase moved = after with { Version = before.Version + 1 };
        bool isMoved = await cases.TryMoveAsync(before, moved, new CaseStep(moved.Version, moved.Since, act, by, moved.State), cancellationToken);
        if (isMoved)
        {
            log.CaseMoved(before.Campaign, before.Number, act, moved.State);
        }

        return isMoved;
    }

    private async Task<CaseDone> ActAsync(Campaign campaign, CaseToAct act, CaseAct kind, Func<DoubleChargeCase, DateTimeOffset, DoubleChargeCase?> change, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await cases.FindAsync(campaign.Id, act.Number, cancellationToken) is not { } one)
            {
                return new CaseDone.Unknown();
            }

            // What was done moved the case on: on the version that was looked at it cannot have been done yet.
            if (one.Version != act.Version && await cases.IsDoneAsync(one, act.Fingerprint, cancellationToken))
            {
                return new CaseDone.Done(one);
            }

            DateTimeOffset now = time.GetUtcNow();
            if (WhyNotNow(campaign, one, act, now) is { } why)
            {
                return new CaseDone.NotNow(why);
            }

            if (change(one, now) is not { } changed || !one.State.CanMoveTo(changed.State))
            {
                return new CaseDone.NotNow($"It is {one.State}.");
            }

            DoubleChargeCase after = changed with { Version = one.Version + 1 };
            if (await cases.TryMoveAsync(one, after, new CaseStep(after.Version, now, kind, act.By?.Name ?? ByShop, after.State) { Words = act.Words, Fingerprint = act.Fingerprint }, cancellationToken))
            {
                log.CaseMoved(campaign.Id, one.Number, kind, after.State);
                return new CaseDone.Done(await cases.FindAsync(campaign.Id, act.Number, cancellationToken) ?? after);
            }
        }

        return new CaseDone.NotNow("It is being changed all the time: look at it again.");
    }

    private static string? WhyNotNow(Campaign campaign, DoubleChargeCase one, CaseToAct act, DateTimeOffset now) =>
        one.Version != act.Version ? "Somebody else has changed it in between: look at it again."
        : now >= campaign.DoubleCharges!.DecidedBy ? $"Cases are decided until {JapanTime.LastMinuteBefore(campaign.DoubleCharges.DecidedBy)}."
        : null;

    private async Task<string?> WhyNotApprovedAsync(Campaign campaign, DoubleChargeCase one, Person by, Yen balance, IReadOnlyCollection<CaseNumber> seen, CancellationToken cancellationToken)
    {
        foreach (string hand in one.Hands)
        {
            if (!PersonId.TryParse(hand, out PersonId first) || await persons.AreOneAsync(first, by.Id, cancellationToken))
            {
                return "A second person has to approve: whoever has taken it down, or has said what the shop said, cannot, from whichever account.";
            }
        }

        CaseFacts facts = FactsOrNoneOf(one);
        if (NumberOf(campaign, one) is not { } number || await restorations.StandingAsync(campaign, number, cancellationToken) is not { } standing)
        {
            return "The ledger does not know the coupon any more.";
        }

        IReadOnlyList<DoubleChargeCase> related = await cases.ReadRelatedAsync(one, cancellationToken);
        return standing.Balance != balance ? "The balance is not the one that was looked at: look at the case again."
            : standing.FaceValue is null && related.Any(other => OtherFaceValue(one, facts, other)) ? "Another case says that this coupon was issued for another amount: read it from the coupon once more, and correct one of the two."
            : (standing.FaceValue ?? facts.FaceValue) is not { } face || balance + one.Amount > face ? "More would be on the coupon than it was issued for."
            : related.Any(other => other.State.IsPutBack() && other.Coupon == one.Coupon && other.ReceiptKey == one.ReceiptKey && one.ReceiptKey.Length > 0) ? "The same receipt was put back on the same coupon under another case."
            : !seen.ToHashSet().SetEquals(related.Select(other => other.Number)) ? "seen: expected the numbers of all other cases about this coupon or receipt: look at them first."
            : null;
    }

    /// <summary>Where the ledger does not say what a coupon was issued for, nobody raises it by a second case; one that cannot be read may say anything.</summary>
    private bool OtherFaceValue(DoubleChargeCase one, CaseFacts facts, DoubleChargeCase other) =>
        other.Coupon == one.Coupon && other.State != CaseState.Refused && !other.IsForgotten
        && (fields.UnprotectJsonOrNull<CaseFacts>(other.ProtectedFacts) is not { } said || (said.FaceValue is { } stated && stated != facts.FaceValue));

    private DoubleChargeCase New(Campaign campaign, CaseNumber number, ReadFacts read, Person by)
    {
        DateTimeOffset now = time.GetUtcNow();
        return new DoubleChargeCase
        {
            Campaign = campaign.Id,
            Number = number,
            Opened = new Signature(by.Id.Value, by.Name, now),
            Since = now,
            Hands = [by.Id.Value],
            ProtectedFacts = fields.ProtectJson(read.Facts),
            Kind = read.Facts.Kind,
            Amount = read.Facts.Amount,
            Coupon = read.Coupon,
            ReceiptKey = read.ReceiptKey,
        };
    }

    private static bool IsAsked(DoubleChargeCase one) => one.State is CaseState.AskingShop or CaseState.ShopSilent or CaseState.ShopDenied;

    /// <summary>The shop is to be asked, from the beginning: nothing of what was said before counts.</summary>
    private static DoubleChargeCase Asked(DoubleChargeCase one, DateTimeOffset now) => one.In(CaseState.AskingShop, now) with
    {
        LinkVersion = one.LinkVersion + 1,
        Message = new ShopMessage(one.LinkVersion + 1, 1),
        ProtectedAnswer = null,
        ShopConfirmedAt = null,
        Approved = null,
        BlockedBy = null,
    };

    private DoubleChargeCase Answered(DoubleChargeCase one, ShopAnswer answer, DateTimeOffset now) => one.In(answer.Confirms ? CaseState.Confirmed : CaseState.ShopDenied, now) with
    {
        LinkVersion = one.LinkVersion + 1,
        ProtectedAnswer = fields.ProtectJson(answer),
        ShopConfirmedAt = answer.Confirms ? now : null,
    };

    private static string[] HandsWith(DoubleChargeCase one, Person? by) => by is null || one.Hands.Contains(by.Id.Value, StringComparer.Ordinal) ? [.. one.Hands] : [.. one.Hands, by.Id.Value];
}

/// <summary>An act about a case.</summary>
/// <param name="Number">Which case.</param>
/// <param name="Version">The version that was looked at.</param>
/// <param name="By">Who acts; null for the shop.</param>
/// <param name="Words">Why, or what was said.</param>
internal sealed record CaseToAct(CaseNumber Number, int Version, Person? By, string? Words)
{
    /// <summary>Equal for a repeat of the same act, and for nothing else.</summary>
    public required string Fingerprint { get; init; }
}
