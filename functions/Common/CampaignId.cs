using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Compensation.Common.Http;

namespace Compensation.Common;

/// <summary>A campaign's short name, such as <c>kumamoto</c>: 2 to 20 lower-case letters and digits, a letter first. It is part of table keys and instance ids.</summary>
[ApiSchema("""{ "type": "string", "pattern": "^[a-z][a-z0-9]{1,19}$" }""")]
[JsonConverter(typeof(CampaignIdJsonConverter))]
public readonly partial record struct CampaignId
{
    private CampaignId(string value) => Value = value;

    public string Value { get; }

    /// <exception cref="FormatException">The text is not a campaign id.</exception>
    public static CampaignId Parse(string text) => TryParse(text, out CampaignId id)
        ? id
        : throw new FormatException($"'{text}' is not a campaign id: expected 2 to 20 lower-case letters and digits, beginning with a letter.");

    public static bool TryParse(string? text, out CampaignId id)
    {
        bool valid = text is not null && Shape().IsMatch(text);
        id = valid ? new CampaignId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z][a-z0-9]{1,19}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();

    private sealed class CampaignIdJsonConverter : JsonConverter<CampaignId>
    {
        public override CampaignId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? string.Empty);

        public override void Write(Utf8JsonWriter writer, CampaignId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
