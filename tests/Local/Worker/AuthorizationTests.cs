using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Tests.Local.Worker;

public sealed class AuthorizationTests
{
    private const string Key = "a-key-of-the-office";

    [Fact]
    public async Task Anonymous_functions_are_open_to_all()
    {
        await using FunctionsApp app = await StartAsync($"--FunctionKeys:Default={Key}");

        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("/api/Open"));
    }

    [Theory]
    [InlineData("/api/Keyed", HttpStatusCode.Unauthorized)]
    [InlineData("/api/Keyed?code=a-key-of-the-offic", HttpStatusCode.Unauthorized)]
    [InlineData("/api/Keyed?code=" + Key, HttpStatusCode.OK)]
    [InlineData("/api/Master", HttpStatusCode.Unauthorized)]
    [InlineData("/api/Master?code=" + Key, HttpStatusCode.OK)]
    public async Task Other_functions_want_the_key(string path, HttpStatusCode expected)
    {
        await using FunctionsApp app = await StartAsync($"--FunctionKeys:Default={Key}");

        Assert.Equal(expected, await app.StatusAsync(path));
    }

    [Theory]
    [InlineData(Key, HttpStatusCode.OK)]
    [InlineData("another", HttpStatusCode.Unauthorized)]
    public async Task The_key_may_stand_in_a_header(string key, HttpStatusCode expected)
    {
        await using FunctionsApp app = await StartAsync($"--FunctionKeys:Default={Key}");
        app.Client.DefaultRequestHeaders.Add("x-functions-key", key);

        Assert.Equal(expected, await app.StatusAsync("/api/Keyed"));
    }

    [Fact]
    public async Task Without_a_key_callers_on_this_machine_are_let_in_with_one_warning()
    {
        await using FunctionsApp app = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("/api/Keyed"));
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("/api/Keyed"));

        Assert.Single(app.Log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("FunctionKeys:Default", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task Without_a_key_callers_through_a_proxy_are_not_let_in(string header, string value)
    {
        await using FunctionsApp app = await StartAsync();
        app.Client.DefaultRequestHeaders.Add(header, value);

        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync("/api/Keyed"));
    }

    private static Task<FunctionsApp> StartAsync(params string[] arguments) =>
        FunctionsApp.StartAsync(new(typeof(Guarded)) { Arguments = arguments });

    public static class Guarded
    {
        [Function("Open")]
        public static string Open([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "in";

        [Function("Keyed")]
        public static string Keyed([HttpTrigger] HttpRequest request) => "in";

        [Function("Master")]
        public static string Master([HttpTrigger(AuthorizationLevel.Admin)] HttpRequest request) => "in";
    }
}
