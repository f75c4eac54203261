using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Infrastructure;

public partial class BicepTests
{
    private static readonly string Folder = Path.Combine(Setting("RepositoryRoot"), "infra");

    public static TheoryData<string> Templates() => [.. Directory.EnumerateFiles(Folder, "*.bicep").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task A_template_compiles_and_the_linter_has_nothing_to_say(string template)
    {
        string path = Path.Combine(Folder, template);

        Assert.Equal((0, string.Empty), await BicepAsync("build", "--stdout", path));
        Assert.Equal((0, string.Empty), await BicepAsync("lint", path));
    }

    [Fact]
    public async Task A_template_that_is_wrong_does_not_pass()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".bicep");
        await File.WriteAllTextAsync(path, "param unused string\n");
        (_, string said) = await BicepAsync("lint", path);
        File.Delete(path);

        Assert.Contains("no-unused-params", said, StringComparison.Ordinal);
    }

    /// <summary>Every setting of infra/ is read, by a section's own property or by name.</summary>
    [Fact]
    public void No_setting_is_made_that_nothing_reads()
    {
        HashSet<string> read = [.. OptionsTypes().SelectMany(options => options.Type.GetProperties().Select(property => $"{options.Section}__{property.Name}")), .. ReadByName];

        Assert.Empty(SettingsOfInfra().Except(read, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>With the settings of infra/ and no other the app passes the checks of its start.</summary>
    [Fact]
    public void Every_setting_that_the_app_needs_is_made()
    {
        using IHost app = AppWith(SettingsOfInfra());

        app.Services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Contains("LifecycleSchedule", SettingsOfInfra());
        Assert.Contains("KeyRing__VaultKey", SettingsOfInfra());
    }

    [Theory]
    [InlineData("Secrets__HashKey")]
    [InlineData("ReceiptSite__PublicBaseUrl")]
    [InlineData("EventGrid__Key")]
    [InlineData("KeyRing__VaultKey")]
    [InlineData("Access__PublicBaseUrl")]
    public void A_setting_that_is_missing_is_noticed(string name)
    {
        using IHost app = AppWith(SettingsOfInfra().Except([name], StringComparer.Ordinal));

        Assert.ThrowsAny<Exception>(() => app.Services.GetRequiredService<IStartupValidator>().Validate());
    }

    /// <summary>A key that was drawn as base64 has a plus sign, which in an address is a blank.</summary>
    [Fact]
    public void The_key_of_Event_Grid_stands_in_the_address_as_addresses_are_written() =>
        Assert.Contains("/providers/event-grid/reports?code=${uriComponent(eventGridKey)}'", File.ReadAllText(Path.Combine(Folder, "delivery-reports.bicep")), StringComparison.Ordinal);

    /// <summary>Unless it is told otherwise, the host leaves out most of what is logged in a busy minute.</summary>
    [Fact]
    public void The_line_that_the_alert_looks_for_is_never_sampled_away()
    {
        string[] kept = (HostJson["logging:applicationInsights:samplingSettings:excludedTypes"] ?? "").Split(';');

        Assert.Contains("query: 'traces |", File.ReadAllText(Path.Combine(Folder, "main.bicep")), StringComparison.Ordinal);
        Assert.Contains("Trace", kept);
    }

    /// <summary>What an alert looks for is the beginning of a line that the app writes, at a level that reaches the log.</summary>
    [Theory]
    [InlineData("AlarmRaised", "traces | where severityLevel >= 3 and message startswith \"Alarm \"")]
    [InlineData("HeartbeatKept", "traces | where message startswith \"Heartbeat \"")]
    public void What_an_alert_looks_for_is_what_the_app_writes(string line, string query)
    {
        LoggerMessageAttribute written = typeof(CompensationApp).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)).Single(method => method.Name == line).GetCustomAttribute<LoggerMessageAttribute>()!;

        Assert.Contains($"query: '{query}'", File.ReadAllText(Path.Combine(Folder, "main.bicep")), StringComparison.Ordinal);
        Assert.StartsWith(query.Split('"')[1], written.Message, StringComparison.Ordinal);
        Assert.True(written.Level >= Enum.Parse<LogLevel>(HostJson["logging:logLevel:default"]!));
    }

    /// <summary>Azure can count who opens an e-mail or follows its link: every link would then lead through an address that is not the office's.</summary>
    [Fact]
    public void Links_in_emails_lead_where_they_say() =>
        Assert.Contains("userEngagementTracking: 'Disabled'", File.ReadAllText(Path.Combine(Folder, "main.bicep")), StringComparison.Ordinal);

    /// <summary>A receipt link opens its page for whoever has it: unless they are told otherwise, the host's request log and its telemetry write each address down.</summary>
    [Fact]
    public void No_address_that_opens_a_page_is_written_down_by_the_host()
    {
        Assert.Equal("false", HostJson["logging:applicationInsights:httpAutoCollectionOptions:enableHttpTriggerExtendedInfoCollection"], ignoreCase: true);
        Assert.Equal("Warning", HostJson["logging:logLevel:Microsoft.Azure.WebJobs.Script.WebHost.Middleware"]);
    }

    private static IConfigurationRoot HostJson => new ConfigurationBuilder().AddJsonFile(Path.Combine(Setting("RepositoryRoot"), "host.json")).Build();

    /// <summary>By the Functions host, by its telemetry, by composition.</summary>
    private static string[] ReadByName => ["AzureWebJobsStorage__accountName", "AzureWebJobsDisableHomepage", "APPLICATIONINSIGHTS_CONNECTION_STRING", "TableStorage__Endpoint", "LifecycleSchedule", "HeartbeatSchedule", "FunctionKeys__Default", "MICROSOFT_PROVIDER_AUTHENTICATION_SECRET"];

    private static IReadOnlyList<string> SettingsOfInfra() =>
        [.. SettingName().Matches(File.ReadAllText(Path.Combine(Folder, "main.bicep"))).Select(match => match.Groups["name"].Value)];

    private static IEnumerable<(string Section, Type Type)> OptionsTypes() =>
        from type in typeof(CompensationApp).Assembly.GetTypes()
        where type.Name.EndsWith("Options", StringComparison.Ordinal)
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null
        select (section, type);

    private static IHost AppWith(IEnumerable<string> settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(name => name.Replace("__", ":", StringComparison.Ordinal), ValueOf, StringComparer.Ordinal));
        builder.AddCompensation();
        return builder.Build();
    }

    /// <summary>A value as Azure would have it there.</summary>
    private static string? ValueOf(string name) => name switch
    {
        "Secrets__HashKey" => Convert.ToBase64String(new byte[32]),
        "TableStorage__Endpoint" => "https://st.table.core.windows.net/",
        "CommunicationServices__Endpoint" => "https://acs.japan.communication.azure.com",
        "CommunicationServices__EventSource" => "/subscriptions/s/resourceGroups/g/providers/Microsoft.Communication/CommunicationServices/c",
        "ReceiptSite__PublicBaseUrl" => "https://r.example.jp",
        "EventGrid__Key" => new string('k', 32),
        "KeyRing__VaultKey" => "https://kv.vault.azure.net/keys/key-ring",
        "Access__PublicBaseUrl" => "https://operators.example.jp",
        "PlatformSignIn__InFront" => "true",
        "FunctionKeys__Default" => new string('k', 32),
        _ => string.Empty,
    };

    private static async Task<(int Code, string Said)> BicepAsync(params string[] arguments)
    {
        string bicep = Path.Combine(Setting("BicepFolder"), "bicep");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bicep, File.GetUnixFileMode(bicep) | UnixFileMode.UserExecute);
        }

        ProcessStartInfo start = new(bicep, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(Path.GetTempPath(), "bicep");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync().InTimeAsync();
        await process.EndInTimeAsync();
        return (process.ExitCode, (await errors).Trim());
    }

    private static string Setting(string key) =>
        typeof(BicepTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;

    [GeneratedRegex(@"\{ name: '(?<name>[A-Za-z_]+)', value:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName();
}
