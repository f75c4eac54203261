using System.Globalization;
using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.Witness;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>Prints the report of a points award for people.</summary>
internal static class AwardReportView
{
    public static void Print(IAnsiConsole console, AwardReport report)
    {
        PointsFaults found = report.Witness;
        console.WriteLine();
        console.Write(Files(report));
        console.Write(Books(report));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Owed in the end: {report.Books.Owed.Points:N0} points to {report.Books.Owed.Members:N0} members."));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Witness: {report.Ledger.Owed.Points:N0} points owed to {report.Ledger.Owed.Members:N0} members by their purchases; in the points system's ledger {report.Bookings:N0} bookings, {found.Duplicates} duplicates, {found.Losses} losses, {found.Strangers} to strangers, {found.Unexplained} unexplained, {found.NotWithdrawn} not withdrawn, {found.OutOfTime} out of time."));
        if (report.Notices is { } told)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Notices: {told.Told:N0} members told of their points, {told.OnOtherChannel:N0} of them on the other channel too; {told.Expected:N0} hold points and can be reached. By the providers' log {told.Duplicates} duplicates, {told.Losses} losses, {told.Strangers} to strangers, {told.Wrong} with other points, {told.OutOfHours} out of hours, {told.Unrecognised} unrecognised."));
        }

        if (report.Disturbed is { } disturbed)
        {
            console.WriteLine($"On purpose, {disturbed}.");
        }

        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Listed for operators: {report.Ledger.Refused.Members:N0} members unknown to the points system, {report.Ledger.Overdrawn.Members - found.NotWithdrawn:N0} whose balance was short."));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Storage transactions: {report.StorageTransactions.Total:N0}, while points are granted {report.StorageTransactions.GrantingPerMember:0.0000} per member."));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Time: {report.WallSeconds:0.0} s. Peak memory: {report.PeakMemoryBytes / 1_048_576.0:0} MB."));
    }

    private static Table Files(AwardReport report)
    {
        Table table = new Table().Title("Purchase files").AddColumn("File");
        foreach (string column in new[] { "Rows", "Added", "Replaced", "Unchanged", "Older" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach ((int index, FiledPurchases file) in report.Files.Index())
        {
            table.AddRow($"{(Delivery)index}", Number(file.Rows), Number(file.Counts.Added), Number(file.Counts.Replaced), Number(file.Counts.Unchanged), Number(file.Counts.Older));
        }

        return table;
    }

    private static Table Books(AwardReport report)
    {
        Table table = new Table().Title($"Closing report: {report.Campaign}").AddColumn("Line").AddColumn(new TableColumn("Members").RightAligned()).AddColumn(new TableColumn("Points").RightAligned());
        AwardBooks books = report.Books;
        (string Name, MembersAndPoints Line)[] lines =
        [
            ("Granted", books.Granted), ("Waiting", books.Waiting), ("Withdrawn", books.Withdrawn), ("Overdrawn", books.Overdrawn), ("Refused", books.Refused), ("Unknown", books.Unknown), ("Computed", books.Computed),
        ];
        foreach ((string name, MembersAndPoints line) in lines)
        {
            table.AddRow(name, Number(line.Members), Number(line.Points));
        }

        return table;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
