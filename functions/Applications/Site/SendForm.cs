using System.Globalization;
using Compensation.Applications.Journeys;
using Compensation.Applications.Proof;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Microsoft.AspNetCore.Http;

namespace Compensation.Applications.Site;

/// <summary>
/// The form is sent from its summary: its time counts, and a code goes to the contact. Until the code is entered nothing has been looked up, so that nothing can be told
/// by the answer, its length or its time about whose numbers there are.
/// </summary>
public sealed class SendForm(JourneyStore journeys, SendCode sendCode, ConfirmContact confirm)
{
    internal async Task<IResult> HandleAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        if (journey.Receipt is not null)
        {
            return new SeeOther(site.Language.At(Steps.Received));
        }

        if (SiteDoor.WhyShut(site, journey) is { } shut && !confirm.AwaitsCode(site, journey))
        {
            // Sent in time before, by a first click: what is left to do is to enter the code.
            return journey.SentAt is null ? shut : new SeeOther(site.Language.At(Steps.Code));
        }

        if (JourneyForm.NextOpen(site, journey) is { } open)
        {
            return new SeeOther(site.Language.At(open.Step));
        }

        Journey sent = journey.SentAt is null ? journey with { SentAt = site.ReceivedAt, Language = site.Language } : journey;
        Contact to = JourneyForm.DeliveryOf(site, sent)!;
        return confirm.IsProved(sent, to)
            ? await journeys.TryKeepAsync(sent, cancellationToken) is { } kept ? await confirm.FinishAsync(site, kept, cancellationToken) : new SeeOther(site.Language.At(Steps.Code))
            : await AskForCodeAsync(site, sent, to, cancellationToken);
    }

    /// <summary>The time at which the form was sent is stored with its code, in one write; alone where no code goes out.</summary>
    private async Task<IResult> AskForCodeAsync(AskedSite site, Journey sent, Contact to, CancellationToken cancellationToken)
    {
        CodeAsked asked = await sendCode.HandleAsync(site.Campaign, sent, to, cancellationToken);
        if (asked is CodeAsked.NotBefore or CodeAsked.NoSmsBefore or CodeAsked.NoMore or CodeAsked.JustSent)
        {
            // Where another click was quicker, it has stored as much.
            await journeys.TryKeepAsync(sent, cancellationToken);
        }

        return asked is CodeAsked.Sent or CodeAsked.JustSent
            ? new SeeOther(site.Language.At(Steps.Code))
            : SitePages.Check(site, asked is CodeAsked.NotTaken { Journey: { } kept } ? kept : sent, [new FieldError("check", WordsFor(site, asked))]);
    }

    internal static string WordsFor(AskedSite site, CodeAsked refused) => refused switch
    {
        CodeAsked.NotBefore wait => site.Say(
            $"このご連絡先には、{wait.At.ToJapan().ToString("H時mm分ss秒", CultureInfo.InvariantCulture)}を過ぎてから、もう一度送信してください",
            $"Please send again after {wait.At.ToJapan().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} (Japan time)"),
        CodeAsked.NoSmsBefore wait => site.Say(
            $"この番号には、{wait.At.ToJapan().ToString("H時mm分ss秒", CultureInfo.InvariantCulture)}までSMSをお送りできません。その時刻を過ぎてからもう一度送信するか、メールアドレスを入力してください",
            $"We can send an SMS to this number after {wait.At.ToJapan().ToString("HH:mm:ss", CultureInfo.InvariantCulture)} (Japan time). Please send again then, or give an e-mail address"),
        CodeAsked.NoMore => site.Say("確認番号を送れる回数を超えました。時間をおいて最初から入力するか、お電話でお問い合わせください", "No more codes can be sent for this application. Please start again later, or call us"),
        CodeAsked.NoSms => site.Say("ただいまこの番号にはSMSをお送りできません。メールアドレスを入力するか、お電話でお問い合わせください", "We cannot send an SMS to this number now. Please give an e-mail address, or call us"),
        CodeAsked.NotTaken => site.Say("確認番号をお送りできませんでした。ご連絡先をご確認のうえ、もう一度お試しください", "The code could not be sent. Please check your address and try again"),
        _ => string.Empty,
    };
}
