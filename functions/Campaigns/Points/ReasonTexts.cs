using System.Globalization;
using Compensation.Common;

namespace Compensation.Campaigns.Points;

/// <summary>Reasons in the words of the terms, for members and for those who answer them.</summary>
public static class ReasonTexts
{
    public static string InJapanese(AwardReason reason) => reason switch
    {
        AwardReason.Withdrawn withdrawn => withdrawn.Status == PurchaseStatus.Returned ? "返品されたため対象外です" : "キャンセルされたため対象外です",
        AwardReason.UnknownService unknown => $"サービス「{unknown.Service}」は対象外です",
        AwardReason.Excluded excluded => $"本キャンペーンの対象外です：{excluded.Exclusion.Label}",
        AwardReason.DateMissing missing => $"{DateInJapanese(missing.Basis)}が未定です",
        AwardReason.OutsidePeriod outside => $"{DateInJapanese(outside.Basis)} {Japanese(outside.Date)}：対象期間（{Japanese(outside.FirstDay)}～{Japanese(outside.LastDay)}）の外です",
        AwardReason.InPeriod within => $"{DateInJapanese(within.Basis)} {Japanese(within.Date)}：対象期間内です",
        AwardReason.UnknownKind kind => $"取引区分「{kind.Kind}」は、このサービスにはありません",
        AwardReason.ConditionUnmet { Condition: var condition } => $"条件を満たしていないため、{(condition.OtherwiseRate is { } rate ? $"付与率は「{rate}」です" : "対象外です")}：{condition.Label}",
        AwardReason.ByRate { Rate.Basis: AwardBasis.AmountPaid } by => $"税込{by.Amount}÷{by.Rate.PerAmount.Amount}×{by.Rate.Times}＝{by.Points}ポイント",
        AwardReason.ByRate by => $"基礎ポイント{Number(by.BasePoints)}×{by.Rate.Times}＝{by.Points}ポイント",
        AwardReason.Capped capped => $"お取引金額{capped.Amount}の{capped.Percent}％が上限です：{capped.BeforeCap}ポイントのうち{capped.Points}ポイント",
        AwardReason.RoundedDown rounded => $"1ポイント未満の端数を切り捨て：{rounded.Points}のうち{Number(rounded.Points.Whole)}ポイント",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    public static string InEnglish(AwardReason reason) => reason switch
    {
        AwardReason.Withdrawn withdrawn => withdrawn.Status == PurchaseStatus.Returned ? "returned: earns nothing" : "cancelled: earns nothing",
        AwardReason.UnknownService unknown => $"service '{unknown.Service}': not part of the campaign",
        AwardReason.Excluded excluded => $"points that are not multiplied ({excluded.Exclusion.Id}): earns nothing",
        AwardReason.DateMissing missing => $"{DateInEnglish(missing.Basis)}: not known yet",
        AwardReason.OutsidePeriod outside => $"{DateInEnglish(outside.Basis)} {English(outside.Date)}: outside the period",
        AwardReason.InPeriod within => $"{DateInEnglish(within.Basis)} {English(within.Date)}: in the period",
        AwardReason.UnknownKind kind => $"kind '{kind.Kind}': the service has no such rate",
        AwardReason.ConditionUnmet { Condition: var condition } => $"condition '{condition.Id}' not fulfilled: {(condition.OtherwiseRate is { } rate ? $"earns by rate '{rate}'" : "earns nothing")}",
        AwardReason.ByRate { Rate.Basis: AwardBasis.AmountPaid } by => $"{Number(by.Amount.Amount)} yen ÷ {by.Rate.PerAmount.Amount} × {by.Rate.Times} = {by.Points}",
        AwardReason.ByRate by => $"{Number(by.BasePoints)} base points × {by.Rate.Times} = {by.Points}",
        AwardReason.Capped capped => $"capped at {capped.Percent} %: {capped.Points} of {capped.BeforeCap}",
        AwardReason.RoundedDown rounded => $"fraction dropped: {Number(rounded.Points.Whole)} of {rounded.Points}",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>In a few words, for many transactions together.</summary>
    public static string InJapanese(AwardOutcome outcome) => outcome switch
    {
        AwardOutcome.Earned => "付与対象",
        AwardOutcome.Capped => "付与対象（お取引金額に対する上限まで）",
        AwardOutcome.ConditionUnmet => "条件を満たしていない",
        AwardOutcome.UnknownKind => "取引区分がサービスにない",
        AwardOutcome.OutsidePeriod => "対象期間の外",
        AwardOutcome.DateMissing => "基準となる日が未定",
        AwardOutcome.Excluded => "本キャンペーンの対象外",
        AwardOutcome.UnknownService => "対象外のサービス",
        AwardOutcome.Cancelled => "キャンセル・返品",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static string DateInJapanese(AwardDate basis) => basis switch
    {
        AwardDate.Purchase => "購入日",
        AwardDate.Booking => "予約日",
        AwardDate.Boarding => "乗車日",
        AwardDate.Departure => "出発日",
        AwardDate.Shipping => "発送日",
        _ => "利用日",
    };

    private static string DateInEnglish(AwardDate basis) => basis switch
    {
        AwardDate.Purchase => "purchase date",
        AwardDate.Booking => "booking date",
        AwardDate.Boarding => "boarding date",
        AwardDate.Departure => "departure date",
        AwardDate.Shipping => "shipping date",
        _ => "date of use",
    };

    private static string Japanese(DateOnly date) => date.ToString("yyyy年M月d日", JapanTime.Japanese);

    private static string English(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
