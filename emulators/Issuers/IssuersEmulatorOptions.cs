namespace Compensation.Emulators.Issuers;

/// <summary>How one emulator behaves.</summary>
public sealed record IssuersEmulatorOptions
{
    /// <summary>The keys unless others are given. Public on purpose: they protect nothing.</summary>
    public const string DefaultApiKey = "issuers-emulator-key";

    public const string DefaultAccessKeyId = "ISSUERSEMULATOR00000";

    public const string DefaultSecretAccessKey = "issuers-emulator-secret-access-key";

    public const string DefaultPartnerId = "Emula";

    /// <summary>Where the book is kept. One emulator at a time may use a folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock of the book, of signatures, and of the time within which something is taken back.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Requests of the JSON contract must bear it.</summary>
    public string ApiKey { get; init; } = DefaultApiKey;

    /// <summary>Requests of the Amazon protocol must be signed with it, for the region.</summary>
    public string AccessKeyId { get; init; } = DefaultAccessKeyId;

    public string SecretAccessKey { get; init; } = DefaultSecretAccessKey;

    public string Region { get; init; } = "us-west-2";

    public string PartnerId { get; init; } = DefaultPartnerId;

    /// <summary>What the partner has paid in, in yen; null: as much as is asked for.</summary>
    public long? Funds { get; init; }

    /// <summary>Requests of the Amazon protocol in one second of the clock; more are throttled. 0: as many as come.</summary>
    public int RequestsPerSecond { get; init; } = 10;

    /// <summary>For how long after its making a code can be taken back.</summary>
    public TimeSpan TakenBackWithin { get; init; } = TimeSpan.FromMinutes(15);

    public IssuersFaults Faults { get; init; } = new();
}

/// <summary>What goes wrong. Counts run down as they are used; <c>/emulator</c> stays well.</summary>
public sealed record IssuersFaults
{
    /// <summary>The next so many requests are throttled.</summary>
    public int ThrottleNext { get; init; }

    /// <summary>Retry-After of throttled requests, in seconds.</summary>
    public int RetryAfterSeconds { get; init; } = 10;

    /// <summary>The next so many requests get <see cref="FailStatus"/>, and nothing is issued.</summary>
    public int FailNext { get; init; }

    /// <summary>400 to 599, with some gateway's page.</summary>
    public int FailStatus { get; init; } = 503;

    /// <summary>The next so many requests of the Amazon protocol are refused with this error, and nothing is issued: <c>F100</c> to <c>F500</c>.</summary>
    public int ErrorNext { get; init; }

    public string ErrorCode { get; init; } = "F400";

    /// <summary>The next so many requests are carried out, and then the connection is dropped without an answer.</summary>
    public int DropNext { get; init; }

    /// <summary>The next so many requests are carried out, and their answer never comes.</summary>
    public int StallNext { get; init; }

    /// <summary>Every connection is dropped unheard.</summary>
    public bool Down { get; init; }

    /// <summary>Products of which nothing is left.</summary>
    public IReadOnlyList<string> OutOf { get; init; } = [];

    /// <summary>Products that are handed out to nobody.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    internal string? Problem => this switch
    {
        { ThrottleNext: < 0 } or { FailNext: < 0 } or { ErrorNext: < 0 } or { DropNext: < 0 } or { StallNext: < 0 } => "Counts must not be negative.",
        { RetryAfterSeconds: < 0 } => "retryAfterSeconds must not be negative.",
        { FailStatus: < 400 or > 599 } => "failStatus must be from 400 to 599.",
        { ErrorCode: not ("F100" or "F200" or "F300" or "F400" or "F500") } => "errorCode must be F100, F200, F300, F400 or F500.",
        _ => null,
    };
}
