using System.Globalization;
using Compensation.Common.Pages;
using Compensation.Rehearsal.View;
using Compensation.Rehearsal.Witness;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>Prints a report for people.</summary>
/// <param name="report">The figures.</param>
/// <param name="language">The readers'.</param>
internal sealed class CompensationReportView(CompensationReport report, Language language)
{
    public void Print(IAnsiConsole console, WitnessFindings findings, BankFindings? bank, CasesFound? charged)
    {
        console.WriteLine();
        console.Write(Books());
        console.Write(Notices());
        foreach (string line in Parts().Append(Found(findings)).Concat(bank is null ? [] : Found(bank)).Concat(charged is { Opened: > 0 } ? [Found(charged)] : []).Concat(Costs()))
        {
            console.WriteLine(line);
        }
    }

    private IEnumerable<string> Parts()
    {
        if (report.Applications is { } applications)
        {
            yield return language.Tell(
                $"申請：クーポン{applications.Received:N0}件、承認{applications.Accepted:N0}、不承認{applications.Refused:N0}、確認中{applications.Waiting:N0}。",
                $"Applications: {applications.Received:N0} coupons, {applications.Accepted:N0} accepted, {applications.Refused:N0} refused, {applications.Waiting:N0} waiting.");
        }

        if (report.Transfers is { } transfers)
        {
            yield return language.Tell(
                $"銀行振込：クーポン{transfers.Requested:N0}件、振込済み{transfers.Paid:N0}（{transfers.Yen:N0}円）、一度は返却{transfers.Returned:N0}、振込不能{transfers.Failed:N0}。",
                $"Bank transfers: {transfers.Requested:N0} coupons, {transfers.Paid:N0} paid ({transfers.Yen:N0} yen), {transfers.Returned:N0} came back at some time, {transfers.Failed:N0} failed for good.");
        }

        if (report.Cases is { } cases)
        {
            yield return language.Tell(
                $"二重決済：申告{cases.Opened:N0}件、戻入{cases.Restored:N0}（{cases.Yen:N0}円。うち残高の確定後{cases.Supplements:N0}）、お断り{cases.Refused:N0}、確認中{cases.Waiting:N0}。",
                $"Double charges: {cases.Opened:N0} reported, {cases.Restored:N0} put back ({cases.Yen:N0} yen; {cases.Supplements:N0} of them after the seal), {cases.Refused:N0} refused, {cases.Waiting:N0} waiting.");
        }

        yield return language.Tell($"残高の封印：{report.Seal}", $"Seal: {report.Seal}");
    }

    private string Found(WitnessFindings found) => language.Tell(
        $"立会人：名簿から送るべき受取案内{found.Expected:N0}通。送信事業者の記録では、重複{found.Duplicates}、漏れ{found.Losses}、無関係な宛先{found.Strangers}、リンクの共有{found.SharedLinks}、見分けられない文{found.Unrecognised}、訂正前の宛先{found.CorrectedAway}、案内より先の再送{found.BeforeIssue}、間隔の短いお知らせ{found.CrowdedReminders}。",
        $"Witness: {found.Expected:N0} issue notices owed by the ledger; in the providers' log {found.Duplicates} duplicates, {found.Losses} losses, {found.Strangers} to strangers, {found.SharedLinks} shared links, {found.Unrecognised} unrecognised texts, {found.CorrectedAway} to corrected addresses, {found.BeforeIssue} resends before an issue, {found.CrowdedReminders} crowded reminders.");

    private string Found(CasesFound found) => language.Tell(
        $"コールセンターの立会人：電話した{found.Opened:N0}人のうち、店舗ともう一人の担当者が認めたのは{found.Confirmed:N0}人、{found.Yen:N0}円。示されたコード{found.Codes:N0}件。店舗の確認なしの承認{found.OneSided}、額面を超えたもの{found.AboveFaceValue}、額の違うコード{found.WrongCodes}。",
        $"Witness at the call centre: of {found.Opened:N0} people who rang, {found.Confirmed:N0} have the word of the shop and of a second person, for {found.Yen:N0} yen; they were shown {found.Codes:N0} codes; {found.OneSided} approved without the shop, {found.AboveFaceValue} above the face value, {found.WrongCodes} codes of another value than owed.");

    private IEnumerable<string> Found(BankFindings bank)
    {
        TransfersFound found = bank.Found;
        yield return language.Tell(
            $"銀行の立会人：ファイル{found.Files:N0}件で振込{found.Payments:N0}件、{found.Ordered:N0}円を依頼。受取人に残ったのは{found.Kept:N0}件、{found.KeptYen:N0}円。二重の振込{found.PaidTwice}、振込とポイントの両方{found.BothWays}、額の違う口座{found.WrongAccounts}、合計の違うファイル{found.WrongTotals}。",
            $"Witness at the bank: {found.Files:N0} files order {found.Payments:N0} payments of {found.Ordered:N0} yen; {found.Kept:N0} of {found.KeptYen:N0} yen stayed with their payees; {found.PaidTwice} paid twice, {found.BothWays} paid and collected too, {found.WrongAccounts} accounts with another sum than owed, {found.WrongTotals} files with another total.");
        yield return bank.Unsound is { } unsound
            ? language.Tell($"別の読み取りプログラム：正しいファイル{found.Files - unsound.Count:N0}件、正しくないファイル{unsound.Count:N0}件。", $"Independent reader: {found.Files - unsound.Count:N0} files sound, {unsound.Count:N0} not.")
                + string.Concat(unsound.Take(3).Select(fault => $" {fault}."))
            : language.Tell($"別の読み取りプログラム：Node.jsがないため、ファイルを読んだのは銀行だけです。", $"Independent reader: Node is not installed, so that the bank alone has read the files.");
    }

    private IEnumerable<string> Costs()
    {
        if (report.Disturbed is { } disturbed)
        {
            yield return disturbed.In(language);
        }

        yield return language.Tell(
            $"SMS：{report.SmsSegments:N0}通分、{report.SmsYen:N0}円。ストレージへの要求：{report.StorageTransactions.Total:N0}回、最初の受取案内では1人あたり{report.StorageTransactions.IssueWavePerPerson:0.0000}回。",
            $"SMS: {report.SmsSegments:N0} segments, {report.SmsYen:N0} yen. Storage transactions: {report.StorageTransactions.Total:N0}, in the first issue wave {report.StorageTransactions.IssueWavePerPerson:0.0000} per person.");
        yield return language.TimeAndMemory(report.WallSeconds, report.PeakMemoryBytes);
    }

    private Table Books()
    {
        Table table = new Table().Title(language.Tell($"精算報告：{report.Campaign}", $"Closing report: {report.Campaign}"))
            .AddColumn(language.Say("結果", "Line")).AddColumn(new TableColumn(language.Say("件数", "People")).RightAligned()).AddColumn(new TableColumn(language.Say("金額（円）", "Yen")).RightAligned());
        (string Name, PeopleAndYen Line)[] lines =
        [
            (language.Say("ポイント受取済", "Issued"), report.Issued),
            (language.Say("振込済", "Transferred"), report.Transferred),
            (language.Say("期限切れ", "Expired"), report.Expired),
            (language.Say("取消", "Revoked"), report.Revoked),
            (language.Say("未完了", "Waiting"), report.Waiting),
            (language.Say("振込不能", "Failed"), report.Failed),
            (language.Say("補償対象", "Entitled"), report.Entitled),
        ];
        foreach ((string name, PeopleAndYen line) in lines)
        {
            table.AddRow(name, Number(line.People), Number(line.Yen));
        }

        return table;
    }

    private Table Notices()
    {
        Table table = new Table().Title(language.Say("送信した通知", "Notices"))
            .AddColumns(language.Say("種類", "Kind"), language.Say("手段", "Channel"), language.Say("結果", "Outcome"))
            .AddColumn(new TableColumn(language.Say("件数", "Count")).RightAligned()).AddColumn(new TableColumn(language.Say("SMSの通数", "SMS segments")).RightAligned());
        foreach (NoticeCount line in report.Notices)
        {
            table.AddRow(language.NoticeIn(line.Kind), language.ChannelIn(line.Channel), language.OutcomeIn(line.Outcome), Number(line.Count), line.Channel == "sms" ? Number(line.SmsSegments) : string.Empty);
        }

        return table;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
