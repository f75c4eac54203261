using Compensation.Emulators.Communication.Smtp;

namespace Compensation.Emulators.Communication;

/// <summary>How one emulator behaves and what it is connected to.</summary>
public sealed record CommunicationEmulatorOptions
{
    /// <summary>The access key unless another is given. Public on purpose: it protects nothing.</summary>
    public const string DefaultAccessKey = "Y29tcGVuc2F0aW9uLWVtdWxhdG9yLWFjY2Vzcy1rZXk=";

    /// <summary>Where everything accepted is kept. One emulator at a time may use a folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock of message times, delivery, reports and rate limits. Dates of signatures are checked only against the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Called before anything starts to run that a timer caused; what it returns is disposed when that has ended.</summary>
    public Func<IDisposable>? BeginWork { get; init; }

    /// <summary>Base64. Requests must be signed with it.</summary>
    public string AccessKey { get; init; } = DefaultAccessKey;

    /// <summary>Whether any bearer token will do instead of a signature.</summary>
    public bool AcceptBearerTokens { get; init; }

    /// <summary>
    /// One JSON line for each message that was asked to be sent, refused ones and repeats included. Null for none.
    /// </summary>
    public string? ProviderLog { get; init; }

    /// <summary>
    /// Called once for each accepted message, in order, after it is on disk and before the sender has its answer. Must not block.
    /// A message accepted just before a kill is not reported by it: read <see cref="CommunicationEmulatorHost.ReadMessagesAsync"/> after a restart.
    /// </summary>
    public Action<EmulatedMessage>? OnMessage { get; init; }

    /// <summary>Where delivery reports go; may also be set later. Until it is known, reports wait.</summary>
    public Uri? Webhook { get; init; }

    public ReportSchema ReportSchema { get; init; } = ReportSchema.CloudEvents;

    /// <summary>Makes the posting of reports as untidy as the real one may be. Null for none.</summary>
    public ReportDisorder? ReportDisorder { get; init; }

    public EmulatorFaults Faults { get; init; } = new();

    /// <summary>On the pages, links that begin with <see cref="LinkRewrite.From"/> lead to <see cref="LinkRewrite.To"/> instead.</summary>
    public LinkRewrite? LinkRewrite { get; init; }

    /// <summary>A submission server beside the REST protocols. Null: none.</summary>
    public SmtpSinkOptions? Smtp { get; init; }

    /// <summary>
    /// Called with a file and a reason when what is kept cannot be written, a full disk for example. From then on whoever asks gets no answer: what was asked may or may
    /// not be on record. Null: requests fail.
    /// </summary>
    public Action<string, string>? StorageFailed { get; init; }

    /// <summary>How large the store may grow, as if the disk were full then; null: as large as the disk allows.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>How long an e-mail operation is Running before it ends.</summary>
    public TimeSpan EmailOperationDuration { get; init; } = TimeSpan.Zero;
}

/// <summary>The envelope of delivery reports.</summary>
public enum ReportSchema
{
    CloudEvents = 1,
    EventGrid = 2,
}

/// <summary>Shuffles each batch of reports and repeats some of them.</summary>
/// <param name="Seed">Same seed, same disorder.</param>
/// <param name="DuplicateShare">The share of reports, 0 to 1, that are posted twice.</param>
public sealed record ReportDisorder(int Seed, double DuplicateShare);

/// <summary>Shows the public address in texts while the link opens the local one.</summary>
public sealed record LinkRewrite(string From, string To);
