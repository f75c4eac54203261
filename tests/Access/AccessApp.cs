using System.Net;
using Compensation.Access;
using Compensation.Access.Accounts;
using Compensation.Access.LocalAccounts;
using Compensation.Common.Access;
using Compensation.Tests.Common;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace Compensation.Tests.Access;

/// <summary>The whole app over an embedded store, with local accounts, and a clock that somebody sets.</summary>
internal sealed class AccessApp : IAsyncDisposable
{
    public const string Key = "test-function-key";
    public const string Origin = "https://operators.example.jp";
    public const string Password = "a sentence that is long";
    public const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private readonly TestStore _store = new();
    private FunctionsApp? _app;

    public SetClock Clock { get; } = new(new DateTimeOffset(2023, 4, 3, 1, 0, 0, TimeSpan.Zero));

    public Uri Address => _app!.Client.BaseAddress!;

    public LogLines Log => _app!.Log;

    public static async Task<AccessApp> StartAsync(TimeProvider? time, params string[] settings)
    {
        AccessApp app = new();
        app._app = await FunctionsApp.StartAsync(new FunctionsApp.Setup
        {
            Tables = app._store.Connect(),
            Time = time ?? app.Clock,
            Arguments =
            [
                "--CommunicationServices:ConnectionString=endpoint=http://127.0.0.1:9/;accesskey=a2V5",
                $"--Secrets:HashKey={Convert.ToBase64String(new byte[32])}", "--ReceiptSite:PublicBaseUrl=https://r.example.jp", "--LifecycleSchedule=0 0 21 * * *", "--HeartbeatSchedule=0 0 0 1 1 *",
                $"--FunctionKeys:Default={Key}", "--EventGrid:Key=test-key-of-event-grid-0123456789", "--KeyRing:Unwrapped=true", $"--Access:PublicBaseUrl={Origin}", .. settings,
            ],
            Configure = builder =>
            {
                builder.Services.AddSingleton(new WallClock(time ?? app.Clock));
                builder.AddCompensation();
            },
        });
        return app;
    }

    public static Task<AccessApp> StartWithLocalAccountsAsync(params string[] settings) => StartAsync(time: null, ["--LocalAccounts:Enabled=true", .. settings]);

    public T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    public Visitor NewVisitor() => new(Address);

    /// <summary>Somebody with an account, as if he had signed in before.</summary>
    public async Task<Account> HireAsync(string name, Roles roles)
    {
        AccountStore accounts = Get<AccountStore>();
        Account account = new(accounts.IdOf(name), $"{name} (display)", roles, Clock.GetUtcNow())
        {
            Local = new LocalSecrets(name) { PasswordHash = Get<Passwords>().Hash(Password), TotpSecret = Secret },
        };
        Assert.True(await accounts.TryAddAsync(account, CancellationToken.None));
        return account;
    }

    /// <summary>The number that the authenticator app of everybody here shows now.</summary>
    public string NumberNow() => new Totp(Base32Encoding.ToBytes(Secret)).ComputeTotp(Clock.GetUtcNow().UtcDateTime);

    public static (string, string)[] Typed(string name, string password, string number) => [("name", name), ("password", password), ("code", number)];

    /// <summary>Somebody with an account who has signed in; the clock goes on by half a minute, so that there is a new number.</summary>
    public async Task<Visitor> SignInAsync(string name, Roles roles)
    {
        await HireAsync(name, roles);
        Visitor visitor = NewVisitor();
        using HttpResponseMessage answer = await visitor.SubmitAsync("/sign-in", Typed(name, Password, NumberNow()));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Clock.Pass(TimeSpan.FromSeconds(30));
        return visitor;
    }

    public Task SetRolesAsync(string name, Roles roles) =>
        Get<AccountStore>().ChangeAsync(Get<AccountStore>().IdOf(name), account => account with { Roles = roles }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _store.Dispose();
    }
}
