using Compensation.Common.Pages;
using Compensation.Rehearsal.BankTransfers;
using Compensation.Rehearsal.People;
using Compensation.Rehearsal.View;
using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.World;

/// <summary>What is not as it should be in books that do not add up, and what people met that the books do not show.</summary>
internal static class CompensationFaults
{
    /// <param name="books">As the application closed them.</param>
    /// <param name="visitor">Who has been on the receipt site.</param>
    /// <param name="applicants">Those who applied.</param>
    /// <param name="seekers">Those who wanted to be paid into an account.</param>
    /// <param name="bank">What the bank has done; null where the campaign pays into no accounts.</param>
    /// <param name="language">The reader's.</param>
    public static IEnumerable<string> Of(ClosingBooks books, ReceiptSiteVisitor visitor, Applicants applicants, TransferSeekers seekers, TransfersFound? bank, Language language)
    {
        if (!books.Balanced)
        {
            yield return language.Say("精算報告の合計が合いません。どこが合わないかは、そのページにあります。", "the closing report does not add up; its page says where.");
        }

        if ((books.Outcomes.Sum(line => line.People), books.Outcomes.Sum(line => line.Yen)) != (books.Entitled.People, books.Entitled.Yen))
        {
            yield return language.Say("結果の六つの行の合計が、補償対象と一致しません。", "issued, transferred, expired, revoked, waiting and failed do not make up everybody who is entitled.");
        }

        foreach (string fault in bank is null ? [] : OfTransfers(books, seekers, bank, language))
        {
            yield return fault;
        }

        if (visitor.TurnedAway > 0)
        {
            yield return language.Tell(
                $"期限内に来てコードを受け取れなかった方が{visitor.TurnedAway:N0}人います。最初の方が見たもの：{visitor.FirstRefusal}",
                $"{visitor.TurnedAway:N0} people came in time and got no code. The first of them saw: {visitor.FirstRefusal}");
        }

        if (applicants.TurnedAway > 0)
        {
            yield return language.Tell(
                $"期限内に申請して受付番号を受け取れなかった方が{applicants.TurnedAway:N0}人います。最初の方が見たもの：{applicants.FirstRefusal}",
                $"{applicants.TurnedAway:N0} applicants came in time and got no receipt number. The first of them saw: {applicants.FirstRefusal}");
        }

        if (seekers.TurnedAway > 0)
        {
            yield return language.Tell(
                $"期限内に来て振込の手続きができなかった方が{seekers.TurnedAway:N0}人います。最初の方が見たもの：{seekers.FirstRefusal}",
                $"{seekers.TurnedAway:N0} people came in time about a transfer and could not do what they wanted. The first of them saw: {seekers.FirstRefusal}");
        }

        if (visitor.CodesSeenTwice > 0)
        {
            yield return language.Tell($"{visitor.CodesSeenTwice:N0}件のコードが複数の方に表示されました。", $"{visitor.CodesSeenTwice:N0} codes were shown to more than one person.");
        }
    }

    /// <summary>The books beside what callers, shops and the second person said, and what callers were told.</summary>
    public static IEnumerable<string> OfCallCentre(ClosingBooks books, CasesFound cases, GenuineAskers askers, Language language)
    {
        (string What, long Books, long Found)[] lines =
        [
            (language.Say("報告の二重決済の申告数と、電話した人数", "the report's cases.opened, and who rang"), books.Cases?.Opened ?? 0, cases.Opened),
            (language.Say("報告の戻入数と、店舗ともう一人の担当者が認めた数", "the report's cases.restored, and what shop and second person confirmed"), books.Cases?.Restored ?? 0, cases.Confirmed),
            (language.Say("報告の戻入額と、余分に引かれた額", "the report's cases.yen, and what those were charged too much"), books.Cases?.Yen ?? 0, cases.Yen),
            (language.Say("報告のお断りの数と、残りの人数", "the report's cases.refused, and all others"), books.Cases?.Refused ?? 0, cases.Opened - cases.Confirmed),
        ];
        return Differing(lines, language).Concat(askers.Misled == 0 ? [] : [language.Tell(
            $"本物の案内かどうかを尋ねた{askers.Asked:N0}人のうち{askers.Misled:N0}人が、事実と違う答えを得ました。",
            $"{askers.Misled:N0} of {askers.Asked:N0} people who asked whether a message was genuine were told what is not so.")]);
    }

    private static IEnumerable<string> Differing(IEnumerable<(string What, long Books, long Found)> lines, Language language) =>
        lines.Where(line => line.Books != line.Found).Select(line => language.Tell($"{line.What}が違います：{line.Books:N0}と{line.Found:N0}。", $"{line.What}, differ: {line.Books:N0} and {line.Found:N0}."));

    /// <summary>The books beside the bank's, and beside what people wanted.</summary>
    private static IEnumerable<string> OfTransfers(ClosingBooks books, TransferSeekers seekers, TransfersFound bank, Language language)
    {
        (long People, long Yen) failing = SumOf(seekers.All.Where(seeker => seeker.Story.Fails()));
        (string What, long Books, long Found)[] lines =
        [
            (language.Say("振込済の件数（精算報告と銀行）", "transferred people, in the books and at the bank"), books.Transferred.People, bank.Kept),
            (language.Say("振込済の金額（精算報告と銀行）", "transferred yen, in the books and at the bank"), books.Transferred.Yen, bank.KeptYen),
            (language.Say("報告の振込額と、銀行の記録", "the report's transfers.yen, and the bank's"), books.Transfers?.Yen ?? 0, bank.KeptYen),
            (language.Say("報告の振込済の数と、銀行の記録", "the report's transfers.paid, and the bank's"), books.Transfers?.Paid ?? 0, bank.Kept),
            (language.Say("報告の返却の数と、銀行の記録", "the report's transfers.returned, and the bank's"), books.Transfers?.Returned ?? 0, bank.Returned),
            (language.Say("報告の申込数と、申し込んだ人の件数", "the report's transfers.requested, and who asked"), books.Transfers?.Requested ?? 0, SumOf(seekers.All).People),
            (language.Say("報告の振込不能の数と、戻ったままの件数", "the report's transfers.failed, and whose money came back for good"), books.Transfers?.Failed ?? 0, failing.People),
            (language.Say("振込不能の件数（精算報告と筋書き）", "failed people, in the books and by their stories"), books.Failed.People, failing.People),
            (language.Say("振込不能の金額（精算報告と筋書き）", "failed yen, in the books and by their stories"), books.Failed.Yen, failing.Yen),
        ];
        return Differing(lines, language);
    }

    private static (long People, long Yen) SumOf(IEnumerable<TransferSeeker> seekers) =>
        seekers.SelectMany(seeker => seeker.Coupons).Aggregate((People: 0L, Yen: 0L), (sum, coupon) => (sum.People + 1, sum.Yen + coupon.Balance));
}
