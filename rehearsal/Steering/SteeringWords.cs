using Compensation.Campaigns;
using Compensation.Common.Pages;

namespace Compensation.Rehearsal.Steering;

/// <summary>What the steering page says of a campaign's kind.</summary>
/// <param name="Next">Of the button that leads to what begins next.</param>
/// <param name="NoneLeft">Where nothing is left to begin.</param>
/// <param name="Waves">Above what is sent or granted.</param>
/// <param name="NotYet">Where nothing of it has been planned yet.</param>
internal sealed record SteeringWords(string Next, string NoneLeft, string Waves, string NotYet)
{
    public static SteeringWords Of(CampaignKind kind, Language language) => kind == CampaignKind.PointsAward
        ? new(
            language.Say("次の付与・購入データの日へ", "Next grant or file of purchases"),
            language.Say("この後に始まる付与や購入データはありません。", "No grant and no file of purchases is left to come."),
            language.Say("付与", "Grants"),
            language.Say("ポイントの付与はまだ始まっていません。", "No points are being granted yet."))
        : new(
            language.Say("次の送付・お知らせの日へ", "Next wave"),
            language.Say("この後に始まる送付やお知らせはありません。", "No wave and no reminder is left to come."),
            language.Say("送付", "Waves"),
            language.Say("残高の確定前です。", "The balances are not sealed yet."));
}
