using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Applications.Matching;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;

namespace Compensation.Applications;

/// <summary>The stored shape of an <see cref="Application"/>: table <c>Applications</c>, partition <c>{campaign}:{bucket}</c>, row <c>a:{receipt}:{line}</c>.</summary>
internal sealed class ApplicationRow : ITableEntity
{
    public const string Prefix = "a:";

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public ApplicationState State { get; set; }

    public ApplicationOutcome Outcome { get; set; }

    public string Form { get; set; } = string.Empty;

    public string Inquiry { get; set; } = string.Empty;

    public string Number { get; set; } = string.Empty;

    public string Contact { get; set; } = string.Empty;

    public string Address { get; set; } = string.Empty;

    public string Source { get; set; } = string.Empty;

    public string? EnteredBy { get; set; }

    public Language Language { get; set; }

    public string? HeldBy { get; set; }

    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? Words { get; set; }

    public string? Answer { get; set; }

    public string? Transfer { get; set; }

    public int Messages { get; set; }

    public DateTimeOffset? ErasedAt { get; set; }

    public string? Acts { get; set; }

    public static string PartitionOf(CampaignId campaign, int bucket) => string.Create(CultureInfo.InvariantCulture, $"{campaign}:{bucket:x}");

    /// <summary>All buckets lie between these: one query finds the few rows of a kind in all of them.</summary>
    public static (string From, string Before) PartitionsOf(CampaignId campaign) => ($"{campaign}:0", $"{campaign}:g");

    public static string PartitionOf(CampaignId campaign, ReceiptNumber receipt) => PartitionOf(campaign, receipt.Bucket);

    public static string KeyOf(ReceiptNumber receipt, int line) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{receipt}:{line}");

    public static ApplicationRow From(Application application) => new()
    {
        PartitionKey = PartitionOf(application.Campaign, application.Receipt),
        RowKey = KeyOf(application.Receipt, application.Line),
        ETag = application.Version,
        ReceivedAt = application.ReceivedAt,
        State = application.State,
        Outcome = application.Outcome,
        Form = application.ProtectedForm,
        Inquiry = application.ProtectedNumber,
        Number = application.NumberKey,
        Contact = application.ContactKey,
        Address = application.AddressKey,
        Source = application.Source,
        EnteredBy = application.EnteredBy,
        Language = application.Language,
        HeldBy = application.HeldBy,
        DecidedBy = application.DecidedBy,
        DecidedAt = application.DecidedAt,
        Words = application.ProtectedWords,
        Answer = application.ProtectedAnswer,
        Transfer = application.ProtectedTransfer,
        Messages = application.Messages,
        ErasedAt = application.ErasedAt,
        Acts = application.Acts.ToString(),
    };

    public Application ToApplication(CampaignId campaign)
    {
        string[] key = RowKey.Split(':');
        return new Application
        {
            Campaign = campaign,
            Receipt = ReceiptNumber.Parse(key[1]),
            Line = int.Parse(key[2], CultureInfo.InvariantCulture),
            ReceivedAt = ReceivedAt,
            State = State,
            Outcome = Outcome,
            ProtectedForm = Form,
            ProtectedNumber = Inquiry,
            NumberKey = Number,
            ContactKey = Contact,
            AddressKey = Address,
            Source = Source,
            EnteredBy = EnteredBy,
            Language = Language,
            HeldBy = HeldBy,
            DecidedBy = DecidedBy,
            DecidedAt = DecidedAt,
            ProtectedWords = Words,
            ProtectedAnswer = Answer,
            ProtectedTransfer = Transfer,
            Messages = Messages,
            ErasedAt = ErasedAt,
            Acts = RecentActs.Parse(Acts),
            Version = ETag,
        };
    }
}
