using System.Text.Json;
using System.Text.Json.Nodes;
using Compensation.Lifecycle;
using Json.Schema;
using Microsoft.AspNetCore.Http;

namespace Compensation.Tests.Lifecycle.Api;

/// <summary>Holds every answer that passes through against the API's description, and remembers which operations have answered with success.</summary>
internal sealed class ApiContract : DelegatingHandler
{
    private static readonly JsonObject Document = DescribeApi.Describe();

    public ApiContract()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
    }

    /// <summary>What was asked and has succeeded, by operation id.</summary>
    public HashSet<string> Succeeded { get; } = new(StringComparer.Ordinal);

    public static IEnumerable<string> Operations =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (string)operation.Value!["operationId"]!;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        JsonNode operation = OperationOf(request);
        string name = (string)operation["operationId"]!;
        int status = (int)response.StatusCode;
        if (operation["responses"]![$"{status}"] is null && status < StatusCodes.Status400BadRequest)
        {
            Assert.Fail($"{name} answers {status}, which is not described.");
        }

        Validate(name, status, operation["responses"]![$"{status}"] ?? operation["responses"]!["default"]!, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(cancellationToken));
        if (status < StatusCodes.Status400BadRequest)
        {
            Succeeded.Add(name);
        }

        return response;
    }

    private static JsonNode OperationOf(HttpRequestMessage request)
    {
        string[] asked = request.RequestUri!.AbsolutePath.Split('/');
        string path = Document["paths"]!.AsObject().Select(path => path.Key).Where(path => IsOf(path.Split('/'), asked)).MinBy(path => path.Count(letter => letter == '{'))!;
        return Document["paths"]![path]![request.Method.Method.ToLowerInvariant()]!;
    }

    private static bool IsOf(string[] path, string[] asked) =>
        path.Length == asked.Length && path.Zip(asked).All(pair => pair.First.StartsWith('{') || string.Equals(pair.First, pair.Second, StringComparison.Ordinal));

    private static void Validate(string name, int status, JsonNode described, string? mediaType, string body)
    {
        if (described["content"] is not JsonObject content)
        {
            Assert.True(body.Length == 0, $"{name} answers {status} with a body that is not described.");
            return;
        }

        Assert.True(content.ContainsKey(mediaType ?? string.Empty), $"{name} answers {status} as '{mediaType}', not as {string.Join(" or ", content.Select(one => one.Key))}.");
        if (content[mediaType!]!["schema"] is { } schema)
        {
            using JsonDocument answer = JsonDocument.Parse(body);
            EvaluationResults results = SchemaOf(schema).Evaluate(answer.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
            Assert.True(results.IsValid, $"{name} answers {status} otherwise than described: {string.Join("; ", Faults(results))}\n{body}");
        }

        Assert.DoesNotMatch(@"\\u[0-9A-Fa-f]{4}", body);
    }

    private static JsonSchema SchemaOf(JsonNode schema)
    {
        JsonObject whole = schema.DeepClone().AsObject();
        whole["$defs"] = Document["components"]!["schemas"]!.DeepClone();
        return JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Faults(EvaluationResults results) =>
        from detail in results.Details ?? []
        from error in detail.Errors ?? new Dictionary<string, string>(StringComparer.Ordinal)
        select $"{detail.InstanceLocation}: {error.Value}";
}
