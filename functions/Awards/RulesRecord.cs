using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;

namespace Compensation.Awards;

/// <summary>Rules as they are kept: the part of the campaign file that decides on points, so that a word changed elsewhere in the file is no new version.</summary>
/// <param name="Version">The file's <c>rulesVersion</c>.</param>
/// <param name="Hash">First 16 hex digits of the SHA-256 over <paramref name="Json"/>.</param>
/// <param name="Json">The rules.</param>
internal sealed record RulesRecord(int Version, string Hash, byte[] Json)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static RulesRecord Of(PointsAward award)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(award, s_json);
        return new RulesRecord(award.RulesVersion, Convert.ToHexStringLower(SHA256.HashData(json))[..16], json);
    }

    public PointRules ToRules() => new(JsonSerializer.Deserialize<PointsAward>(Json, s_json) ?? throw new InvalidDataException("Kept rules are null."));
}
