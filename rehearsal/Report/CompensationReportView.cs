using System.Globalization;
using Compensation.Rehearsal.Witness;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>Prints a report for people.</summary>
internal static class CompensationReportView
{
    public static void Print(IAnsiConsole console, CompensationReport report, WitnessFindings findings, BankFindings? bank, CasesFound? charged)
    {
        console.WriteLine();
        console.Write(Books(report));
        console.Write(Notices(report));
        if (report.Applications is { } applications)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Applications: {applications.Received:N0} coupons, {applications.Accepted:N0} accepted, {applications.Refused:N0} refused, {applications.Waiting:N0} waiting."));
        }

        if (report.Transfers is { } transfers)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Bank transfers: {transfers.Requested:N0} coupons, {transfers.Paid:N0} paid ({transfers.Yen:N0} yen), {transfers.Returned:N0} came back at some time, {transfers.Failed:N0} failed for good."));
        }

        if (report.Cases is { } cases)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Double charges: {cases.Opened:N0} reported, {cases.Restored:N0} put back ({cases.Yen:N0} yen; {cases.Supplements:N0} of them after the seal), {cases.Refused:N0} refused, {cases.Waiting:N0} waiting."));
        }

        console.WriteLine($"Seal: {report.Seal}");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Witness: {findings.Expected:N0} issue notices owed by the ledger; in the providers' log {findings.Duplicates} duplicates, {findings.Losses} losses, {findings.Strangers} to strangers, {findings.SharedLinks} shared links, {findings.Unrecognised} unrecognised texts, {findings.CorrectedAway} to corrected addresses, {findings.BeforeIssue} resends before an issue, {findings.CrowdedReminders} crowded reminders."));
        if (bank is not null)
        {
            Print(console, bank);
        }

        if (charged is { Opened: > 0 })
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Witness at the call centre: of {charged.Opened:N0} people who rang, {charged.Confirmed:N0} have the word of the shop and of a second person, for {charged.Yen:N0} yen; they were shown {charged.Codes:N0} codes; {charged.OneSided} approved without the shop, {charged.AboveFaceValue} above the face value, {charged.WrongCodes} codes of another value than owed."));
        }

        if (report.Disturbed is { } disturbed)
        {
            console.WriteLine($"On purpose, {disturbed}.");
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"SMS: {report.SmsSegments:N0} segments, {report.SmsYen:N0} yen. Storage transactions: {report.StorageTransactions.Total:N0}, in the first issue wave {report.StorageTransactions.IssueWavePerPerson:0.0000} per person."));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Time: {report.WallSeconds:0.0} s. Peak memory: {report.PeakMemoryBytes / 1_048_576.0:0} MB."));
    }

    private static void Print(IAnsiConsole console, BankFindings bank)
    {
        TransfersFound found = bank.Found;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Witness at the bank: {found.Files:N0} files order {found.Payments:N0} payments of {found.Ordered:N0} yen; {found.Kept:N0} of {found.KeptYen:N0} yen stayed with their payees; {found.PaidTwice} paid twice, {found.BothWays} paid and collected too, {found.WrongAccounts} accounts with another sum than owed, {found.WrongTotals} files with another total."));
        console.WriteLine(bank.Unsound is { } unsound
            ? string.Create(CultureInfo.InvariantCulture, $"Independent reader: {found.Files - unsound.Count:N0} files sound, {unsound.Count:N0} not.{string.Concat(unsound.Take(3).Select(fault => $" {fault}."))}")
            : "Independent reader: Node is not installed, so that the bank alone has read the files.");
    }

    private static Table Books(CompensationReport report)
    {
        Table table = new Table().Title($"Closing report: {report.Campaign}").AddColumn("Line").AddColumn(new TableColumn("People").RightAligned()).AddColumn(new TableColumn("Yen").RightAligned());
        (string Name, PeopleAndYen Line)[] lines =
        [
            ("Issued", report.Issued), ("Transferred", report.Transferred), ("Expired", report.Expired), ("Revoked", report.Revoked), ("Waiting", report.Waiting), ("Failed", report.Failed),
            ("Entitled", report.Entitled),
        ];
        foreach ((string name, PeopleAndYen line) in lines)
        {
            table.AddRow(name, Number(line.People), Number(line.Yen));
        }

        return table;
    }

    private static Table Notices(CompensationReport report)
    {
        Table table = new Table().Title("Notices").AddColumns("Kind", "Channel", "Outcome").AddColumn(new TableColumn("Count").RightAligned()).AddColumn(new TableColumn("SMS segments").RightAligned());
        foreach (NoticeCount line in report.Notices)
        {
            table.AddRow(line.Kind, line.Channel, line.Outcome, Number(line.Count), line.Channel == "sms" ? Number(line.SmsSegments) : string.Empty);
        }

        return table;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
