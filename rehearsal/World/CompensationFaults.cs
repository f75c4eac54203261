using System.Globalization;
using Compensation.Rehearsal.BankTransfers;
using Compensation.Rehearsal.People;
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
    public static IEnumerable<string> Of(ClosingBooks books, ReceiptSiteVisitor visitor, Applicants applicants, TransferSeekers seekers, TransfersFound? bank)
    {
        if (!books.Balanced)
        {
            yield return "the closing report does not add up; its page says where.";
        }

        if ((books.Outcomes.Sum(line => line.People), books.Outcomes.Sum(line => line.Yen)) != (books.Entitled.People, books.Entitled.Yen))
        {
            yield return "issued, transferred, expired, revoked, waiting and failed do not make up everybody who is entitled.";
        }

        foreach (string fault in bank is null ? [] : OfTransfers(books, seekers, bank))
        {
            yield return fault;
        }

        if (visitor.TurnedAway > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{visitor.TurnedAway:N0} people came in time and got no code. The first of them saw: {visitor.FirstRefusal}");
        }

        if (applicants.TurnedAway > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{applicants.TurnedAway:N0} applicants came in time and got no receipt number. The first of them saw: {applicants.FirstRefusal}");
        }

        if (seekers.TurnedAway > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{seekers.TurnedAway:N0} people came in time about a transfer and could not do what they wanted. The first of them saw: {seekers.FirstRefusal}");
        }

        if (visitor.CodesSeenTwice > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{visitor.CodesSeenTwice:N0} codes were shown to more than one person.");
        }
    }

    /// <summary>The books beside what callers, shops and the second person said, and what callers were told.</summary>
    public static IEnumerable<string> OfCallCentre(ClosingBooks books, CasesFound cases, GenuineAskers askers)
    {
        (string What, long Books, long Found)[] lines =
        [
            ("the report's cases.opened, and who rang", books.Cases?.Opened ?? 0, cases.Opened),
            ("the report's cases.restored, and what shop and second person confirmed", books.Cases?.Restored ?? 0, cases.Confirmed),
            ("the report's cases.yen, and what those were charged too much", books.Cases?.Yen ?? 0, cases.Yen),
            ("the report's cases.refused, and all others", books.Cases?.Refused ?? 0, cases.Opened - cases.Confirmed),
        ];
        return Differing(lines).Concat(askers.Misled == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{askers.Misled:N0} of {askers.Asked:N0} people who asked whether a message was genuine were told what is not so.")]);
    }

    private static IEnumerable<string> Differing(IEnumerable<(string What, long Books, long Found)> lines) =>
        lines.Where(line => line.Books != line.Found).Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.What}, differ: {line.Books:N0} and {line.Found:N0}."));

    /// <summary>The books beside the bank's, and beside what people wanted.</summary>
    private static IEnumerable<string> OfTransfers(ClosingBooks books, TransferSeekers seekers, TransfersFound bank)
    {
        (long People, long Yen) failing = SumOf(seekers.All.Where(seeker => seeker.Story.Fails()));
        (string What, long Books, long Found)[] lines =
        [
            ("transferred people, in the books and at the bank", books.Transferred.People, bank.Kept),
            ("transferred yen, in the books and at the bank", books.Transferred.Yen, bank.KeptYen),
            ("the report's transfers.yen, and the bank's", books.Transfers?.Yen ?? 0, bank.KeptYen),
            ("the report's transfers.paid, and the bank's", books.Transfers?.Paid ?? 0, bank.Kept),
            ("the report's transfers.returned, and the bank's", books.Transfers?.Returned ?? 0, bank.Returned),
            ("the report's transfers.requested, and who asked", books.Transfers?.Requested ?? 0, SumOf(seekers.All).People),
            ("the report's transfers.failed, and whose money came back for good", books.Transfers?.Failed ?? 0, failing.People),
            ("failed people, in the books and by their stories", books.Failed.People, failing.People),
            ("failed yen, in the books and by their stories", books.Failed.Yen, failing.Yen),
        ];
        return Differing(lines);
    }

    private static (long People, long Yen) SumOf(IEnumerable<TransferSeeker> seekers) =>
        seekers.SelectMany(seeker => seeker.Coupons).Aggregate((People: 0L, Yen: 0L), (sum, coupon) => (sum.People + 1, sum.Yen + coupon.Balance));
}
