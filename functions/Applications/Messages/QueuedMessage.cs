using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices.Direct;

namespace Compensation.Applications.Messages;

/// <summary>What an applicant is told.</summary>
public enum MessageKind
{
    /// <summary>That the application has come in, with its receipt number.</summary>
    Received,

    /// <summary>That it was refused, and why.</summary>
    Refused,

    /// <summary>What is asked.</summary>
    Question,
}

/// <summary>A message to an applicant that is to be sent once.</summary>
/// <param name="Campaign">Whose.</param>
/// <param name="Receipt">Whom: the contact of this receipt's applications.</param>
/// <param name="Line">Which of them it is about; 0 for all.</param>
/// <param name="Number">Counts the messages about the line.</param>
/// <param name="Kind">What it says.</param>
public sealed record QueuedMessage(CampaignId Campaign, ReceiptNumber Receipt, int Line, int Number, MessageKind Kind)
{
    /// <summary>The encrypted words of whoever decided; null where the kind says everything.</summary>
    public string? ProtectedWords { get; init; }

    public MessageProgress Progress { get; init; } = new();

    public ETag Version { get; init; }

    /// <summary>Whether it still says how its application stands: a question or a refusal that was overtaken by another decision does not.</summary>
    internal bool Holds(Application application) => Kind switch
    {
        MessageKind.Refused => application.State == ApplicationState.Refused && application.Messages == Number,
        MessageKind.Question => application.State == ApplicationState.AskedBack && application.Messages == Number,
        _ => true,
    };
}

/// <summary>The stored shape of a <see cref="QueuedMessage"/>: table <c>Applications</c>, the partition of its applications, row <c>m:{receipt}:{line}:{number}</c> while it is to be sent, <c>s:</c> in front once it was, <c>f:</c> once it is known that it was not, or that nobody can know.</summary>
internal sealed class MessageRow : ITableEntity
{
    public const string Prefix = "m:";

    public string PartitionKey { get; set; } = string.Empty;

    public string RowKey { get; set; } = string.Empty;

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public MessageKind Kind { get; set; }

    public MessageState State { get; set; }

    public string? Words { get; set; }

    public string? Provider { get; set; }

    public DateTimeOffset? FirstTriedAt { get; set; }

    public DateTimeOffset? LastTriedAt { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    public int Tries { get; set; }

    public static string KeyOf(QueuedMessage message) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{message.Receipt}:{message.Line}:{message.Number}");

    public static MessageRow From(QueuedMessage message) => new()
    {
        PartitionKey = ApplicationRow.PartitionOf(message.Campaign, message.Receipt),
        RowKey = KeyOf(message),
        ETag = message.Version,
        Kind = message.Kind,
        State = message.Progress.State,
        Words = message.ProtectedWords,
        Provider = message.Progress.Provider,
        FirstTriedAt = message.Progress.FirstTriedAt,
        LastTriedAt = message.Progress.LastTriedAt,
        NotBefore = message.Progress.NotBefore,
        Tries = message.Progress.Tries,
    };

    public QueuedMessage ToMessage(CampaignId campaign)
    {
        string[] key = RowKey.Split(':');
        return new QueuedMessage(campaign, ReceiptNumber.Parse(key[1]), int.Parse(key[2], CultureInfo.InvariantCulture), int.Parse(key[3], CultureInfo.InvariantCulture), Kind)
        {
            ProtectedWords = Words,
            Progress = new MessageProgress { State = State, Provider = Provider, FirstTriedAt = FirstTriedAt, LastTriedAt = LastTriedAt, NotBefore = NotBefore, Tries = Tries },
            Version = ETag,
        };
    }
}
