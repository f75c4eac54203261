using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Compensation.Local.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Compensation.Bench.Applications;

/// <summary>An SMS provider that answers as ACS does, and the phones behind it, on which their owners read codes and receipt numbers.</summary>
internal sealed partial class PhoneNetwork : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _receipts = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private PhoneNetwork(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    /// <summary>Each receipt number that was told, with how often.</summary>
    public IReadOnlyDictionary<string, int> Receipts => _receipts;

    public static async Task<PhoneNetwork> StartAsync(CancellationToken cancellationToken)
    {
        int port = Ports.Choose(0);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        WebApplication app = builder.Build();
        PhoneNetwork network = new(app, new Uri($"{Ports.AddressOf(port)}/"));
        app.Run(network.TakeAsync);
        await app.StartAsync(cancellationToken);
        return network;
    }

    /// <summary>The newest code on a phone.</summary>
    public string CodeOn(string number) => _codes.GetValueOrDefault(number, string.Empty);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        JsonElement sms = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted);
        JsonElement recipient = sms.GetProperty("smsRecipients")[0];
        (string to, string text) = (recipient.GetProperty("to").GetString()!, sms.GetProperty("message").GetString()!);
        if (Code().Match(text) is { Success: true } code)
        {
            _codes[to] = code.Groups["code"].Value;
        }
        else if (Receipt().Match(text) is { Success: true } receipt)
        {
            _receipts.AddOrUpdate(receipt.Groups["number"].Value, 1, (_, times) => times + 1);
        }

        string answer = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"value":[{"to":"{{to}}","messageId":"Outgoing_{{recipient.GetProperty("repeatabilityRequestId").GetString()}}_noam","httpStatusCode":202,"repeatabilityResult":"accepted","successful":true}]}""");
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer), http.RequestAborted);
    }

    [GeneratedRegex("確認番号は (?<code>[0-9]{6})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("受付番号 ?(?<number>[3-9A-Y]{4}-[3-9A-Y]{4})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();
}
