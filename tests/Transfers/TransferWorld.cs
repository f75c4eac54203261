using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Closing;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Operations.Acts;
using Compensation.Operations.Acts.Anchors;
using Compensation.Operations.Acts.Chain;
using Compensation.Operations.Alarms;
using Compensation.Tests.Campaigns;
using Compensation.Tests.Coupons;
using Compensation.Transfers;
using Compensation.Transfers.Accounts;
using Compensation.Transfers.BankAnswers;
using Compensation.Transfers.Checking;
using Compensation.Transfers.Files;
using Compensation.Transfers.Typing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Transfers;

/// <summary>The transfers of Tochigi on embedded tables, with a clock that moves when told, and storage whose requests can be made to fail.</summary>
internal sealed class TransferWorld : IDisposable
{
    public static readonly Campaign Campaign = CampaignFiles.Read("tochigi");

    private readonly TestStore _store = new();
    private readonly ServiceProvider _services;
    private ulong _people;

    public TransferWorld(params (string Key, string Value)[] settings)
    {
        TableClientOptions options = new();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(new Interrupts(this), HttpPipelinePosition.PerCall);
        options.AddPolicy(Meanwhile, HttpPipelinePosition.PerCall);
        Dictionary<string, string?> configured = new(StringComparer.Ordinal)
        {
            ["Transfers:ClientCode"] = "1234567890",
            ["Transfers:ClientName"] = "ﾃｽﾄﾍﾝｷﾝｼﾞﾑｷﾖｸ",
            ["Transfers:Bank"] = "0001",
            ["Transfers:BankName"] = "ﾐｽﾞﾎ",
            ["Transfers:Branch"] = "004",
            ["Transfers:AccountNumber"] = "1234567",
        };
        foreach ((string key, string value) in settings)
        {
            configured[key] = value;
        }

        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configured).Build());
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(_store.Connect(options));
        services.AddSingleton(new ProtectedFields(new EphemeralDataProtectionProvider()));
        services.AddSingleton(new KeyedHash(Encoding.ASCII.GetBytes("a key for tests that has 32 bytes or more")));
        services.AddSingleton(new CampaignCatalog([Campaign, CampaignFiles.Read("kumamoto")]));
        services.AddSingleton<EntitlementStore>().AddSingleton<EntitlementMarks>();
        services.AddSingleton<IAlarms>(Alarms).AddSingleton<IPersons>(Persons);
        services.AddSingleton<ActTrail>().AddSingleton<ActChain>().AddSingleton<ActRows>().AddSingleton<AnchorKeeper>().AddSingleton<IAnchors, NoAnchors>();
        services.AddTransfers();
        services.AddTransient<CheckTransfers>().AddTransient<ReleaseTransfers>().AddTransient<HoldTransfer>().AddTransient<ResolveTransfer>().AddTransient<PayAgain>()
            .AddTransient<EnterTransfer>().AddTransient<ListTransfers>().AddTransient<MakeTransferFile>().AddTransient<TakeTransferResults>().AddTransient<SettleTransferFile>().AddTransient<LookAfterTransfers>();
        _services = services.BuildServiceProvider();
        TableServiceClient tables = _store.Connect();
        foreach (string table in new[] { EntitlementStore.TableName, TransferFileStore.TableName, ActTrail.TableName, "Imports" })
        {
            tables.CreateTableIfNotExists(table);
        }
    }

    public StandingClock Clock { get; } = new(new DateTimeOffset(2023, 5, 15, 9, 30, 0, JapanTime.Offset).ToUniversalTime());

    public RecordedAlarms Alarms { get; } = new();

    public OnePersonEach Persons { get; } = new();

    /// <summary>Where somebody else does something between two requests.</summary>
    public Receipts.StorageFaults Meanwhile { get; } = new();

    /// <summary>Runs before each write reaches the store; what it throws, the writer meets.</summary>
    public Action<RequestMethod, string>? BeforeWrite { get; set; }

    public TransferDesk Desk => Get<TransferDesk>();

    public TransferStore Transfers => Get<TransferStore>();

    public TransferFiles Files => Get<TransferFiles>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static TransferForm Form(string holder = "ﾔﾏﾀﾞ ﾀﾛｳ", string number = "0000001", string bank = "0001", string branch = "004") => new(
        new BankAccount(bank, "みずほ", branch, "丸の内中央", AccountType.Ordinary, number, holder), holder, new Dictionary<string, string>(StringComparer.Ordinal) { ["identity"] = "本人", ["accommodation"] = "ホテル" });

    /// <summary>Somebody who is owed this amount.</summary>
    public async Task<EntitlementId> OweAsync(long yen = 2000)
    {
        Entitlement owed = new() { Campaign = Campaign.Id, Id = EntitlementId.FromValue((++_people << 12) | (_people % 3)), Route = EntitlementRoute.App, Amount = new Yen(yen) };
        await Get<EntitlementStore>().CreateAsync([owed], CancellationToken.None);
        return owed.Id;
    }

    public async Task<EntitlementId> AskAsync(TransferForm? form = null, long yen = 2000)
    {
        EntitlementId id = await OweAsync(yen);
        Assert.Null((await Desk.RequestAsync(Campaign, id, form ?? Form(), CancellationToken.None)).Refusal);
        return id;
    }

    /// <summary>Asked for, checked by one and released by another.</summary>
    public async Task<EntitlementId> ReleaseAsync(TransferForm? form = null, long yen = 2000)
    {
        EntitlementId id = await AskAsync(form, yen);
        await CheckAndReleaseAsync(id);
        return id;
    }

    public async Task CheckAndReleaseAsync(EntitlementId id)
    {
        int version = (await ReadAsync(id)).Version;
        Assert.Equal("done", await DecideAsync<CheckTransfers>("anna", id, version));
        Assert.Equal("done", await DecideAsync<ReleaseTransfers>("ben", id, version));
    }

    public async Task<Transfer> ReadAsync(EntitlementId id) => await Transfers.FindAsync(Campaign, id, CancellationToken.None) ?? throw new InvalidOperationException("There is no such transfer.");

    public async Task<EntitlementState> RightAsync(EntitlementId id) => (await Get<EntitlementStore>().FindAsync(Campaign.Id, id, CancellationToken.None))!.State;

    public async Task<string> ReferenceAsync(EntitlementId id) => (await ReadAsync(id)).ReferenceIn(Campaign.LinkCode).ToString();

    /// <summary>One check or release over its HTTP function.</summary>
    public async Task<string> DecideAsync<TFunction>(string person, EntitlementId id, int version, bool lookedUp = false)
        where TFunction : notnull
    {
        HttpRequest request = Request(person, JsonSerializer.Serialize(new { transfers = new[] { new { id, version, branchLookedUp = lookedUp } } }, JsonSerializerOptions.Web));
        IResult result = Get<TFunction>() switch
        {
            CheckTransfers check => await check.Run(request, "tochigi", CancellationToken.None),
            ReleaseTransfers release => await release.Run(request, "tochigi", CancellationToken.None),
            _ => throw new InvalidOperationException("neither a check nor a release"),
        };
        return (await AnswerAsync(request, result)).Body!["transfers"]![0]!["outcome"]!.GetValue<string>();
    }

    public async Task<TransferResultsTaken> TakeAsync(string csv, string format = "csv")
    {
        using MemoryStream bytes = new(Encoding.UTF8.GetBytes(csv));
        await using Compensation.Common.Files.ReceivedFile file = await Compensation.Common.Files.ReceivedFile.ReceiveAsync(bytes, 1 << 20, CancellationToken.None);
        return await Get<TransferResults>().TakeAsync(Campaign, file, Get<IEnumerable<IResultFormat>>().Single(one => one.Name == format), "tester", CancellationToken.None);
    }

    public async Task<byte[]> BytesAsync(int number) =>
        (await Get<TransferFileStore>().ReadBytesAsync(Campaign.Id, (await Get<TransferFileStore>().FindAsync(Campaign.Id, number, CancellationToken.None))!, CancellationToken.None))!;

    /// <param name="person">Who is signed in; null for a machine with a key.</param>
    /// <param name="json">The body.</param>
    public static HttpRequest Request(string? person, string json = "")
    {
        DefaultHttpContext http = new() { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        http.Request.Method = "POST";
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(json));
        http.Response.Body = new MemoryStream();
        (person is null ? Caller.OfMachine("default") : Caller.Of(new Person(IdOf(person), person, Roles.Finance))).StandIn(http);
        return http.Request;
    }

    public static PersonId IdOf(string person) => PersonId.Of("local", person);

    public static async Task<(int Status, JsonNode? Body)> AnswerAsync(HttpRequest request, IResult result)
    {
        await result.ExecuteAsync(request.HttpContext);
        request.HttpContext.Response.Body.Position = 0;
        using StreamReader body = new(request.HttpContext.Response.Body);
        return (request.HttpContext.Response.StatusCode, JsonNode.Parse(await body.ReadToEndAsync()));
    }

    public void Dispose()
    {
        _services.Dispose();
        _store.Dispose();
    }

    /// <summary>Accounts are of different persons, unless declared to be one's.</summary>
    internal sealed class OnePersonEach : IPersons
    {
        public HashSet<(PersonId, PersonId)> Links { get; } = [];

        public Task<bool> AreOneAsync(PersonId one, PersonId other, CancellationToken cancellationToken) =>
            Task.FromResult(one == other || Links.Contains((one, other)) || Links.Contains((other, one)));
    }

    private sealed class Interrupts(TransferWorld world) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Method != RequestMethod.Get)
            {
                world.BeforeWrite?.Invoke(message.Request.Method, message.Request.Uri.Path);
            }

            return ProcessNextAsync(message, pipeline);
        }
    }
}
