using Compensation.Common.Pages;
using Compensation.Rehearsal.View;
using Compensation.Rehearsal.Witness;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>What the rehearsal of a points award has come to.</summary>
/// <param name="Award">The report.</param>
/// <param name="Language">Of the faults.</param>
internal sealed record AwardConclusion(AwardReport Award, Language Language = Language.English) : Conclusion([.. FaultsOf(Award, Language)])
{
    public override bool Clean => Award.Witness == PointsFaults.None && Award.Notices is null or { Clean: true } && Faults.Count == 0;

    protected override object Report => Award;

    public override void Print(IAnsiConsole console, Language language) => new AwardReportView(Award, language).Print(console);

    /// <summary>Where the books do not add up, or say something else than the points system's ledger and the purchases do.</summary>
    private static IEnumerable<string> FaultsOf(AwardReport award, Language language)
    {
        AwardBooks books = award.Books;
        if (!books.Balanced || !books.AddUp)
        {
            yield return language.Say("精算報告の合計が合いません。どこが合わないかは、そのページにあります。", "the closing report does not add up; its page says where.");
        }

        (string Line, MembersAndPoints Said, MembersAndPoints Witnessed)[] lines =
        [
            (language.Say("付与すべき", "owed"), books.Owed, award.Ledger.Owed),
            (language.Say("付与済", "granted"), books.Granted, award.Ledger.Granted),
            (language.Say("取消済", "withdrawn"), books.Withdrawn, award.Ledger.Withdrawn),
            (language.Say("残高不足", "overdrawn"), books.Overdrawn, award.Ledger.Overdrawn),
            (language.Say("拒否", "refused"), books.Refused, award.Ledger.Refused),
            (language.Say("未完了", "waiting"), books.Waiting, MembersAndPoints.None),
            (language.Say("不明", "unknown"), books.Unknown, MembersAndPoints.None),
        ];
        foreach ((string line, MembersAndPoints said, MembersAndPoints witnessed) in lines.Where(line => line.Said != line.Witnessed))
        {
            yield return language.Tell(
                $"精算報告では「{line}」が{said.Members:N0}人、{said.Points:N0}ポイント。購入とポイントシステムの台帳では{witnessed.Members:N0}人、{witnessed.Points:N0}ポイント。",
                $"the closing report says {line} {said.Points:N0} points of {said.Members:N0} members; by purchases and the points system's ledger it is {witnessed.Points:N0} of {witnessed.Members:N0}.");
        }
    }
}
