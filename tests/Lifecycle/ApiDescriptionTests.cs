using System.Reflection;
using System.Text.Json.Nodes;
using Compensation.Common.Http;
using Compensation.Lifecycle;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Tests.Lifecycle;

public class ApiDescriptionTests
{
    [Fact]
    public void Every_http_function_is_described()
    {
        IEnumerable<string> silent =
            from type in typeof(DescribeApi).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null)
            where method.GetCustomAttribute<ApiOperationAttribute>() is null
            select $"{type.Name}.{method.Name}";

        Assert.Empty(silent);
    }

    [Fact]
    public void The_description_names_every_route_and_method_once_and_every_reference_leads_somewhere()
    {
        JsonObject document = DescribeApi.Describe();

        IEnumerable<string> described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key} {path.Key}"));
        IEnumerable<string> existing = HttpFunction.All.SelectMany(one => one.Trigger.Methods!.Select(verb => $"{verb} /{one.Trigger.Route!.Replace("{*anywhere}", string.Empty, StringComparison.Ordinal)}"));
        Assert.Equal(existing.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        HashSet<string> schemas = [.. document["components"]!["schemas"]!.AsObject().Select(schema => $"#/components/schemas/{schema.Key}")];
        Assert.All(References(document["paths"]!), reference => Assert.Contains(reference, schemas));
    }

    [Fact]
    public void A_schema_says_what_the_wire_says()
    {
        JsonNode request = DescribeApi.Describe()["components"]!["schemas"]!["ResendRequest"]!;

        Assert.Equal(["by", "channel", "filter", "people", "plan", "reason"], request["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
        Assert.Contains("notClaimedAndNotDelivered", request["properties"]!["filter"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_an_import_answers_when_it_is_closed_is_described()
    {
        HttpFunction[] closable = [.. HttpFunction.All.Where(one => one.Operation.Refusal?.GetProperty("Outcome")?.PropertyType is { IsEnum: true } outcome && Enum.GetNames(outcome).Contains("Closed", StringComparer.Ordinal))];

        Assert.Equal(["ImportAdjustments", "ImportLedger", "ImportMemberContacts", "ImportPurchases"], closable.Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.All(closable, one => Assert.Contains(409, one.Operation.RefusalStatuses));
    }

    private static IEnumerable<string> References(JsonNode node) => node switch
    {
        JsonObject item => item.SelectMany(member => member.Key == "$ref" ? [(string)member.Value!] : member.Value is null ? [] : References(member.Value)),
        JsonArray list => list.SelectMany(one => one is null ? [] : References(one)),
        _ => [],
    };
}
