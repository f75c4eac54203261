using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Compensation.Receipts;
using Compensation.Receipts.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Compensation.CallCentre.Cases;

/// <summary>The page behind a shop's link. Looking at it, as mail programs do too, answers nothing; its link is used up by the answer.</summary>
public sealed class AnswerForShop(CaseRoom room, ShopLinks links, GuessedLinks guessed, CampaignsAtDoor door, TimeProvider time)
{
    private const string Route = "s/{token}";
    private const int NameLengthMax = 100;
    private const int RemarkLengthMax = 300;

    [Function("ShowShopQuestion")]
    [ApiOperation("The page on which a shop says whether a payment was as its customer says.", AnswerType = "text/html", FaultType = "text/html")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        await FindAsync(token, cancellationToken) is { } found
            ? await AskAsync(new AskedShop(found.Campaign, request), found.Case, TypedShopAnswer.Nothing, cancellationToken)
            : await DeadAsync(request, token, cancellationToken);

    [Function("AnswerShopQuestion")]
    [ApiOperation("Takes the shop's answer, once.", BodyType = "application/x-www-form-urlencoded", AnswerType = "text/html", FaultType = "text/html")]
    public async Task<IResult> Answer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string token, [DurableClient] DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        PostedForm? form = await PostedForm.ReadAsync(request, cancellationToken);
        (string confirms, string name, string remark) = (form?["confirms"] ?? string.Empty, Folding.Trimmed(form?["name"]), OneLine(form?["remark"]));
        if (await FindAsync(token, cancellationToken) is not { } found)
        {
            return await RepeatAsync(request, token, AnswerOf(confirms, name, remark), cancellationToken);
        }

        AskedShop asked = new(found.Campaign, request);
        List<FieldError> errors = [.. ErrorsOf(asked.Language, confirms, name, remark)];
        if (errors.Count > 0)
        {
            return await AskAsync(asked, found.Case, new TypedShopAnswer(confirms, name, remark, errors), cancellationToken);
        }

        CaseDone done = await room.Desk.AnswerAsync(found.Campaign, found.Case, AnswerOf(confirms, name, remark), cancellationToken);
        if (done is not CaseDone.Done { Case: var answered })
        {
            return ShopPages.Dead(asked);
        }

        await orchestrations.TellAsync(answered, cancellationToken);
        return ShopPages.Thanks(asked);
    }

    private async Task<Page> AskAsync(AskedShop asked, DoubleChargeCase one, TypedShopAnswer typed, CancellationToken cancellationToken) =>
        await room.Desk.FactsOrAlarmAsync(one, cancellationToken) is { } facts ? ShopPages.Ask(asked, one, facts, typed) : ShopPages.Unreadable(asked, one);

    /// <summary>The same answer again, as from a button that was pressed twice, is thanked for again; everything else meets a link that is used up.</summary>
    private async Task<IResult> RepeatAsync(HttpRequest request, string token, ShopAnswer answer, CancellationToken cancellationToken)
    {
        if (!links.TryRead(token, out Campaign? campaign, out CaseNumber number) || await room.Cases.FindAsync(campaign!.Id, number, cancellationToken) is not { LinkVersion: > 1 } one)
        {
            return await DeadAsync(request, token, cancellationToken);
        }

        DoubleChargeCase? asked = Enumerable.Range(1, one.LinkVersion - 1).Select(version => one with { LinkVersion = version }).FirstOrDefault(before => links.Opens(token, before));
        bool isRepeat = asked is not null && await room.Cases.IsDoneAsync(one, room.Desk.FingerprintOf(asked, answer), cancellationToken);
        return isRepeat ? ShopPages.Thanks(new AskedShop(campaign, request)) : await DeadAsync(request, token, cancellationToken);
    }

    private static IEnumerable<FieldError> ErrorsOf(Language language, string confirms, string name, string remark)
    {
        if (confirms is not (ShopPages.Yes or ShopPages.No))
        {
            yield return new FieldError("confirms", language.Say("「はい」か「いいえ」を選んでください", "Choose yes or no"));
        }

        if (!Operators.IsLine(name, NameLengthMax))
        {
            yield return new FieldError("name", language.Say("お名前を入力してください", "Enter your name"));
        }

        if (remark.Length > RemarkLengthMax)
        {
            yield return new FieldError("remark", language.Say("補足は300文字以内で入力してください", "Write at most 300 characters"));
        }
    }

    private ShopAnswer AnswerOf(string confirms, string name, string remark) => new(confirms == ShopPages.Yes, name, remark.Length == 0 ? null : remark, time.GetUtcNow());

    private async Task<(Campaign Campaign, DoubleChargeCase Case)?> FindAsync(string token, CancellationToken cancellationToken) =>
        links.TryRead(token, out Campaign? campaign, out CaseNumber number)
        && await room.Cases.FindAsync(campaign!.Id, number, cancellationToken) is { State: CaseState.AskingShop or CaseState.ShopSilent } one
        && links.Opens(token, one)
        && time.GetUtcNow() < campaign.DoubleCharges!.DecidedBy
            ? (campaign, one)
            : null;

    private async Task<Page> DeadAsync(HttpRequest request, string token, CancellationToken cancellationToken)
    {
        bool isRead = links.TryRead(token, out Campaign? campaign, out CaseNumber number);
        if (!isRead || await room.Cases.FindAsync(campaign!.Id, number, cancellationToken) is not { } one || !HasOpened(token, one))
        {
            await guessed.CountAsync(campaign?.Id, cancellationToken);
        }

        return isRead ? ShopPages.Dead(new AskedShop(campaign!, request)) : LostPages.Unknown(request, door.Campaigns);
    }

    /// <summary>Whether the link is, or was, the case's: an old one is nobody's guess.</summary>
    private bool HasOpened(string token, DoubleChargeCase one) => Enumerable.Range(1, one.LinkVersion).Any(version => links.Opens(token, one with { LinkVersion = version }));

    private static string OneLine(string? text) => string.Join(' ', Folding.Trimmed(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
