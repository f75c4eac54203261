using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Compensation.Campaigns.Files;
using Compensation.Tests.Local;

namespace Compensation.Tests.Campaigns;

/// <summary>The schema that editors and authors read against the records that the loader reads.</summary>
public sealed class CampaignSchemaTests
{
    private static readonly NullabilityInfoContext s_nullability = new();

    private readonly JsonObject _schema = JsonNode.Parse(File.ReadAllText(Path.Combine(CampaignFiles.Folder, "campaign.schema.json")))!.AsObject();

    [Theory]
    [InlineData("compensation", typeof(CompensationFile))]
    [InlineData("pointsAward", typeof(PointsAwardFile))]
    public void The_schema_names_the_same_members_as_the_loader_and_asks_for_the_same(string definition, Type type) =>
        AssertSame(Definition(definition), type, definition);

    /// <summary>Ajv does not share our mistakes.</summary>
    [Fact]
    public async Task Every_file_is_valid_by_the_schema_and_a_broken_one_is_not()
    {
        string verdicts = await NodePeers.RunAsync("validate-campaigns.mjs", CampaignFiles.Folder);

        Assert.Equal(
            ["kumamoto.json valid", "okinawa.json valid", "tochigi.json valid", "wester.json valid", "yamaguchi.json valid", "broken invalid"],
            verdicts.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private void AssertSame(JsonObject node, Type type, string path)
    {
        PropertyInfo[] members = [.. type.GetProperties().Where(member => member.CanWrite)];
        Assert.Equal(members.Select(NameOf).Order(StringComparer.Ordinal), node["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            members.Where(IsRequired).Select(NameOf).Order(StringComparer.Ordinal),
            node["required"]!.AsArray().Select(name => name!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.False(node["additionalProperties"]!.GetValue<bool>(), $"{path} lets unknown members pass.");
        foreach (PropertyInfo member in members)
        {
            AssertSameBelow(Resolved(node["properties"]![NameOf(member)]!), member.PropertyType, $"{path}.{NameOf(member)}");
        }
    }

    private void AssertSameBelow(JsonObject node, Type type, string path)
    {
        Type element = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : type;
        JsonObject shape = element == type ? node : Resolved(node["items"]!);
        if (element.Namespace == typeof(CompensationFile).Namespace)
        {
            AssertSame(shape, element, path);
        }
        else if (element.IsEnum)
        {
            string[] offered = [.. shape["enum"]!.AsArray().Select(value => value!.GetValue<string>())];
            string[] known = [.. Enum.GetNames(element).Select(JsonNamingPolicy.CamelCase.ConvertName)];
            Assert.Empty(offered.Except(known, StringComparer.Ordinal));
        }
    }

    private JsonObject Definition(string name) => _schema["$defs"]![name]!.AsObject();

    private JsonObject Resolved(JsonNode node) => node["$ref"] is { } reference ? Definition(reference.GetValue<string>()["#/$defs/".Length..]) : node.AsObject();

    private static string NameOf(PropertyInfo member) =>
        member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    private static bool IsRequired(PropertyInfo member) => s_nullability.Create(member).WriteState != NullabilityState.Nullable;
}
