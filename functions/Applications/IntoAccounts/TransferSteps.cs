using System.Globalization;
using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Common.Pages;
using Compensation.Notices;
using Compensation.Transfers;
using Compensation.Transfers.Typing;
using Microsoft.AspNetCore.Http;

namespace Compensation.Applications.IntoAccounts;

/// <summary>
/// The pages on which somebody who has proved his contact asks to be paid into an account, changes that, or takes points after all. No link in a message or on the receipt
/// site leads here. What may be done is the transfers' desk's to say; these pages tell it.
/// </summary>
public sealed class TransferSteps(
    TransferStore transfers, Payables payables, TransferQuestions questions, RequestTransfers requests, TakeAnswer take, JourneyStore journeys, AddressBook book)
{
    internal async Task<IResult> ShowAsync(AskedSite site, Journey journey, string step, CancellationToken cancellationToken) => Elsewhere(site, journey) ?? step switch
    {
        Steps.Transfer => TransferPages.Standing(site, await StandingAsync(site, journey, cancellationToken)),
        Steps.TransferCheck => await CheckAsync(site, journey, cancellationToken),
        Steps.TransferReceived => await ReceivedAsync(site, journey, cancellationToken),
        Steps.TransferWithdraw => await AskWithdrawalAsync(site, journey, null, cancellationToken),
        _ => Ask(site, journey, step),
    };

    internal async Task<IResult> SendAsync(AskedSite site, Journey journey, string step, HttpRequest request, CancellationToken cancellationToken) => Elsewhere(site, journey) ?? step switch
    {
        Steps.Transfer => await BeginAsync(site, journey, cancellationToken),
        Steps.TransferCheck => await RequestAsync(site, journey, cancellationToken),
        Steps.TransferReceived => To(site, Steps.TransferReceived),
        Steps.TransferWithdraw => await WithdrawAsync(site, journey, request, cancellationToken),
        _ when IsAsking(journey) && questions.At(site, journey, step) is { } question =>
            await take.HandleAsync(site, journey, question, request, answered => questions.NextOpen(site, answered)?.Step ?? Steps.TransferCheck, cancellationToken),
        _ => Ask(site, journey, step),
    };

    /// <summary>Null for whoever belongs here.</summary>
    private IResult? Elsewhere(AskedSite site, Journey journey) =>
        !site.OffersTransfers ? SitePages.NotFound(site)
        : !journey.ProvesContact(book) ? To(site, Steps.StandingCode)
        : null;

    /// <summary>Begun, and not sent yet.</summary>
    private static bool IsAsking(Journey journey) => journey is { SentAt: null } && journey[TransferQuestions.Payable].Length > 0;

    private IResult Ask(AskedSite site, Journey journey, string step) =>
        questions.At(site, journey, step) is not { } question ? SitePages.NotFound(site)
        : IsAsking(journey) ? SitePages.Ask(site, question, journey, [])
        : To(site, Steps.Transfer);

    private async Task<IResult> BeginAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        string places = string.Join(' ', (await payables.FindAsync(site, journey, cancellationToken)).Where(one => one.MayAsk).Select(one => one.Place.ToString(CultureInfo.InvariantCulture)));
        if (places.Length == 0 || await journeys.TryKeepAsync(journey.With([KeyValuePair.Create(TransferQuestions.Payable, places)]) with { Language = site.Language }, cancellationToken) is not { } begun)
        {
            return To(site, Steps.Transfer);
        }

        return To(site, questions.NextOpen(site, begun)?.Step ?? Steps.TransferCheck);
    }

    private async Task<IResult> CheckAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        if (NotAtCheck(site, journey) is { } elsewhere)
        {
            return elsewhere;
        }

        IReadOnlyList<int> places = TransferQuestions.PlacesOf(journey);
        Payable[] asked = [.. (await payables.FindAsync(site, journey, cancellationToken)).Where(one => one.MayAsk && places.Contains(one.Place))];
        return asked.Length == 0 ? To(site, Steps.Transfer) : TransferPages.Check(site, journey, questions.Of(site, journey), asked);
    }

    private async Task<IResult> RequestAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        if (NotAtCheck(site, journey) is { } elsewhere)
        {
            return elsewhere;
        }

        if (questions.Read(site, journey).Form is not { } form || !await requests.AskAsync(site, journey, TransferQuestions.PlacesOf(journey), form, cancellationToken))
        {
            return To(site, Steps.Transfer);
        }

        // Noted last: whoever is cut off before sends the same once more, and it changes nothing. The account is not kept a second time; another click may have noted it.
        string[] typed = [.. questions.Of(site, journey).SelectMany(question => question.Inputs)];
        await journeys.TryKeepAsync(journey.With(typed.Select(field => KeyValuePair.Create(field, string.Empty))) with { SentAt = site.ReceivedAt }, cancellationToken);
        return To(site, Steps.TransferReceived);
    }

    private IResult? NotAtCheck(AskedSite site, Journey journey) =>
        journey.SentAt is not null ? To(site, Steps.TransferReceived)
        : !IsAsking(journey) ? To(site, Steps.Transfer)
        : questions.NextOpen(site, journey) is { } open ? To(site, open.Step)
        : null;

    private async Task<IResult> ReceivedAsync(AskedSite site, Journey journey, CancellationToken cancellationToken) => journey.SentAt is null
        ? To(site, Steps.Transfer)
        : TransferPages.Received(site, await StandingAsync(site, journey, cancellationToken));

    private async Task<IResult> AskWithdrawalAsync(AskedSite site, Journey journey, string? fault, CancellationToken cancellationToken)
    {
        Payable[] possible = [.. (await payables.FindAsync(site, journey, cancellationToken)).Where(one => one.MayWithdraw)];
        return possible.Length == 0 ? To(site, Steps.Transfer) : TransferPages.Withdraw(site, possible, fault);
    }

    private async Task<IResult> WithdrawAsync(AskedSite site, Journey journey, HttpRequest request, CancellationToken cancellationToken)
    {
        int[] possible = [.. (await payables.FindAsync(site, journey, cancellationToken)).Where(one => one.MayWithdraw).Select(one => one.Place)];
        string chosen = (await PostedForm.ReadAsync(request, cancellationToken))?[CouponsQuestion.Name] ?? string.Empty;
        IReadOnlyList<int> places = possible.Length <= 1 || chosen == CouponsQuestion.All ? possible : [.. possible.Where(place => place.ToString(CultureInfo.InvariantCulture) == chosen)];
        if (possible.Length > 0 && places.Count == 0)
        {
            return await AskWithdrawalAsync(site, journey, site.Say("ポイントで受け取るクーポンを選んでください", "Choose the coupons"), cancellationToken);
        }

        await requests.WithdrawAsync(site, journey, places, cancellationToken);
        return To(site, Steps.Transfer);
    }

    private async Task<TransfersStanding> StandingAsync(AskedSite site, Journey journey, CancellationToken cancellationToken)
    {
        IReadOnlyList<Payable> found = await payables.FindAsync(site, journey, cancellationToken);
        string receipt = journey["receipt"] is { Length: > 0 } entered ? entered : found.Select(one => one.Standing?.Right.Receipt?.Value).FirstOrDefault() ?? string.Empty;
        return new TransfersStanding(receipt, [.. found.Select(one => (one, FormOf(one)))]);
    }

    private TransferForm? FormOf(Payable one) => one.Standing?.Transfer is { } transfer ? transfers.FormOf(transfer) : one.Wish;

    private static SeeOther To(AskedSite site, string step) => new(site.Language.At(step));
}

/// <summary>How somebody's transfers stand.</summary>
/// <param name="Receipt">The receipt number; empty while there is none.</param>
/// <param name="Coupons">Each coupon, with what was asked for.</param>
internal sealed record TransfersStanding(string Receipt, IReadOnlyList<(Payable One, TransferForm? Form)> Coupons);
