using Compensation.Campaigns;

namespace Compensation.Tests;

/// <summary>The real campaign files, as tests use them.</summary>
internal static class TestCampaigns
{
    private static readonly Lazy<CampaignCatalog> Catalog = new(() => CampaignFolder.Load(Path.Combine(AppContext.BaseDirectory, "campaigns")));

    public static Campaign Kumamoto => Of("kumamoto");

    public static Campaign Of(string id) => Catalog.Value[Compensation.Common.CampaignId.Parse(id)];
}
