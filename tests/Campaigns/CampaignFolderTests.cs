using Compensation.Campaigns;
using Compensation.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Campaigns;

public sealed class CampaignFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("campaigns-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_five_campaigns_of_the_repository_are_loaded_from_beside_the_app()
    {
        IServiceCollection services = new ServiceCollection().AddCampaigns(new ConfigurationBuilder().Build());

        CampaignCatalog catalog = services.BuildServiceProvider().GetRequiredService<CampaignCatalog>();

        Assert.Equal(["kumamoto", "okinawa", "tochigi", "wester", "yamaguchi"], catalog.All.Select(campaign => campaign.Id.Value).Order(StringComparer.Ordinal));
        Assert.True(catalog.TryFindByLinkCode(43, out Campaign? byLinkCode));
        Assert.Equal(CampaignId.Parse("kumamoto"), byLinkCode.Id);
    }

    [Fact]
    public void Every_fault_of_every_file_is_told_before_the_app_starts()
    {
        Copy("kumamoto", "\"shards\": 64", "\"shards\": 0");
        Copy("tochigi", "\"on\": \"2023-03-31\"", "\"on\": \"the end of March\"");
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection([new("Campaigns:Folder", _folder.FullName)]).Build();

        CampaignFileException refused = Assert.Throws<CampaignFileException>(() => new ServiceCollection().AddCampaigns(settings));

        Assert.Equal(["kumamoto.json", "tochigi.json"], refused.Faults.Select(fault => fault.File));
        Assert.Contains("kumamoto.json: shards: is 0; expected 1 to 1024", refused.Message, StringComparison.Ordinal);
        Assert.Contains("tochigi.json: cutoff.on: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_campaigns_with_one_link_code_are_refused()
    {
        Copy("kumamoto", "\"linkCode\": 43", "\"linkCode\": 9");
        Copy("tochigi", string.Empty, string.Empty);

        CampaignFileException refused = Assert.Throws<CampaignFileException>(() => CampaignFolder.Load(_folder.FullName));

        Assert.Contains("kumamoto.json: linkCode: 9 is shared by kumamoto, tochigi; expected one of its own", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_campaigns_is_refused()
    {
        Assert.Throws<CampaignFileException>(() => CampaignFolder.Load(_folder.FullName));
        Assert.Throws<CampaignFileException>(() => CampaignFolder.Load(Path.Combine(_folder.FullName, "missing")));
    }

    private void Copy(string id, string old, string replacement)
    {
        string text = File.ReadAllText(Path.Combine(CampaignFiles.Folder, $"{id}.json"));
        File.WriteAllText(Path.Combine(_folder.FullName, $"{id}.json"), old.Length == 0 ? text : text.Replace(old, replacement, StringComparison.Ordinal));
    }
}
