using System.Text;
using System.Text.Json.Nodes;
using Compensation.Campaigns;
using Compensation.Tests.Local;

namespace Compensation.Tests.Campaigns;

/// <summary>The campaign files of the repository, and copies of them with something changed.</summary>
internal static class CampaignFiles
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(NodePeers.Folder, "..", "..", "campaigns"));

    public static Campaign Read(string id) => CampaignFile.Read(Path.Combine(Folder, $"{id}.json"));

    public static JsonObject Json(string id) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{id}.json")))!.AsObject();

    /// <summary>What is said about a file after a change, one line per fault.</summary>
    public static IReadOnlyList<string> FaultsOf(string id, Action<JsonObject> change)
    {
        JsonObject file = Json(id);
        change(file);
        return FaultsOf($"{id}.json", file.ToJsonString());
    }

    public static IReadOnlyList<string> FaultsOf(string fileName, string text)
    {
        CampaignFileException refused = Assert.Throws<CampaignFileException>(() => CampaignFile.Parse(fileName, Encoding.UTF8.GetBytes(text)));
        return [.. refused.Faults.Select(fault => fault.ToString())];
    }
}
