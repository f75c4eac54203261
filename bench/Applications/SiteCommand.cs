using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Compensation.Bench.Sending;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Local.Tables;
using Compensation.Rehearsal.World;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Compensation.Bench.Applications;

/// <summary>
/// The whole app on the official worker behind the local host, over embedded tables, in a process of its own. It writes its address, and then answers each line that it
/// reads with one of JSON: <c>clock {instant}</c> sets its clock, <c>people {count}</c> makes people with something to collect and writes their links into its folder, <c>figures</c> tells what
/// it has stored and how many storage requests it took.
/// </summary>
internal static class SiteCommand
{
    public const string Key = "key-of-the-benchmark";
    public const string CampaignName = "yamaguchi";

    /// <summary>Paths of receipt pages, one on each line, in the site's folder.</summary>
    public const string LinksFile = "links.txt";

    private const int TransactionSize = 100;

    public static Command Command()
    {
        Option<string> provider = new("--provider") { Description = "The SMS provider's address.", Required = true };
        Option<string> store = new("--store") { Description = "The folder of its tables.", Required = true };
        Command command = new("site", "Serves the app for the benchmarks of applications and receipts; started by them.") { provider, store };
        command.SetAction((parsed, cancellation) => RunAsync(new Uri(parsed.GetValue(provider)!), parsed.GetValue(store)!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Uri provider, string store, CancellationToken cancellationToken)
    {
        ShiftedClock clock = new();
        RequestMeter meter = new();
        using EmbeddedTables tables = EmbeddedTables.Open(store);
        using ILoggerFactory logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Warning).AddProvider(new FileLoggerProvider(Path.Combine(store, "warnings.log"))));
        TableClientOptions options = new();
        options.AddPolicy(meter, HttpPipelinePosition.BeforeTransport);
        await using HostedApp app = await HostedApp.StartAsync(
            new HostedAppSetup { Tables = tables.Connect(options), Settings = SettingsOf(provider), Compose = builder => Compose(builder), Time = clock, Logging = logging }, cancellationToken);
        await WriteAsync(new { address = app.BaseAddress });
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Split(' ') is ["clock", string now])
            {
                clock.Set(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
            }
            else if (line.Split(' ') is ["people", string count])
            {
                await MakePeopleAsync(app, int.Parse(count, CultureInfo.InvariantCulture), Path.Combine(store, LinksFile), cancellationToken);
            }

            await WriteAsync(await FiguresAsync(app, meter, cancellationToken));
        }

        return 0;
    }

    /// <summary>The site is served though no run of the campaign is: nothing but visitors takes its time.</summary>
    private static void Compose(FunctionsApplicationBuilder builder)
    {
        builder.AddCompensation();
        builder.Services.RemoveAll<ICampaignsRunHere>();
    }

    private static async Task MakePeopleAsync(HostedApp app, int count, string file, CancellationToken cancellationToken)
    {
        Campaign campaign = app.Services.GetRequiredService<CampaignCatalog>()[CampaignId.Parse(CampaignName)];
        EntitlementStore store = app.Services.GetRequiredService<EntitlementStore>();
        ReceiptLinks links = app.Services.GetRequiredService<ReceiptLinks>();
        Entitlement[] people = [.. Enumerable.Range(0, count).Select(index => new Entitlement
        {
            Campaign = campaign.Id, Id = SpreadId(index), Route = EntitlementRoute.App, Amount = new Yen(3000), State = EntitlementState.Open,
        })];
        foreach (Entitlement[] batch in people.GroupBy(person => person.Id.ShardOf(campaign.Shards)).SelectMany(shard => shard.Chunk(TransactionSize)))
        {
            await store.CreateAsync(batch, cancellationToken);
        }

        await File.WriteAllLinesAsync(file, people.Select(person => $"r/{links.TokenFor(person.Campaign, person.Id, person.LinkVersion)}"), cancellationToken);
    }

    /// <summary>Spread as real ones are, which are keyed hashes: where somebody looks for a code follows from his id.</summary>
    private static EntitlementId SpreadId(int index) => EntitlementId.FromValue(unchecked((ulong)index * 0x9E3779B97F4A7C15) >> 16);

    private static async Task<SiteFigures> FiguresAsync(HostedApp app, RequestMeter meter, CancellationToken cancellationToken)
    {
        long requests = meter.Requests;
        Campaign campaign = app.Services.GetRequiredService<CampaignCatalog>()[CampaignId.Parse(CampaignName)];
        IReadOnlyDictionary<Compensation.Applications.ApplicationState, long> counts =
            await app.Services.GetRequiredService<Compensation.Applications.ApplicationStore>().CountAsync(campaign.Id, cancellationToken);
        return new SiteFigures(counts.Values.Sum(), requests, campaign.ApplicationSite!.EndsAt, campaign.ReceiptEndsAt);
    }

    private static Task WriteAsync(object answer) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web));

    private static Dictionary<string, string?> SettingsOf(Uri provider) => new(StringComparer.Ordinal)
    {
        ["CommunicationServices:ConnectionString"] = BareSdkLoop.ConnectionStringOf(provider),
        ["KeyRing:Unwrapped"] = "true",
        ["Secrets:HashKey"] = Convert.ToBase64String(new byte[32]),
        ["ReceiptSite:PublicBaseUrl"] = "https://r.example.jp",
        ["FunctionKeys:Default"] = Key,
        ["Lifecycle:Campaigns"] = string.Empty,
        ["LifecycleSchedule"] = "0 0 21 * * *",
        ["HeartbeatSchedule"] = "0 0 0 1 1 *",
    };
}

/// <summary>How a site stands.</summary>
/// <param name="Applications">Coupons that have been applied for.</param>
/// <param name="StorageRequests">Since it was started.</param>
/// <param name="EndsAt">When it closes.</param>
/// <param name="ReceiptEndsAt">When collecting ends.</param>
internal sealed record SiteFigures(long Applications, long StorageRequests, DateTimeOffset EndsAt, DateTimeOffset ReceiptEndsAt);
