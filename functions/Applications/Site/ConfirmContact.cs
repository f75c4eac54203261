using Compensation.Applications.Journeys;
using Compensation.Applications.Proof;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Notices;
using Microsoft.AspNetCore.Http;

namespace Compensation.Applications.Site;

/// <summary>
/// The code's page, and what a right code does: the application counts, with the time at which its form was sent. A code that was asked for before the site's end can be
/// entered for as long as it is valid.
/// </summary>
public sealed class ConfirmContact(JourneyStore journeys, SendCode sendCode, EnterCode enterCode, SubmitApplication submit, AddressBook book)
{
    internal bool IsProved(Journey journey, Contact to) => journey.Proof.Proves(book.KeyOf(to.FirstWay!));

    /// <summary>
    /// Sent in time and told to wait, as others had asked for codes to the same address, or the last one had gone out a moment before: the code goes out once the wait is over, for as long as answers are kept.
    /// Else a stranger who asks in the last minutes would shut the owner out.
    /// </summary>
    internal bool AwaitsCode(AskedSite site, Journey journey) => journey.SentAt is not null && site.ReceivedAt < site.Rules.EndsAt + site.Options.PauseAtMost
        && JourneyForm.NextOpen(site, journey) is null && !journey.Proof.HasReached(book.KeyOf(JourneyForm.DeliveryOf(site, journey)!.FirstWay!));

    internal async Task<IResult> ShowAsync(AskedSite site, Journey journey, CancellationToken cancellationToken) =>
        await NotAtCodeAsync(site, journey, cancellationToken) ?? CodeOf(site, journey, string.Empty, null);

    internal async Task<IResult> AgainAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        if (await NotAtCodeAsync(site, journey, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        // Nothing new is sent after the end: a code that is asked for then is none that was asked for in time.
        return SiteDoor.WhyShut(site, journey) ?? await sendCode.HandleAsync(site.Campaign, journey, JourneyForm.DeliveryOf(site, journey)!, cancellationToken) switch
        {
            CodeAsked.Sent or CodeAsked.JustSent => (IResult)new SeeOther(site.Language.At(Steps.Code)),
            CodeAsked refused => CodeOf(site, refused is CodeAsked.NotTaken taken ? taken.Journey : journey, string.Empty, SendForm.WordsFor(site, refused)),
        };
    }

    internal async Task<IResult> EnterAsync(AskedSite site, Journey journey, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await NotAtCodeAsync(site, journey, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        string typed = (await PostedForm.ReadAsync(request, cancellationToken))?["code"] ?? string.Empty;
        if (!TypedCode.TryParse(typed, out string? code))
        {
            return CodeOf(site, journey, typed, site.Say("6桁の数字を入力してください（例：123456）", "Enter six digits, for example 123456"));
        }

        (Journey now, CodeVerdict verdict) = await enterCode.HandleAsync(journey, JourneyForm.DeliveryOf(site, journey)!.FirstWay!, code, site.ReceivedAt, cancellationToken);

        // In a second window an answer may have been changed meanwhile: then what was sent counts no more, and is sent again.
        return verdict == CodeVerdict.Right
            ? await NotAtCodeAsync(site, now, cancellationToken) ?? new SeeOther(site.Language.At(Steps.Code))
            : CodeOf(site, now, typed, WordsFor(site, verdict));
    }

    /// <summary>Makes the application count. Whoever does it again, at the same time or after a break, comes to the same receipt.</summary>
    internal async Task<IResult> FinishAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        if (journey.Receipt is null)
        {
            Submitted submitted = await submit.HandleAsync(site.Campaign, JourneyForm.FinishedOf(site, journey), cancellationToken);
            if (submitted is not Submitted.Counts counts)
            {
                return SitePages.Check(site, journey, [new FieldError("check", submitted is Submitted.Erased
                    ? site.Say("この番号ではこのサイトから申請できません。お電話でお問い合わせください", "You cannot apply here with this number. Please call us")
                    : site.Say("このご連絡先から申請できるクーポンの枚数を超えています。お電話でお問い合わせください", "You have applied for as many coupons as one contact may. Please call us"))]);
            }

            // Where another click has been here at the same time, it has written the same.
            await journeys.TryKeepAsync(journey with { Receipt = counts.Receipt.Value }, cancellationToken);
        }

        return new SeeOther(site.Language.At(Steps.Received));
    }

    internal async Task<IResult> ReceiptAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        if (journey.Receipt is null)
        {
            return await NotAtCodeAsync(site, journey, cancellationToken) ?? new SeeOther(site.Language.At(Steps.Code));
        }

        return SitePages.Received(site, ReceiptNumber.Parse(journey.Receipt), JourneyForm.NumbersOf(site, journey).Count);
    }

    /// <returns>Where else the visitor belongs; null where a code is to be entered.</returns>
    private async Task<IResult?> NotAtCodeAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        if (journey.Receipt is not null)
        {
            return new SeeOther(site.Language.At(Steps.Received));
        }

        if (journey.SentAt is null || JourneyForm.NextOpen(site, journey) is not null)
        {
            return SiteDoor.WhyShut(site, journey) ?? (IResult)new SeeOther(site.Language.At(Steps.Check));
        }

        string addressKey = book.KeyOf(JourneyForm.DeliveryOf(site, journey)!.FirstWay!);
        return journey.Proof.Proves(addressKey) ? await FinishAsync(site, journey, cancellationToken)
            : SiteDoor.IsOpen(site) || journey.Proof.HasValidCode(addressKey, site.Options, site.ReceivedAt) ? null
            : AwaitsCode(site, journey) ? new SeeOther(site.Language.At(Steps.Check))
            : SitePages.Closed(site, journey);
    }

    private Page CodeOf(AskedSite site, Journey journey, string typed, string? error) => SitePages.Code(site, new CodePage(
        Masked(JourneyForm.DeliveryOf(site, journey)!), typed, error is null ? [] : [new FieldError("code", error)],
        SiteDoor.IsOpen(site) && journey.Proof.NextSendAt(site.Options) is not null ? Steps.Again : null,
        SiteDoor.IsOpen(site) ? Steps.Check : null));

    internal static string WordsFor(AskedSite site, CodeVerdict verdict) => verdict switch
    {
        CodeVerdict.Wrong => site.Say("確認番号が違います。届いた6桁の番号をもう一度入力してください", "That is not the code. Enter the six digits that you received"),
        CodeVerdict.Expired => site.Say("この確認番号の有効時間が過ぎました。番号をもう一度お送りください", "This code is no longer valid. Ask for another one"),
        _ => site.Say("確認番号の入力回数を超えました。時間をおいて最初から入力するか、お電話でお問い合わせください", "Too many wrong codes. Please start again later, or call us"),
    };

    /// <summary>Its owner knows it by so much; somebody who looks over his shoulder does not.</summary>
    private static string Masked(Contact to)
    {
        string way = to.FirstWay!;
        int at = way.LastIndexOf('@');
        return at > 0 ? $"{way[0]}***{way[at..]}" : $"*******{way[^4..]}";
    }
}
