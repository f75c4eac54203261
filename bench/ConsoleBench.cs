using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Azure.Core;
using Azure.Data.Tables;
using Compensation.Access;
using Compensation.Access.Accounts;
using Compensation.Access.LocalAccounts;
using Compensation.Bench.Applications;
using Compensation.Bench.Sending;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Files;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Local.Tables;
using Compensation.Rehearsal.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OtpNet;

namespace Compensation.Bench;

/// <summary>The console's pages over many people, each beside a bare page and as many point reads as it made storage requests.</summary>
internal static class ConsoleBench
{
    private const string CampaignName = "yamaguchi";
    private const string Origin = "https://operators.example.jp";
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private const string Password = "a sentence that is long";
    private const int Rounds = 30;

    /// <summary>What a page may take, in milliseconds.</summary>
    private const double PageMax = 300;

    /// <summary>Pages beside those of a person and of searches, as their paths behind the campaign.</summary>
    private static readonly string[] s_pages = ["cases", "applications", "transfers", "transfer-files", "waves", "bulk", "unreached", "follow-ups", "genuine", "stock", "acts", "alarms", "deadline", "new-case", "new-application"];

    public static Command Command()
    {
        Option<int> people = new("--people") { Description = "Coupons in the ledger.", DefaultValueFactory = _ => 1_000_000 };
        Command command = new("console", "The console's pages at many people, before the balances are sealed and after: median milliseconds, storage requests, beside a bare page and as many point reads; 1 where a page takes too long.") { people };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(people), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int people, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("console-bench-").FullName;
        try
        {
            RequestMeter meter = new();
            using EmbeddedTables tables = EmbeddedTables.Open(Path.Combine(folder, "store"));
            using ILoggerFactory logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Error));
            TableClientOptions options = new();
            options.AddPolicy(meter, HttpPipelinePosition.BeforeTransport);
            ShiftedClock clock = new();
            clock.Set(DateTimeOffset.Parse("2023-03-25T12:00+09:00", CultureInfo.InvariantCulture));
            await using HostedApp app = await HostedApp.StartAsync(
                new HostedAppSetup { Tables = tables.Connect(options), Settings = Settings(), Compose = builder => builder.AddCompensation(), Time = clock, Logging = logging }, cancellationToken);
            await Stage.MeasureAsync("ledger import", people, () => ImportAsync(app.Services, folder, people, cancellationToken));
            using HttpClient browser = new(new SecureOnThisMachine(), disposeHandler: true) { BaseAddress = app.BaseAddress };
            await SignInAsync(app.Services, browser, cancellationToken);
            Console.WriteLine("before the balances are sealed");
            bool isQuick = await MeasureAsync(app.Services, browser, tables.Connect(), meter, cancellationToken);
            clock.Set(DateTimeOffset.Parse("2023-04-12T12:00+09:00", CultureInfo.InvariantCulture));
            await Stage.MeasureAsync("sealing", people, () => SealAsync(app.Services, cancellationToken));
            Console.WriteLine("after");
            isQuick &= await MeasureAsync(app.Services, browser, tables.Connect(), meter, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"every page under {PageMax} ms: {(isQuick ? "yes" : "no")}"));
            return isQuick ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ImportAsync(IServiceProvider services, string folder, int people, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, "ledger.csv");
        await using (StreamWriter csv = new(file))
        {
            await csv.WriteAsync("inquiry_number,expiry,balance,charged_to_app,name_kana,travel_date,phone\n");
            for (int row = 0; row < people; row++)
            {
                await csv.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"YM-{row:d8},2023-02-24,{(row % 20 * 500) + 500},true,ヤマダ {NameOf(row)},2023-02-{(row % 20) + 1:d2},090{10_000_000 + row:d8}\n"));
            }
        }

        await using FileStream read = File.OpenRead(file);
        await using ReceivedFile received = await ReceivedFile.ReceiveAsync(read, long.MaxValue, cancellationToken);
        ImportResult result = await services.GetRequiredService<LedgerImport>().ImportAsync(CampaignId.Parse(CampaignName), received, "ledger.csv", by: null, dryRun: false, cancellationToken);
        if (result.Outcome != ImportOutcome.Imported)
        {
            throw new InvalidOperationException($"The import ended as {result.Outcome}: {result.Errors.FirstOrDefault()}");
        }
    }

    /// <summary>As the campaign does at its cutoff, without what comes after.</summary>
    private static async Task SealAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        Campaign campaign = services.GetRequiredService<CampaignCatalog>()[CampaignId.Parse(CampaignName)];
        await ActivatorUtilities.CreateInstance<CloseLedger>(services).Run(campaign.Id, cancellationToken);
        ShardSeal[] seals = new ShardSeal[campaign.Shards];
        ParallelOptions some = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, campaign.Shards, some, async (shard, stop) => seals[shard] = await ActivatorUtilities.CreateInstance<SealShard>(services).Run(new ShardToSeal(campaign.Id, shard), stop));
        await ActivatorUtilities.CreateInstance<CombineSeal>(services).Run(new ShardsToCombine(campaign.Id, seals), cancellationToken);
    }

    /// <summary>A thousand people share each name.</summary>
    private static string NameOf(int row) => new([.. (row / 1000).ToString("d5", CultureInfo.InvariantCulture).Select(digit => "アイウエオカキクケコ"[digit - '0'])]);

    private static async Task SignInAsync(IServiceProvider services, HttpClient browser, CancellationToken cancellationToken)
    {
        AccountStore accounts = services.GetRequiredService<AccountStore>();
        DateTimeOffset now = services.GetRequiredService<WallClock>().Now;
        Account account = new(accounts.IdOf("bench"), "bench", Roles.Operator | Roles.Supervisor | Roles.Finance, now)
        {
            Local = new LocalSecrets("bench") { PasswordHash = services.GetRequiredService<Passwords>().Hash(Password), TotpSecret = Secret },
        };
        await accounts.TryAddAsync(account, cancellationToken);
        string number = new Totp(Base32Encoding.ToBytes(Secret)).ComputeTotp(now.UtcDateTime);
        using HttpResponseMessage answer = await SendAsync(browser, "sign-in", [new("name", "bench"), new("password", Password), new("code", number)], cancellationToken);
        if (answer.StatusCode != System.Net.HttpStatusCode.SeeOther)
        {
            throw new InvalidOperationException($"Signing in was answered {answer.StatusCode}.");
        }
    }

    /// <summary>Fills a page's form in, with its token.</summary>
    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string address, KeyValuePair<string, string>[] typed, CancellationToken cancellationToken)
    {
        string page = await browser.GetStringAsync(new Uri(address, UriKind.Relative), cancellationToken);
        const string before = "name=\"form-token\" value=\"";
        int at = page.IndexOf(before, StringComparison.Ordinal) + before.Length;
        string token = page[at..page.IndexOf('"', at)];
        using FormUrlEncodedContent form = new([.. typed, new("form-token", System.Net.WebUtility.HtmlDecode(token))]);
        return await browser.PostAsync(new Uri(address, UriKind.Relative), form, cancellationToken);
    }

    /// <returns>Whether no page took too long.</returns>
    private static async Task<bool> MeasureAsync(IServiceProvider services, HttpClient browser, TableServiceClient tables, RequestMeter meter, CancellationToken cancellationToken)
    {
        Campaign campaign = services.GetRequiredService<CampaignCatalog>()[CampaignId.Parse(CampaignName)];
        EntitlementId? id = InquiryNumber.TryParse("YM-00000042", campaign.InquiryNumbers, out InquiryNumber number) ? await services.GetRequiredService<CouponStore>().FindIdAsync(campaign.Id, number, cancellationToken) : null;
        string person = id?.ToString() ?? throw new InvalidOperationException("The person to look at is not in the ledger.");
        (string Name, Func<Task> Look)[] pages =
        [
            ("home", () => browser.GetStringAsync(new Uri($"console/{CampaignName}", UriKind.Relative), cancellationToken)),
            ("person", () => browser.GetStringAsync(new Uri($"console/{CampaignName}/people/{person}", UriKind.Relative), cancellationToken)),
            ("search by phone", () => SearchAsync(browser, [new("phone", "090-1000-0042")], cancellationToken)),
            ("search by name", () => SearchAsync(browser, [new("name", "ヤマダ アアアアア"), new("number-ends", "0042")], cancellationToken)),
            .. s_pages.Select(path => (path, (Func<Task>)(() => browser.GetStringAsync(new Uri($"console/{CampaignName}/{path}", UriKind.Relative), cancellationToken)))),
        ];
        bool isQuick = true;
        TableClient coupons = tables.GetTableClient(CouponStore.TableName);
        foreach ((string name, Func<Task> look) in pages)
        {
            await look();
            long before = meter.Requests;
            await look();
            long requests = meter.Requests - before;
            double page = await MedianAsync(look);
            double bare = await MedianAsync(async () =>
            {
                await browser.GetStringAsync(new Uri("account", UriKind.Relative), cancellationToken);
                for (long read = 0; read < requests; read++)
                {
                    await coupons.GetEntityIfExistsAsync<TableEntity>($"{CampaignName}:0000", $"c:{person}", cancellationToken: cancellationToken);
                }
            });
            isQuick &= page < PageMax;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-18} {page,8:F1} ms   {requests,4} storage requests   bare page and point reads {bare,8:F1} ms"));
        }

        return isQuick;
    }

    private static async Task SearchAsync(HttpClient browser, KeyValuePair<string, string>[] typed, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(browser, $"console/{CampaignName}/search", typed, cancellationToken);
        if (!(await answer.Content.ReadAsStringAsync(cancellationToken)).Contains("…0042", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The search did not find whom it is for.");
        }
    }

    private static async Task<double> MedianAsync(Func<Task> look)
    {
        List<double> taken = [];
        for (int round = 0; round < Rounds; round++)
        {
            long began = Stopwatch.GetTimestamp();
            await look();
            taken.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return taken.Order().ElementAt(Rounds / 2);
    }

    private static Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["CommunicationServices:ConnectionString"] = "endpoint=http://127.0.0.1:9/;accesskey=a2V5",
        ["KeyRing:Unwrapped"] = "true",
        ["Secrets:HashKey"] = Convert.ToBase64String(new byte[32]),
        ["ReceiptSite:PublicBaseUrl"] = "https://r.example.jp",
        ["LocalAccounts:Enabled"] = "true",
        ["Access:PublicBaseUrl"] = Origin,
        ["Lifecycle:Campaigns"] = string.Empty,
        ["LifecycleSchedule"] = "0 0 21 * * *",
        ["HeartbeatSchedule"] = "0 0 0 1 1 *",
    };

    /// <summary>Keeps cookies that are for TLS only on this machine too, as browsers do.</summary>
    private sealed class SecureOnThisMachine() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            }

            HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
            foreach (string[] cookie in answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? set.Select(one => one.Split(';')[0].Split('=', 2)) : [])
            {
                _cookies[cookie[0]] = cookie[1];
            }

            return answer;
        }
    }
}
