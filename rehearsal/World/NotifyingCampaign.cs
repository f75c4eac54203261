using System.Text;
using System.Text.Json.Nodes;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Rehearsal.World;

/// <summary>A points award's file with a notice of granted points added: the published terms promise none, so the file itself has none.</summary>
internal static class NotifyingCampaign
{
    private const string GrantNotice = """
        {
          "senders": { "email": "points@wester.example.jp", "sms": "+81300000000", "smsDisplay": "03-0000-0000" },
          "texts": {
            "sms": "【WESTER】キャンペーンの追加分{points}ポイントを付与しました。{office}",
            "emailSubject": "【{programme}】{points}ポイントを付与しました",
            "emailText": [
              "{programme}にご参加いただき、ありがとうございました。",
              "",
              "■ 付与のお知らせ",
              "キャンペーンの追加分として、{points}ポイントを付与しました。",
              "本メールは {emailSender} からお送りしています。",
              "",
              "{office}"
            ]
          }
        }
        """;

    /// <summary>Writes the campaign's file with the notice into a folder of its own, for the application to read.</summary>
    public static Campaign Write(CampaignId id, string folder)
    {
        Directory.CreateDirectory(folder);
        string written = Path.Combine(folder, $"{id}.json");
        File.WriteAllText(written, With(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, new CampaignOptions().Folder, $"{id}.json"))));
        return CampaignFile.Read(written);
    }

    /// <summary>The campaign of a file's text, with the notice.</summary>
    public static Campaign Parse(string fileName, string file) => CampaignFile.Parse(fileName, Encoding.UTF8.GetBytes(With(file)));

    /// <summary>A file's text, with the notice.</summary>
    public static string With(string file)
    {
        JsonObject campaign = JsonNode.Parse(file)!.AsObject();
        campaign["grantNotice"] = JsonNode.Parse(GrantNotice);
        return campaign.ToJsonString();
    }
}
