using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Rehearsal.Officials;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.State;
using Compensation.Rehearsal.Steering;
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
        CheckOptions(options, campaign);
        using RehearsalFolder folder = RehearsalFolder.Open(options);
        await using IRehearsal rehearsal = Prepare(options, campaign, folder);
        IAnsiConsole console = LiveView.Console();
        await using SteeringDoor steering = new(rehearsal, options.Language, line => console.WriteLine(line));
        rehearsal.World.Steering = options is { Serve: true, Until: not null } ? steering : null;
        try
        {
            await LiveView.ShowAsync(console, rehearsal.Progress, Task.Run(() => rehearsal.PlayAsync(cancellationToken), cancellationToken));
            Conclusion conclusion = await rehearsal.ConcludeAsync(cancellationToken);
            conclusion.Print(console, options.Language);
            if (options.Report is { } file)
            {
                conclusion.Write(file);
            }

            PrintFaults(console, conclusion, rehearsal.World, options.Language);
            PrintPlaces(console, options, rehearsal);
            if (options.Serve)
            {
                await ServeAsync(console, options, rehearsal, steering, cancellationToken);
            }

            return conclusion.Clean ? 0 : Faulty;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(options.Data is null
                ? options.Language.Say("rehearse: 中断しました。", "rehearse: interrupted.")
                : options.Language.Say("rehearse: 中断しました。同じコマンドに--resumeを付けると続きから始めます。", "rehearse: interrupted; the same command with --resume goes on."));
            return Interrupted;
        }
        catch (RehearsalPausedException paused)
        {
            string moment = paused.At.ToJapan().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            console.WriteLine(options.Language.Say(
                $"{moment}（日本時間）で止めました。キャンペーンはまだ終わっていません。同じコマンドの--untilを--resumeに替えると続きから始めます。",
                $"Stopped at {moment} in Japan, before the campaign's end; the same command with --resume in place of --until goes on."));
            return 0;
        }
        catch (StandstillException full)
        {
            await Console.Error.WriteLineAsync($"rehearse: {full.Message}");
            return Faulty;
        }
        catch (IOException failure)
        {
            await Console.Error.WriteLineAsync(options.Language.Say($"rehearse: {folder.Root}の読み書きができません：{failure.Message}", $"rehearse: {folder.Root} cannot be written or read: {failure.Message}"));
            return Faulty;
        }
        catch (Exception failure) when (failure is not UsageException)
        {
            await Console.Error.WriteLineAsync($"rehearse: {options.Language.Say("最後まで進められませんでした。", string.Empty)}{(failure is RehearsalFailedException ? failure.Message : failure.ToString())}");
            await Console.Error.WriteLineAsync(string.Join('\n', LoggedFaults.Read(rehearsal.World.AppLog).Take(40)));
            return Faulty;
        }
    }

    private static IRehearsal Prepare(RehearsalOptions options, Campaign campaign, RehearsalFolder folder) => campaign.Kind switch
    {
        CampaignKind.PointsAward when options.Notices => new AwardRehearsal(options, NotifyingCampaign.Write(campaign.Id, folder.Campaigns), folder),
        CampaignKind.PointsAward => new AwardRehearsal(options, campaign, folder),
        _ => new CompensationRehearsal(options, campaign, folder),
    };

    private static Campaign CampaignOf(string name)
    {
        CampaignCatalog catalog = LoadCampaigns();
        if (!CampaignId.TryParse(name, out CampaignId id) || !catalog.TryFind(id, out Campaign? campaign))
        {
            string known = string.Join(", ", catalog.All.Select(known => known.Id.Value).Order(StringComparer.Ordinal));
            throw new UsageException($"There is no campaign '{name}'; expected one of {known}.", $"キャンペーン「{name}」はありません。あるのは {known} です。");
        }

        return campaign;
    }

    /// <summary>What the command line asked for against what the campaign is.</summary>
    private static void CheckOptions(RehearsalOptions options, Campaign campaign)
    {
        if (campaign.Kind != CampaignKind.PointsAward)
        {
            if (options.Notices)
            {
                throw new UsageException($"The campaign '{campaign.Id}' awards no points, so --notices has no meaning.", $"{campaign.Id}はポイント付与のキャンペーンではないため、--noticesは使えません。");
            }

            return;
        }

        if (options.Ledger is not null || (options.ProviderLog is not null && !options.Notices))
        {
            throw new UsageException(
                $"The campaign '{campaign.Id}' awards points: it has no coupons, and writes to nobody without --notices, so --ledger and --provider-log have no meaning.",
                $"{campaign.Id}はポイント付与のキャンペーンで、クーポンはなく、--noticesなしでは誰にも送信しません。--ledgerと--provider-logは使えません。");
        }

        if (!WesterTerms.Are(campaign.Id))
        {
            throw new UsageException($"The campaign '{campaign.Id}' awards points by terms that the witness has not read.", $"{campaign.Id}の規約は、立会人が確認していません。");
        }
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

    private static void PrintFaults(IAnsiConsole console, Conclusion conclusion, RehearsedWorld world, Language language)
    {
        foreach (string fault in conclusion.Faults)
        {
            console.WriteLine(language.Say($"不備：{fault}", $"FAULT: {fault}"));
        }

        if (world.App.Errors > 0)
        {
            WriteLines(console, LoggedFaults.In(world.AppLog).Lines(language));
        }
    }

    private static void PrintPlaces(IAnsiConsole console, RehearsalOptions options, IRehearsal rehearsal)
    {
        if (options.Report is { } report)
        {
            console.WriteLine(options.Language.Say($"報告：{report}", $"Report: {report}"));
        }

        if (options.ProviderLog is not null || options.Data is not null)
        {
            WriteLines(console, rehearsal.Records);
        }

        if (!options.Serve)
        {
            console.WriteLine(options.Language.Say($"{rehearsal.ToLookAt}を見るには、--serveを付けてもう一度実行してください。", $"To look at {rehearsal.ToLookAt}: run again with --serve."));
        }
    }

    private static async Task ServeAsync(IAnsiConsole console, RehearsalOptions options, IRehearsal rehearsal, SteeringDoor steering, CancellationToken cancellationToken)
    {
        rehearsal.World.App.OpenToPeople();
        await steering.EndAsync(cancellationToken);
        WriteLines(console, Door.Lines([new Door("すべての入口", "All of it", $"{steering.Address}"), .. rehearsal.Doors], options.Language));
        if (rehearsal.Guest is { Secret: { } secret })
        {
            console.WriteLine(options.Language.Say(
                $"運営画面へは {Guest.SignInName}、パスワード「{Guest.Password}」でサインインします。番号は {steering.Address}number に表示されます（認証アプリの鍵：{secret}）。",
                $"Sign in at the console as {Guest.SignInName} with \"{Guest.Password}\"; the number is at {steering.Address}number (or for an authenticator app: {secret})."));
        }

        console.WriteLine(options.Language.Say("Ctrl-Cで終了します。", "Ctrl-C ends it."));
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // This is how it ends.
        }
    }

    private static void WriteLines(IAnsiConsole console, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            console.WriteLine(line);
        }
    }
}
