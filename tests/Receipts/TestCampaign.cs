using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Tests.Receipts;

/// <summary>A campaign such as the notices describe.</summary>
public static class TestCampaign
{
    public static Campaign Kumamoto { get; } = new()
    {
        Id = CampaignId.Parse("kumamoto"),
        Kind = CampaignKind.Compensation,
        Programme = "くまもと再発見の旅",
        Office = "くまもと再発見の旅事務局",
        LinkCode = 4,
        Shards = 4,
        Eligibility = new EligibilityRule(new DateOnly(2023, 2, 24), new Yen(1)),
        CutoffAt = JapanTime.EndOf(new DateOnly(2023, 3, 31)),
        Waves = [],
        Reminders = [],
        ReceiptEndsAt = JapanTime.EndOf(new DateOnly(2023, 5, 31)),
        Sending = new SendingRule(new TimeOnly(9, 0), new TimeOnly(20, 0), new Pace(100, 100)),
        Products =
        [
            new Product("amazon", "Amazonギフトカード", "Amazonのアプリまたはサイトで「アカウントサービス」→「ギフトカードの登録」を開き、コードを入力してください。"),
            new Product("ponta", "Pontaポイント コード", "Ponta Webの「ポイントコード登録」を開き、コードを入力してください。"),
            new Product("paypay", "PayPayポイント", "PayPayアプリの「ポイントコード」を開き、コードを入力してください。"),
            new Product("edy", "EdyギフトID", "EdyギフトIDの登録ページを開き、コードを入力してください。"),
            new Product("nanaco", "nanacoギフト", "nanacoギフトの登録ページを開き、コードを入力してください。"),
        ],
        Senders = new Senders("sender@example.jp", "+81352449370", "03-5244-9370"),
        CallCentre = new CallCentreLine("くまもと再発見の旅 コールセンター", "0120-479-249", "平日10:00～18:00"),
        Texts = new Dictionary<string, NoticeTexts>(StringComparer.Ordinal),
    };
}
