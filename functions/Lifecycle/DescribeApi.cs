using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Compensation.Awards.Postings;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Notices;
using Compensation.Waves;
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
        foreach (HttpFunction function in HttpFunction.All)
        {
            string path = $"/{CatchAll().Replace(function.Trigger.Route!, string.Empty)}";
            JsonObject item = paths[path] as JsonObject ?? [];
            paths[path] = item;
            foreach (string verb in function.Trigger.Methods!)
            {
                item[verb] = Operation(function, schemas);
            }
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Compensation campaigns", ["version"] = "1", ["description"] = "Operators' and providers' doors. Personal data travels in bodies only." },
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["functionKey"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                    ["session"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "session", ["description"] = "Of a person who has signed in. The roles named open the door, any of them." },
                },
                ["schemas"] = schemas,
            },
            ["paths"] = paths,
        };
    }

    private static JsonObject Operation(HttpFunction function, JsonObject schemas)
    {
        ApiOperationAttribute operation = function.Operation;
        JsonArray parameters =
        [
            .. RouteParameter().Matches(function.Trigger.Route!).Select(match => Parameter(match.Groups["name"].Value, "path", required: true)),
            .. operation.Headers.Select(name => Parameter(name, "header", required: true)),
            .. operation.MayHeaders.Select(name => Parameter(name, "header", required: false)),
            .. operation.Query.Select(name => Parameter(name, "query", required: false)),
        ];
        JsonObject success = new() { ["description"] = "Done." };
        if (operation.Answer is not null || operation.AnswerType is not ("application/json" or ""))
        {
            success["content"] = Content(operation.AnswerType, operation.Answer, schemas);
        }

        JsonObject responses = new() { [$"{operation.Status}"] = success };
        if (operation.OtherStatus > 0)
        {
            responses[$"{operation.OtherStatus}"] = new JsonObject { ["description"] = "Done.", ["content"] = Content("application/json", operation.OtherAnswer!, schemas) };
        }

        foreach (int status in operation.RefusalStatuses)
        {
            responses[$"{status}"] = new JsonObject { ["description"] = "Refused; the body says why.", ["content"] = Content("application/json", operation.Refusal!, schemas) };
        }

        responses["default"] = Fault(operation.FaultType);
        JsonObject described = new()
        {
            ["operationId"] = function.Name,
            ["summary"] = operation.Summary,
            ["parameters"] = parameters,
            ["responses"] = responses,
            ["security"] = SecurityOf(function.Name),
        };
        if (operation.Body is not null || operation.BodyType != "application/json")
        {
            described["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(operation.BodyType, operation.Body, schemas) };
        }

        return described;
    }

    /// <summary>A session, or a function key where machines may; who may in a session is said by roles.</summary>
    private static JsonArray SecurityOf(string function) => RouteTable.Find(function) switch
    {
        { IsOpen: true } or null => [],
        { Machines: true } door => [Scheme("functionKey"), Scheme("session", door.For)],
        { } door => [Scheme("session", door.For)],
    };

    private static JsonObject Scheme(string name, Roles roles = Roles.None) => new() { [name] = new JsonArray([.. roles.Names().Select(role => (JsonNode)role)]) };

    private static JsonObject Fault(string mediaType)
    {
        JsonObject fault = new() { ["description"] = "What is wrong." };
        if (mediaType.Length > 0)
        {
            fault["content"] = new JsonObject { [mediaType] = mediaType == "application/problem+json" ? new JsonObject { ["schema"] = Reference("Problem") } : new JsonObject() };
        }

        return fault;
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
        schemas[element.Name] ??= Rooted(SchemaOf(element), element.Name);
        JsonNode schema = isList ? new JsonObject { ["type"] = "array", ["items"] = Reference(element.Name) } : Reference(element.Name);
        return new JsonObject { [mediaType] = new JsonObject { ["schema"] = schema } };
    }

    /// <summary>A type with a converter of its own says itself how it is written.</summary>
    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode schema)
    {
        Type type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type == typeof(JsonElement) && context.PropertyInfo?.DeclaringType == typeof(WavePlanView))
        {
            // Waves know nothing of what they are told; this floor knows who tells them.
            return new JsonObject { ["anyOf"] = new JsonArray(SchemaOf(typeof(NoticeOrder)), SchemaOf(typeof(PostingOrder)), new JsonObject { ["type"] = "null" }) };
        }

        // A time of day bears no offset, which JSON Schema's own format wants.
        string? said = type == typeof(TimeOnly) ? """{ "type": "string", "pattern": "^[0-9]{2}:[0-9]{2}:[0-9]{2}$" }""" : type.GetCustomAttribute<ApiSchemaAttribute>()?.Schema;
        if (said is null)
        {
            if (schema is JsonObject members && type.GetProperties().Any(property => property.IsDefined(typeof(JsonExtensionDataAttribute))))
            {
                // Whatever other slices bring: chapters of a report.
                members.Remove("additionalProperties");
            }

            return schema;
        }

        JsonNode own = JsonNode.Parse(said)!;
        return type == context.TypeInfo.Type ? own : new JsonObject { ["anyOf"] = new JsonArray(own, new JsonObject { ["type"] = "null" }) };
    }

    /// <summary>A schema that refers to parts of itself does so from the document's root.</summary>
    private static JsonNode Rooted(JsonNode schema, string name)
    {
        foreach (JsonNode node in WithAllBelow(schema))
        {
            if (node is JsonObject holder && holder["$ref"] is JsonValue reference && reference.GetValue<string>() is { } inside && inside.StartsWith('#'))
            {
                holder["$ref"] = $"#/components/schemas/{name}{inside[1..]}";
            }
        }

        return schema;
    }

    private static IEnumerable<JsonNode> WithAllBelow(JsonNode node) => node switch
    {
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().ToArray().SelectMany(WithAllBelow).Prepend(node),
        JsonArray list => list.OfType<JsonNode>().ToArray().SelectMany(WithAllBelow).Prepend(node),
        _ => [node],
    };

    private static JsonNode SchemaOf(Type type) => JsonBody.Format.GetJsonSchemaAsNode(type, Exporting);

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    /// <summary>What stands for every address that is nobody else's: described by the root.</summary>
    [GeneratedRegex(@"\{\*\w+\}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RouteParameter();
}
