using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Compensation.Common;
using Compensation.Common.Http;

namespace Compensation.CallCentre.Cases;

/// <summary>By which a case is known on the telephone: nine digits. It opens nothing.</summary>
[ApiSchema("""{ "type": "string", "pattern": "^[0-9]{9}$" }""")]
[JsonConverter(typeof(CaseNumberJsonConverter))]
public readonly record struct CaseNumber
{
    private const int Length = 9;
    private const ulong Count = 1_000_000_000;

    private readonly string? _value;

    private CaseNumber(string value) => _value = value;

    public string Value => _value ?? string.Empty;

    /// <summary>The mark of the one whom the notice of the case's supplement is for, and the notice's wave.</summary>
    internal string SupplementMark => $"supplement-{Value}";

    internal uint Number => uint.Parse(Value, CultureInfo.InvariantCulture);

    /// <summary>Understands it as people type it.</summary>
    public static bool TryParse(string? text, out CaseNumber number)
    {
        string folded = Folding.Plain(text).Replace(" ", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
        bool isOne = folded.Length == Length && folded.All(char.IsAsciiDigit);
        number = isOne ? new CaseNumber(folded) : default;
        return isOne;
    }

    /// <exception cref="FormatException">It is none.</exception>
    public static CaseNumber Parse(string text) => TryParse(text, out CaseNumber number) ? number : throw new FormatException("Not the number of a case.");

    /// <summary>The same source gives the same number, so that a repeat meets itself.</summary>
    /// <param name="hash">The installation's.</param>
    /// <param name="campaign">Whose.</param>
    /// <param name="source">What the case arises from.</param>
    /// <param name="attempt">0, or 1 and up where an earlier attempt's number is another case's.</param>
    internal static CaseNumber Of(KeyedHash hash, CampaignId campaign, string source, int attempt) =>
        new((hash.Of64("case-number", string.Create(CultureInfo.InvariantCulture, $"{campaign}\n{source}\n{attempt}")) % Count).ToString("d9", CultureInfo.InvariantCulture));

    public override string ToString() => Value;

    private sealed class CaseNumberJsonConverter : JsonConverter<CaseNumber>
    {
        public override CaseNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? string.Empty);

        public override void Write(Utf8JsonWriter writer, CaseNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
