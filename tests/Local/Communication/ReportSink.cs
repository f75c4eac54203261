using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Local.Communication;

/// <summary>A small web server that takes delivery reports and keeps each request as it came.</summary>
internal sealed class ReportSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<Received> _received = [];

    private ReportSink(WebApplication app) => _app = app;

    /// <summary>How many of the next posts are answered with 500.</summary>
    public int FailNext { get; set; }

    public Uri Address => new(new Uri(_app.Urls.First()), "/hook?code=secret");

    public IReadOnlyList<Received> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    public IEnumerable<JsonElement> Events => All.Where(post => post.IsPost && post.Status == 200).SelectMany(post => post.Body.EnumerateArray());

    public static async Task<ReportSink> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        WebApplication app = builder.Build();
        ReportSink sink = new(app);
        app.Map("/hook", sink.TakeAsync);
        await app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using StreamReader reader = new(http.Request.Body);
        string text = await reader.ReadToEndAsync();
        JsonElement body = text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        http.Response.StatusCode = Judge(http);
        lock (_gate)
        {
            _received.Add(new Received(http.Request.Method, http.Response.StatusCode, http.Request.ContentType, http.Request.Headers["aeg-event-type"], body));
        }

        if (body.ValueKind == JsonValueKind.Array && body[0].TryGetProperty("data", out JsonElement data) && data.TryGetProperty("validationCode", out JsonElement code))
        {
            await http.Response.WriteAsJsonAsync(new { validationResponse = code.GetString() });
        }
    }

    private int Judge(HttpContext http)
    {
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.Headers["WebHook-Allowed-Origin"] = http.Request.Headers["WebHook-Request-Origin"];
            return 200;
        }

        lock (_gate)
        {
            return FailNext-- > 0 ? 500 : 200;
        }
    }

    public sealed record Received(string Method, int Status, string? ContentType, string? EventType, JsonElement Body)
    {
        public bool IsPost => HttpMethods.IsPost(Method);
    }
}
