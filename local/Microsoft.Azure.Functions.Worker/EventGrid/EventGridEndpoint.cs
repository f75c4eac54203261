using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Takes deliveries of Event Grid at the address that they have on Azure, and answers the handshakes of both its schemas.</summary>
internal sealed partial class EventGridEndpoint(FunctionRunner runner, FunctionKeys keys, ILogger<EventGridEndpoint> logger)
{
    private const string Path = "/runtime/webhooks/EventGrid";

    public void Map(WebApplication app, IEnumerable<Function> functions)
    {
        Dictionary<string, Function> byName = functions
            .Where(function => function.Trigger is EventGridTriggerAttribute)
            .ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
        app.MapMethods(Path, ["POST", "OPTIONS"], (RequestDelegate)(http => HandleAsync(http, byName)));
    }

    private Task HandleAsync(HttpContext http, Dictionary<string, Function> functions)
    {
        if (!keys.AllowsSystem(http))
            return AnswerAsync(http, StatusCodes.Status401Unauthorized);

        string name = http.Request.Query["functionName"].ToString();
        if (!functions.TryGetValue(name, out Function? function))
            return AnswerAsync(http, StatusCodes.Status404NotFound, $"There is no Event Grid function '{name}'.");

        return HttpMethods.IsOptions(http.Request.Method) ? AgreeAsync(http) : ReceiveAsync(http, function);
    }

    /// <summary>The CloudEvents handshake: an endpoint says by headers that it wants the deliveries of the asking origin.</summary>
    private static Task AgreeAsync(HttpContext http)
    {
        string origin = http.Request.Headers["WebHook-Request-Origin"].ToString();
        if (origin.Length == 0)
            return AnswerAsync(http, StatusCodes.Status400BadRequest, "The header WebHook-Request-Origin was expected.");

        http.Response.Headers["WebHook-Allowed-Origin"] = origin;
        http.Response.Headers["WebHook-Allowed-Rate"] = "*";
        return AnswerAsync(http, StatusCodes.Status200OK);
    }

    private async Task ReceiveAsync(HttpContext http, Function function)
    {
        IReadOnlyList<JsonElement> events;
        try
        {
            events = await ReadAsync(http);
        }
        catch (JsonException)
        {
            await AnswerAsync(http, StatusCodes.Status400BadRequest, "The body must be a JSON object (one event) or an array of them.");
            return;
        }

        if (ValidationCode(http, events) is { } code)
        {
            await http.Response.WriteAsJsonAsync(new { validationResponse = code });
            return;
        }

        bool done = await DeliverAsync(function, [.. events.Select(json => BinaryData.FromString(json.GetRawText()))], http.RequestAborted);
        await AnswerAsync(http, done ? StatusCodes.Status202Accepted : StatusCodes.Status500InternalServerError);
    }

    private static async Task<IReadOnlyList<JsonElement>> ReadAsync(HttpContext http)
    {
        JsonElement body = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted);
        IReadOnlyList<JsonElement> events = body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray()] : [body];
        return events.All(json => json.ValueKind == JsonValueKind.Object)
            ? events
            : throw new JsonException("An event is not an object.");
    }

    /// <summary>The Event Grid schema's handshake: its one event carries a code to send back.</summary>
    private static string? ValidationCode(HttpContext http, IReadOnlyList<JsonElement> events) =>
        string.Equals(http.Request.Headers["aeg-event-type"], "SubscriptionValidation", StringComparison.OrdinalIgnoreCase)
        && events.Count == 1
        && events[0].TryGetProperty("data", out JsonElement data)
        && data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty("validationCode", out JsonElement code)
            ? code.GetString()
            : null;

    /// <returns>Whether every run succeeded; if not, the sender shall deliver all of it again.</returns>
    private async Task<bool> DeliverAsync(Function function, IReadOnlyList<BinaryData> events, CancellationToken cancellation)
    {
        if (((EventGridTriggerAttribute)function.Trigger).IsBatched)
            return await RunAsync(function, events, cancellation);

        bool[] outcomes = await Task.WhenAll(events.Select(json => RunAsync(function, json, cancellation)));
        return Array.TrueForAll(outcomes, succeeded => succeeded);
    }

    private async Task<bool> RunAsync(Function function, object input, CancellationToken cancellation)
    {
        try
        {
            await runner.RunAsync(function, input, cancellation);
            return true;
        }
        catch (Exception e)
        {
            LogFailure(e, function.Name);
            return false;
        }
    }

    private static Task AnswerAsync(HttpContext http, int status, string? text = null)
    {
        http.Response.StatusCode = status;
        return text is null ? Task.CompletedTask : http.Response.WriteAsync(text);
    }

    [LoggerMessage(LogLevel.Error, "Event Grid function {Function} failed.")]
    private partial void LogFailure(Exception exception, string function);
}
