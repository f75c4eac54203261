using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests.Local.Worker;

public sealed class SettingsTests
{
    private const string LocalSettings =
        """{ "IsEncrypted": false, "Values": { "Sms__From": "local", "Sms:Region": "JP", "Retries": 3, "Dry": true } }""";

    [Fact]
    public async Task Local_settings_hold_flat_names_whose_parts_are_parted_by_colons_or_underscores()
    {
        await using FunctionsApp app = await StartAsync();

        Assert.Equal(["local", "JP", "3", "True"], Values(app, "Sms:From", "Sms:Region", "Retries", "Dry"));
    }

    [Fact]
    public async Task The_environment_overrides_local_settings_and_the_command_line_overrides_both()
    {
        string name = $"T{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable($"{name}__A", "environment");
        Environment.SetEnvironmentVariable($"{name}__B", "environment");
        try
        {
            await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Nothing))
            {
                LocalSettings = $$"""{ "Values": { "{{name}}:A": "local", "{{name}}:B": "local", "{{name}}:C": "local" } }""",
                Arguments = [$"--{name}:B=command line"],
            });

            Assert.Equal(["environment", "command line", "local"], Values(app, $"{name}:A", $"{name}:B", $"{name}:C"));
        }
        finally
        {
            Environment.SetEnvironmentVariable($"{name}__A", null);
            Environment.SetEnvironmentVariable($"{name}__B", null);
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{ \"Values\": [] }")]
    [InlineData("{ \"Values\": { \"A\": 1 ")]
    [InlineData("{ \"Values\": { \"A\": { \"B\": 1 } } }")]
    public async Task Unreadable_local_settings_are_refused_by_file_name(string text)
    {
        var error = await Assert.ThrowsAsync<FunctionWorkerException>(
            () => FunctionsApp.StartAsync(new(typeof(Nothing)) { LocalSettings = text }));

        Assert.Contains("local.settings.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_json_sets_the_levels_of_logging()
    {
        await using FunctionsApp app = await FunctionsApp.StartAsync(new(typeof(Nothing))
        {
            HostJson = """{ "logging": { "logLevel": { "default": "Error", "Office": "Debug" } } }""",
        });
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger("Other").IsEnabled(LogLevel.Warning));
        Assert.True(loggers.CreateLogger("Office.Desk").IsEnabled(LogLevel.Debug));
    }

    [Fact]
    public void The_default_address_is_the_core_tools_own_on_this_machine_only()
    {
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder([$"--contentRoot={Path.GetTempPath()}"]);

        Assert.Equal("http://127.0.0.1:7071", builder.Configuration["urls"]);
    }

    private static Task<FunctionsApp> StartAsync() => FunctionsApp.StartAsync(new(typeof(Nothing)) { LocalSettings = LocalSettings });

    private static string[] Values(FunctionsApp app, params string[] names)
    {
        var settings = app.Services.GetRequiredService<IConfiguration>();
        return [.. names.Select(name => settings[name] ?? "none")];
    }

    public static class Nothing
    {
        [Function("Nothing")]
        public static void Run([HttpTrigger] HttpRequest request) => request.HttpContext.Response.StatusCode = 204;
    }
}
