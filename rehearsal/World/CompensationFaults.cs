using System.Globalization;
using Compensation.Rehearsal.People;

namespace Compensation.Rehearsal.World;

/// <summary>What is not as it should be in books that do not add up, and what people met that the books do not show.</summary>
internal static class CompensationFaults
{
    public static IEnumerable<string> Of(ClosingBooks books, ReceiptSiteVisitor visitor, Applicants applicants)
    {
        if (!books.Balanced)
        {
            yield return "the closing report does not add up; its page says where.";
        }

        if (visitor.TurnedAway > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{visitor.TurnedAway:N0} people came in time and got no code. The first of them saw: {visitor.FirstRefusal}");
        }

        if (applicants.TurnedAway > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{applicants.TurnedAway:N0} applicants came in time and got no receipt number. The first of them saw: {applicants.FirstRefusal}");
        }

        if (visitor.CodesSeenTwice > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{visitor.CodesSeenTwice:N0} codes were shown to more than one person.");
        }
    }
}
