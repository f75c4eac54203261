using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.State;
using Compensation.Rehearsal.View;
using Compensation.Rehearsal.Witness;
using Compensation.Rehearsal.World;
using Spectre.Console;

namespace Compensation.Rehearsal;

/// <summary>A rehearsal from the options to the exit code.</summary>
internal static class RehearsalRun
{
    private const int Faulty = 1;
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(RehearsalOptions options, CancellationToken cancellationToken)
    {
        Campaign campaign = CampaignOf(options.Campaign);
        using RehearsalFolder folder = RehearsalFolder.Open(options);
        await using World.Rehearsal rehearsal = new(options, campaign, folder);
        IAnsiConsole console = LiveView.Console();
        try
        {
            await LiveView.ShowAsync(console, rehearsal.Progress, Task.Run(() => rehearsal.PlayAsync(cancellationToken), cancellationToken));
            (RehearsalReport report, WitnessFindings findings) = await rehearsal.ConcludeAsync(cancellationToken);
            ReportView.Print(console, report, findings);
            if (options.Report is { } file)
            {
                report.Write(file);
            }

            bool clean = PrintFaults(console, rehearsal) && findings.Clean;
            PrintPlaces(console, options, rehearsal);
            if (options.Serve)
            {
                await ServeAsync(console, rehearsal, campaign, cancellationToken);
            }

            return clean ? 0 : Faulty;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(options.Data is null ? "rehearse: interrupted." : "rehearse: interrupted; the same command with --resume goes on.");
            return Interrupted;
        }
        catch (Exception failure) when (failure is not UsageException)
        {
            await Console.Error.WriteLineAsync($"rehearse: {(failure is RehearsalFailedException ? failure.Message : failure.ToString())}");
            await Console.Error.WriteLineAsync(string.Join('\n', ReadLog(rehearsal.AppLog).Take(40)));
            return Faulty;
        }
    }

    private static Campaign CampaignOf(string name)
    {
        CampaignCatalog catalog = LoadCampaigns();
        if (!CampaignId.TryParse(name, out CampaignId id) || !catalog.TryFind(id, out Campaign? campaign))
        {
            throw new UsageException($"There is no campaign '{name}'; expected one of {string.Join(", ", catalog.All.Select(known => known.Id.Value).Order(StringComparer.Ordinal))}.");
        }

        return campaign.Kind == CampaignKind.Compensation
            ? campaign
            : throw new UsageException($"The campaign '{name}' awards points; only compensation campaigns can be rehearsed.");
    }

    private static CampaignCatalog LoadCampaigns()
    {
        try
        {
            return CampaignFolder.Load(Path.Combine(AppContext.BaseDirectory, new CampaignOptions().Folder));
        }
        catch (CampaignFileException faulty)
        {
            throw new UsageException(faulty.Message);
        }
    }

    /// <returns>False where people met faults that the books do not show.</returns>
    private static bool PrintFaults(IAnsiConsole console, World.Rehearsal rehearsal)
    {
        if (!rehearsal.Balanced)
        {
            console.WriteLine("FAULT: the closing report does not add up; its page says where.");
        }

        if (rehearsal.Visitor.TurnedAway > 0)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAULT: {rehearsal.Visitor.TurnedAway:N0} people came in time and got no code. The first of them saw: {rehearsal.Visitor.FirstRefusal}"));
        }

        if (rehearsal.Visitor.CodesSeenTwice > 0)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAULT: {rehearsal.Visitor.CodesSeenTwice:N0} codes were shown to more than one person."));
        }

        if (rehearsal.App.Errors > 0)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The application logged {rehearsal.App.Errors:N0} errors; the first lines of its log:"));
            console.WriteLine(string.Join('\n', ReadLog(rehearsal.AppLog).Take(12)));
        }

        return rehearsal is { Balanced: true, Visitor: { TurnedAway: 0, CodesSeenTwice: 0 } };
    }

    private static IEnumerable<string> ReadLog(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using StreamReader log = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (log.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static void PrintPlaces(IAnsiConsole console, RehearsalOptions options, World.Rehearsal rehearsal)
    {
        if (options.Report is { } report)
        {
            console.WriteLine($"Report: {report}");
        }

        if (options.ProviderLog is not null || options.Data is not null)
        {
            console.WriteLine($"Providers' log: {rehearsal.ProviderLog}");
        }

        if (!options.Serve)
        {
            console.WriteLine("To look at the receipt site, the phones and the mailboxes: run again with --serve.");
        }
    }

    private static async Task ServeAsync(IAnsiConsole console, World.Rehearsal rehearsal, Campaign campaign, CancellationToken cancellationToken)
    {
        console.WriteLine($"Phones and mailboxes: {rehearsal.Phones}");
        console.WriteLine($"Closing report:       {new Uri(rehearsal.App.BaseAddress, $"campaigns/{campaign.Id}/closing-report.html?code={rehearsal.App.FunctionKey}")}");
        if (rehearsal.SampleToken is { } token)
        {
            console.WriteLine($"Somebody's receipt:   {new Uri(rehearsal.App.BaseAddress, $"r/{token}")}");
        }

        console.WriteLine("Ctrl-C ends it.");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // This is how it ends.
        }
    }
}
