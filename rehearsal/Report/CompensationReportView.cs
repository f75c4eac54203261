using System.Globalization;
using Compensation.Rehearsal.Witness;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>Prints a report for people.</summary>
internal static class CompensationReportView
{
    public static void Print(IAnsiConsole console, CompensationReport report, WitnessFindings findings)
    {
        console.WriteLine();
        console.Write(Books(report));
        console.Write(Notices(report));
        if (report.Applications is { } applications)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Applications: {applications.Received:N0} coupons, {applications.Accepted:N0} accepted, {applications.Refused:N0} refused, {applications.Waiting:N0} waiting."));
        }

        console.WriteLine($"Seal: {report.Seal}");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Witness: {findings.Expected:N0} issue notices owed by the ledger; in the providers' log {findings.Duplicates} duplicates, {findings.Losses} losses, {findings.Strangers} to strangers, {findings.SharedLinks} shared links, {findings.Unrecognised} unrecognised texts, {findings.CorrectedAway} to corrected addresses, {findings.BeforeIssue} resends before an issue, {findings.CrowdedReminders} crowded reminders."));
        if (report.Disturbed is { } disturbed)
        {
            console.WriteLine($"On purpose, {disturbed}.");
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"SMS segments: {report.SmsSegments:N0}. Storage transactions: {report.StorageTransactions.Total:N0}, in the first issue wave {report.StorageTransactions.IssueWavePerPerson:0.0000} per person."));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Time: {report.WallSeconds:0.0} s. Peak memory: {report.PeakMemoryBytes / 1_048_576.0:0} MB."));
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
        Table table = new Table().Title("Notices").AddColumns("Kind", "Channel", "Outcome").AddColumn(new TableColumn("Count").RightAligned());
        foreach (NoticeCount line in report.Notices)
        {
            table.AddRow(line.Kind, line.Channel, line.Outcome, Number(line.Count));
        }

        return table;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
