using System.Globalization;
using Compensation.Rehearsal.Witness;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>What the rehearsal of a points award has come to.</summary>
internal sealed record AwardConclusion(AwardReport Award) : Conclusion([.. FaultsOf(Award)])
{
    public override bool Clean => Award.Witness == PointsFaults.None && Award.Notices is null or { Clean: true } && Faults.Count == 0;

    protected override object Report => Award;

    public override void Print(IAnsiConsole console) => AwardReportView.Print(console, Award);

    /// <summary>Where the books do not add up, or say something else than the points system's ledger and the purchases do.</summary>
    private static IEnumerable<string> FaultsOf(AwardReport award)
    {
        AwardBooks books = award.Books;
        if (!books.Balanced || !books.AddUp)
        {
            yield return "the closing report does not add up; its page says where.";
        }

        (string Line, MembersAndPoints Said, MembersAndPoints Witnessed)[] lines =
        [
            ("owed", books.Owed, award.Ledger.Owed),
            ("granted", books.Granted, award.Ledger.Granted),
            ("withdrawn", books.Withdrawn, award.Ledger.Withdrawn),
            ("overdrawn", books.Overdrawn, award.Ledger.Overdrawn),
            ("refused", books.Refused, award.Ledger.Refused),
            ("waiting", books.Waiting, MembersAndPoints.None),
            ("unknown", books.Unknown, MembersAndPoints.None),
        ];
        foreach ((string line, MembersAndPoints said, MembersAndPoints witnessed) in lines.Where(line => line.Said != line.Witnessed))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the closing report says {line} {said.Points:N0} points of {said.Members:N0} members; by purchases and the points system's ledger it is {witnessed.Points:N0} of {witnessed.Members:N0}.");
        }
    }
}
