using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Lifecycle;

/// <summary>The whole API as an OpenAPI document, made from the functions themselves, so that it cannot say anything else than they do.</summary>
public static partial class DescribeApi
{
    private static readonly Lazy<JsonObject> Document = new(Describe);

    private static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Described };

    [Function(nameof(DescribeApi))]
    [ApiOperation("This description.", Answer = typeof(JsonObject))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) => JsonBody.Answer(Document.Value);

    internal static JsonObject Describe()
    {
        JsonObject paths = [];
        JsonObject schemas = new() { ["Problem"] = JsonNode.Parse("""{ "type": "object", "description": "RFC 9457", "required": ["status"], "properties": { "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" }, "detail": { "type": "string" } } }""") };
        foreach ((MethodInfo method, HttpTriggerAttribute trigger, ApiOperationAttribute operation) in Operations())
        {
            string path = $"/{trigger.Route}";
            JsonObject item = paths[path] as JsonObject ?? [];
            paths[path] = item;
            foreach (string verb in trigger.Methods!)
            {
                item[verb] = Operation(method, trigger, operation, schemas);
            }
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Compensation campaigns", ["version"] = "1", ["description"] = "Operators' and providers' doors. Personal data travels in bodies only." },
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["functionKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" } },
                ["schemas"] = schemas,
            },
            ["paths"] = paths,
        };
    }

    internal static IEnumerable<(MethodInfo Method, HttpTriggerAttribute Trigger, ApiOperationAttribute Operation)> Operations() => (
        from type in typeof(DescribeApi).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.GetCustomAttribute<FunctionAttribute>() is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
        where trigger is not null
        let operation = method.GetCustomAttribute<ApiOperationAttribute>() ?? throw new InvalidOperationException($"{type.Name}.{method.Name} does not say what it does.")
        select (method, trigger, operation)).OrderBy(one => $"{one.trigger.Route} {one.trigger.Methods![0]}", StringComparer.Ordinal);

    private static JsonObject Operation(MethodInfo method, HttpTriggerAttribute trigger, ApiOperationAttribute operation, JsonObject schemas)
    {
        JsonArray parameters =
        [
            .. RouteParameter().Matches(trigger.Route!).Select(match => Parameter(match.Groups["name"].Value, "path", required: true)),
            .. operation.Headers.Select(name => Parameter(name, "header", required: true)),
            .. operation.Query.Select(name => Parameter(name, "query", required: false)),
        ];
        JsonObject success = new() { ["description"] = "Done." };
        if (operation.Answer is not null || operation.AnswerType is not ("application/json" or ""))
        {
            success["content"] = Content(operation.AnswerType, operation.Answer, schemas);
        }

        JsonObject responses = new() { [$"{operation.Status}"] = success };
        foreach (int status in operation.RefusalStatuses)
        {
            responses[$"{status}"] = new JsonObject { ["description"] = "Refused; the body says why.", ["content"] = Content("application/json", operation.Refusal!, schemas) };
        }

        responses["default"] = new JsonObject { ["description"] = "What is wrong.", ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = Reference("Problem") } } };
        JsonObject described = new()
        {
            ["operationId"] = method.GetCustomAttribute<FunctionAttribute>()!.Name,
            ["summary"] = operation.Summary,
            ["parameters"] = parameters,
            ["responses"] = responses,
            ["security"] = trigger.AuthLevel == AuthorizationLevel.Anonymous ? new JsonArray() : new JsonArray(new JsonObject { ["functionKey"] = new JsonArray() }),
        };
        if (operation.Body is not null || operation.BodyType != "application/json")
        {
            described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(operation.BodyType, operation.Body, schemas) };
        }

        return described;
    }

    private static JsonObject Parameter(string name, string place, bool required) =>
        new() { ["name"] = name, ["in"] = place, ["required"] = required, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Content(string mediaType, Type? type, JsonObject schemas)
    {
        if (type is null)
        {
            return new JsonObject { [mediaType] = new JsonObject() };
        }

        bool isList = type.IsArray;
        Type element = isList ? type.GetElementType()! : type;
        schemas[element.Name] ??= JsonBody.Format.GetJsonSchemaAsNode(element, Exporting);
        JsonNode schema = isList ? new JsonObject { ["type"] = "array", ["items"] = Reference(element.Name) } : Reference(element.Name);
        return new JsonObject { [mediaType] = new JsonObject { ["schema"] = schema } };
    }

    /// <summary>A type with a converter of its own says itself how it is written.</summary>
    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode schema)
    {
        Type type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        // A time of day bears no offset, which JSON Schema's own format wants.
        string? said = type == typeof(TimeOnly) ? """{ "type": "string", "pattern": "^[0-9]{2}:[0-9]{2}:[0-9]{2}$" }""" : type.GetCustomAttribute<ApiSchemaAttribute>()?.Schema;
        if (said is null)
        {
            return schema;
        }

        JsonNode own = JsonNode.Parse(said)!;
        return type == context.TypeInfo.Type ? own : new JsonObject { ["anyOf"] = new JsonArray(own, new JsonObject { ["type"] = "null" }) };
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RouteParameter();
}
