using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Coupons;
using Compensation.Coupons.Restoring;

namespace Compensation.CallCentre.Cases;

/// <summary>The member <c>cases</c> of the report.</summary>
/// <param name="Opened">All reports of double charges.</param>
/// <param name="Restored">Of those: put back, on the coupon or as a supplement.</param>
/// <param name="Refused">Of those: nothing is put back.</param>
/// <param name="Yen">What was put back.</param>
/// <param name="Supplements">Of those put back: as supplements, after the cutoff.</param>
/// <param name="Waiting">Of those opened: neither put back nor refused yet.</param>
public sealed record CaseFigures(long Opened, long Restored, long Refused, Yen Yen, long Supplements, long Waiting);

/// <summary>The call centre's part of the closing report. What it calls put back must lie on the coupons and in the chain of supplements, and have both confirmations.</summary>
public sealed class CasesChapter(CaseStore cases, CaseDesk desk, Restorations restorations, IOwedSinceSeal since) : IReportChapter
{
    /// <summary>What cases say was put back is what was.</summary>
    public const string PutBack = "casesPutBack";

    /// <summary>Every supplement is a case's.</summary>
    public const string OfSupplements = "casesOfSupplements";

    public string Member => "cases";

    public async Task<Chapter?> CountAsync(Campaign campaign, ClosingReport report, CancellationToken cancellationToken)
    {
        if (campaign.DoubleCharges is null)
        {
            return null;
        }

        List<DoubleChargeCase> all = await cases.ReadAsync(campaign.Id, cancellationToken).ToListAsync(cancellationToken);
        List<DoubleChargeCase> back = [.. all.Where(one => one.State.IsPutBack())];
        List<DoubleChargeCase> supplemented = [.. back.Where(one => one.State == CaseState.Supplemented)];
        CaseFigures figures = new(all.Count, back.Count, all.Count(one => one.State == CaseState.Refused), SumOf(back).Yen, supplemented.Count, all.Count(one => one.State.IsOpen()));
        List<Discrepancy> discrepancies = [];
        Check(PutBack, SumOf(back), await FoundAsync(campaign, back, cancellationToken), discrepancies);
        Check(OfSupplements, SumOf(supplemented), await since.CountAsync(campaign.Id, cancellationToken), discrepancies);
        return new Chapter(JsonSerializer.SerializeToElement(figures, JsonBody.Format)) { Discrepancies = discrepancies };
    }

    public string? NameOf(string check) => check switch
    {
        PutBack => "重複決済の戻入と残高の照合",
        OfSupplements => "重複決済の追加分の照合",
        _ => null,
    };

    public Html Show(JsonElement figures)
    {
        CaseFigures shown = figures.Deserialize<CaseFigures>(JsonBody.Format) ?? throw new InvalidDataException("The report's cases are null.");
        return Html.Of($"""
            <section>
            <h2>重複決済・現金払いのお申し出</h2>
            <div class="table">
            <table>
            <caption>お申し出の件数と戻入額</caption>
            <tbody>
            <tr><th scope="row">お申し出</th><td class="number">{shown.Opened:N0}件</td></tr>
            <tr><th scope="row">戻入済</th><td class="number">{shown.Restored:N0}件</td></tr>
            <tr><th scope="row">うち締め切り後の追加</th><td class="number">{shown.Supplements:N0}件</td></tr>
            <tr><th scope="row">お断り・取り下げ</th><td class="number">{shown.Refused:N0}件</td></tr>
            <tr><th scope="row">確認中</th><td class="number">{shown.Waiting:N0}件</td></tr>
            <tr><th scope="row">戻入額</th><td class="number">{shown.Yen}</td></tr>
            </tbody>
            </table>
            </div>
            </section>
            """);
    }

    /// <summary>What stands on coupons and in the chain for these cases, counted only where both confirmations do.</summary>
    private async Task<PeopleAndYen> FoundAsync(Campaign campaign, List<DoubleChargeCase> back, CancellationToken cancellationToken)
    {
        PeopleAndYen sum = PeopleAndYen.Nobody;
        IReadOnlySet<string> counted = await restorations.CountedAsync(campaign, cancellationToken);
        foreach (DoubleChargeCase one in back.Where(one => one is { ShopConfirmedAt: not null, Approved: not null }))
        {
            if (one.IsForgotten)
            {
                // Which coupon it was is not known any more: it was proved when the books were closed.
                sum += new PeopleAndYen(1, one.Amount);
            }
            else if (desk.NumberOf(campaign, one) is { } number)
            {
                sum += await restorations.FindAsync(campaign, one.Number.Value, number, counted, cancellationToken) switch
                {
                    Restored.OnCoupon { Amount: var yen } => new PeopleAndYen(1, yen),
                    Restored.AsSupplement { Supplement.Amount: var yen } => new PeopleAndYen(1, yen),
                    _ => PeopleAndYen.Nobody,
                };
            }
        }

        return sum;
    }

    private static PeopleAndYen SumOf(IEnumerable<DoubleChargeCase> some) => some.Aggregate(PeopleAndYen.Nobody, (sum, one) => sum + new PeopleAndYen(1, one.Amount));

    private static void Check(string check, PeopleAndYen expected, PeopleAndYen found, List<Discrepancy> discrepancies)
    {
        if (expected != found)
        {
            discrepancies.Add(new Discrepancy(check, expected, found));
        }
    }
}
