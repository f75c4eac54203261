using System.Net;
using Compensation.Platform.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Compensation.Platform.Tests.Host;

public sealed class AuthorizationTests
{
    private const string Key = "a-key-of-the-office";

    [Fact]
    public async Task Anonymous_functions_are_open_to_all()
    {
        await using FunctionsApp app = await StartAsync(("Default", Key));

        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("/api/Open"));
    }

    [Theory]
    [InlineData("/api/Keyed", HttpStatusCode.Unauthorized)]
    [InlineData("/api/Keyed?code=a-key-of-the-offic", HttpStatusCode.Unauthorized)]
    [InlineData("/api/Keyed?code=" + Key, HttpStatusCode.OK)]
    [InlineData("/api/Keyed?code=only-keyed", HttpStatusCode.OK)]
    [InlineData("/api/Keyed?code=only-other", HttpStatusCode.Unauthorized)]
    [InlineData("/api/Keyed?code=master", HttpStatusCode.OK)]
    [InlineData("/api/Master", HttpStatusCode.Unauthorized)]
    [InlineData("/api/Master?code=" + Key, HttpStatusCode.Unauthorized)]
    [InlineData("/api/Master?code=master", HttpStatusCode.OK)]
    public async Task Other_functions_want_a_key_that_opens_them(string path, HttpStatusCode expected)
    {
        await using FunctionsApp app = await StartAsync(("Default", Key), ("Keyed", "only-keyed"), ("Other", "only-other"), ("Master", "master"));

        Assert.Equal(expected, await app.StatusAsync(path));
    }

    [Theory]
    [InlineData(Key, HttpStatusCode.OK)]
    [InlineData("another", HttpStatusCode.Unauthorized)]
    public async Task The_key_may_stand_in_a_header(string key, HttpStatusCode expected)
    {
        await using FunctionsApp app = await StartAsync(("Default", Key));
        app.Client.DefaultRequestHeaders.Add("x-functions-key", key);

        Assert.Equal(expected, await app.StatusAsync("/api/Keyed"));
    }

    [Fact]
    public async Task Without_a_key_programs_on_this_machine_are_let_in_with_one_warning()
    {
        await using FunctionsApp app = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("/api/Keyed"));
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("/api/Keyed"));
        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync("/api/Master"));

        Assert.Single(app.Log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("FunctionKeys:Default", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Host", "compensation.example.jp")]
    [InlineData("Host", "127.0.0.1.example.jp")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("x-forwarded-proto", "https")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    [InlineData("X-Original-For", "203.0.113.7")]
    [InlineData("CF-Connecting-IP", "203.0.113.7")]
    [InlineData("True-Client-IP", "203.0.113.7")]
    [InlineData("X-Azure-ClientIP", "203.0.113.7")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Without_a_key_whoever_may_have_come_from_elsewhere_is_not_let_in(string header, string value)
    {
        await using FunctionsApp app = await StartAsync();
        app.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync("/api/Keyed"));
    }

    [Theory]
    [InlineData("Host", "localhost:7071")]
    [InlineData("Host", "[::1]:7071")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task Without_a_key_a_browser_at_this_address_is_let_in(string header, string value)
    {
        await using FunctionsApp app = await StartAsync();
        app.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("/api/Keyed"));
    }

    private static Task<FunctionsApp> StartAsync(params (string Name, string Key)[] keys) => FunctionsApp.StartAsync(new(typeof(Guarded))
    {
        Settings = keys.ToDictionary(key => $"FunctionKeys:{key.Name}", key => (string?)key.Key, StringComparer.Ordinal),
    });

    public static class Guarded
    {
        [Function("Open")]
        public static IResult Open([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("in");

        [Function("Keyed")]
        public static IResult Keyed([HttpTrigger] HttpRequest request) => Results.Text("in");

        [Function("Master")]
        public static IResult Master([HttpTrigger(AuthorizationLevel.Admin)] HttpRequest request) => Results.Text("in");
    }
}
