using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Campaigns;

/// <summary>Where the campaign files are. Section <c>Campaigns</c>.</summary>
public sealed class CampaignOptions
{
    public const string Section = "Campaigns";

    /// <summary>The folder that holds one JSON file per campaign. A relative path begins beside the app. Default <c>campaigns</c>.</summary>
    public string Folder { get; init; } = "campaigns";
}

public static class CampaignServices
{
    /// <summary>Loads every campaign at once: an installation with a faulty file does not start.</summary>
    /// <exception cref="CampaignFileException">Lists every fault of every file.</exception>
    public static IServiceCollection AddCampaigns(this IServiceCollection services, IConfiguration configuration)
    {
        CampaignOptions options = configuration.GetSection(CampaignOptions.Section).Get<CampaignOptions>() ?? new CampaignOptions();
        return services.AddSingleton(CampaignFolder.Load(Path.Combine(AppContext.BaseDirectory, options.Folder)));
    }
}
