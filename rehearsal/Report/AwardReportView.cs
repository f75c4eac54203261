using System.Globalization;
using Compensation.Common.Pages;
using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.View;
using Compensation.Rehearsal.Witness;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>Prints the report of a points award for people.</summary>
/// <param name="report">The figures.</param>
/// <param name="language">The readers'.</param>
internal sealed class AwardReportView(AwardReport report, Language language)
{
    public void Print(IAnsiConsole console)
    {
        console.WriteLine();
        console.Write(Files());
        console.Write(Books());
        foreach (string line in Lines())
        {
            console.WriteLine(line);
        }
    }

    private IEnumerable<string> Lines()
    {
        PointsFaults found = report.Witness;
        yield return language.Tell(
            $"最終的に付与すべきポイント：{report.Books.Owed.Members:N0}人に{report.Books.Owed.Points:N0}ポイント。",
            $"Owed in the end: {report.Books.Owed.Points:N0} points to {report.Books.Owed.Members:N0} members.");
        yield return language.Tell(
            $"立会人：購入から{report.Ledger.Owed.Members:N0}人に{report.Ledger.Owed.Points:N0}ポイント。ポイントシステムの台帳では記帳{report.Bookings:N0}件、重複{found.Duplicates}、漏れ{found.Losses}、無関係な会員{found.Strangers}、説明のつかないもの{found.Unexplained}、取り消されていないもの{found.NotWithdrawn}、期間外{found.OutOfTime}。",
            $"Witness: {report.Ledger.Owed.Points:N0} points owed to {report.Ledger.Owed.Members:N0} members by their purchases; in the points system's ledger {report.Bookings:N0} bookings, {found.Duplicates} duplicates, {found.Losses} losses, {found.Strangers} to strangers, {found.Unexplained} unexplained, {found.NotWithdrawn} not withdrawn, {found.OutOfTime} out of time.");
        if (report.Notices is { } told)
        {
            yield return language.Tell(
                $"付与のお知らせ：{told.Told:N0}人に送信、うち別の連絡先にも{told.OnOtherChannel:N0}人。ポイントを持ち連絡できるのは{told.Expected:N0}人。送信事業者の記録では、重複{told.Duplicates}、漏れ{told.Losses}、無関係な宛先{told.Strangers}、ポイント数の違うもの{told.Wrong}、時間外{told.OutOfHours}、見分けられない文{told.Unrecognised}。",
                $"Notices: {told.Told:N0} members told of their points, {told.OnOtherChannel:N0} of them on the other channel too; {told.Expected:N0} hold points and can be reached. By the providers' log {told.Duplicates} duplicates, {told.Losses} losses, {told.Strangers} to strangers, {told.Wrong} with other points, {told.OutOfHours} out of hours, {told.Unrecognised} unrecognised.");
        }

        if (report.Disturbed is { } disturbed)
        {
            yield return disturbed.In(language);
        }

        yield return language.Tell(
            $"運営への一覧：ポイントシステムにいない会員{report.Ledger.Refused.Members:N0}人、残高不足の会員{report.Ledger.Overdrawn.Members - found.NotWithdrawn:N0}人。",
            $"Listed for operators: {report.Ledger.Refused.Members:N0} members unknown to the points system, {report.Ledger.Overdrawn.Members - found.NotWithdrawn:N0} whose balance was short.");
        yield return language.Tell(
            $"ストレージへの要求：{report.StorageTransactions.Total:N0}回、付与の間は会員1人あたり{report.StorageTransactions.GrantingPerMember:0.0000}回。",
            $"Storage transactions: {report.StorageTransactions.Total:N0}, while points are granted {report.StorageTransactions.GrantingPerMember:0.0000} per member.");
        yield return language.TimeAndMemory(report.WallSeconds, report.PeakMemoryBytes);
    }

    private Table Files()
    {
        Table table = new Table().Title(language.Say("購入データ", "Purchase files")).AddColumn(language.Say("ファイル", "File"));
        foreach (string column in new[] { language.Say("行", "Rows"), language.Say("追加", "Added"), language.Say("置換", "Replaced"), language.Say("変更なし", "Unchanged"), language.Say("古い版", "Older") })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach ((int index, FiledPurchases file) in report.Files.Index())
        {
            table.AddRow(language.MonthIn((Delivery)index), Number(file.Rows), Number(file.Counts.Added), Number(file.Counts.Replaced), Number(file.Counts.Unchanged), Number(file.Counts.Older));
        }

        return table;
    }

    private Table Books()
    {
        Table table = new Table().Title(language.Tell($"精算報告：{report.Campaign}", $"Closing report: {report.Campaign}"))
            .AddColumn(language.Say("結果", "Line")).AddColumn(new TableColumn(language.Say("会員", "Members")).RightAligned()).AddColumn(new TableColumn(language.Say("ポイント", "Points")).RightAligned());
        AwardBooks books = report.Books;
        (string Name, MembersAndPoints Line)[] lines =
        [
            (language.Say("付与済", "Granted"), books.Granted),
            (language.Say("未完了", "Waiting"), books.Waiting),
            (language.Say("取消済", "Withdrawn"), books.Withdrawn),
            (language.Say("残高不足", "Overdrawn"), books.Overdrawn),
            (language.Say("拒否", "Refused"), books.Refused),
            (language.Say("不明", "Unknown"), books.Unknown),
            (language.Say("計算したポイント", "Computed"), books.Computed),
        ];
        foreach ((string name, MembersAndPoints line) in lines)
        {
            table.AddRow(name, Number(line.Members), Number(line.Points));
        }

        return table;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
