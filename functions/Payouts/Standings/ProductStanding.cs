using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;

namespace Compensation.Payouts.Standings;

/// <summary>Why a product is not to be chosen for now.</summary>
/// <param name="Product">The product's id.</param>
/// <param name="Value">Of which value nothing is left; null where the whole product is closed.</param>
/// <param name="Reason">Why it is closed; empty where nothing is left.</param>
/// <param name="By">The issuer, or the operator.</param>
/// <param name="ByIssuer">Whether it opens again by itself, as soon as the issuer hands something out.</param>
/// <param name="At">Since when (UTC).</param>
public sealed record ProductStanding(string Product, Yen? Value, string Reason, string By, bool ByIssuer, DateTimeOffset At)
{
    internal ETag Version { get; init; }
}

/// <summary>Its stored shape: table <c>ProductStandings</c>, partition <c>{campaign}</c>, row <c>c:{product}</c> closed, <c>o:{product}:{value in yen}</c> out.</summary>
internal static class StandingRow
{
    private const string Reason = "Reason";
    private const string By = "By";
    private const string ByIssuer = "ByIssuer";
    private const string At = "At";

    public static string KeyOf(string product) => $"c:{product}";

    public static string KeyOf(string product, Yen value) => string.Create(CultureInfo.InvariantCulture, $"o:{product}:{value.Amount}");

    public static string KeyOf(ProductStanding standing) => standing.Value is { } value ? KeyOf(standing.Product, value) : KeyOf(standing.Product);

    public static TableEntity Of(CampaignId campaign, ProductStanding standing, ProtectedFields fields) => new(campaign.Value, KeyOf(standing))
    {
        [Reason] = standing.Reason.Length == 0 ? string.Empty : fields.Protect(standing.Reason),
        [By] = standing.By,
        [ByIssuer] = standing.ByIssuer,
        [At] = standing.At,
    };

    public static ProductStanding Read(TableEntity row, ProtectedFields fields)
    {
        string[] key = row.RowKey.Split(':');
        return new ProductStanding(
            key[1],
            key.Length == 3 ? new Yen(long.Parse(key[2], CultureInfo.InvariantCulture)) : null,
            row.GetString(Reason) is { Length: > 0 } reason ? fields.UnprotectWords(reason) : string.Empty,
            row.GetString(By)!,
            row.GetBoolean(ByIssuer) ?? true,
            row.GetDateTimeOffset(At)!.Value)
        { Version = row.ETag };
    }
}
