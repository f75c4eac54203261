namespace Compensation.Campaigns;

/// <summary>Reads all campaign files of a folder.</summary>
public static class CampaignFolder
{
    private const string SchemaEnding = ".schema.json";

    /// <exception cref="CampaignFileException">The folder is missing or empty, or any file cannot be used; lists every fault of every file.</exception>
    public static CampaignCatalog Load(string folder)
    {
        List<Campaign> campaigns = [];
        List<CampaignFault> faults = [];
        foreach (string path in FilesOf(folder))
        {
            try
            {
                campaigns.Add(CampaignFile.Read(path));
            }
            catch (CampaignFileException faulty)
            {
                faults.AddRange(faulty.Faults);
            }
        }

        faults.AddRange(SharedLinkCodes(campaigns));
        return faults.Count == 0 ? new CampaignCatalog(campaigns) : throw new CampaignFileException(faults);
    }

    /// <summary>What is wrong with a file's link code beside the others of its folder, as far as these can be read.</summary>
    public static IEnumerable<(string Field, string Reason)> BesideOthers(int linkCode, string file) =>
        from other in JsonIn(Path.GetDirectoryName(Path.GetFullPath(file))!).Where(path => Path.GetFileName(path) != Path.GetFileName(file)).Select(TryRead).OfType<Campaign>()
        where other.LinkCode == linkCode
        select ("linkCode", $"{linkCode} is that of {other.Id} too; expected one of its own");

    private static Campaign? TryRead(string path)
    {
        try
        {
            return CampaignFile.Read(path);
        }
        catch (CampaignFileException)
        {
            return null;
        }
    }

    private static string[] FilesOf(string folder) => JsonIn(folder) is { Length: > 0 } paths
        ? paths
        : throw new CampaignFileException([new CampaignFault(folder, string.Empty, "holds no campaign files; expected a folder with one JSON file per campaign")]);

    private static string[] JsonIn(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.json").Where(path => !path.EndsWith(SchemaEnding, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
        : [];

    // A file is named after its campaign, so ids are unique within a folder; link codes are not by themselves.
    private static IEnumerable<CampaignFault> SharedLinkCodes(IEnumerable<Campaign> campaigns) =>
        from sharing in campaigns.GroupBy(campaign => campaign.LinkCode)
        where sharing.Count() > 1
        from campaign in sharing
        select new CampaignFault($"{campaign.Id}.json", "linkCode", $"{campaign.LinkCode} is shared by {string.Join(", ", sharing.Select(one => one.Id))}; expected one of its own");
}
