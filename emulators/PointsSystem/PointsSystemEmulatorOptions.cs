namespace Compensation.Emulators.PointsSystem;

/// <summary>How one emulator behaves.</summary>
public sealed record PointsSystemEmulatorOptions
{
    /// <summary>The key unless another is given. Public on purpose: it protects nothing.</summary>
    public const string DefaultApiKey = "points-system-emulator-key";

    /// <summary>Where the ledger is kept. One emulator at a time may use a folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock of the times in the ledger.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Requests must bear it.</summary>
    public string ApiKey { get; init; } = DefaultApiKey;

    public PointsSystemFaults Faults { get; init; } = new();

    /// <summary>
    /// Called with a file and a reason when the ledger cannot be written, a full disk for example. From then on whoever asks gets no answer. Null: requests fail.
    /// </summary>
    public Action<string, string>? StorageFailed { get; init; }

    /// <summary>How large the ledger may grow, as if the disk were full then; null: as large as the disk allows.</summary>
    public long? MaxBytes { get; init; }
}

/// <summary>What goes wrong. Counts run down as they are used; <c>/emulator</c> stays well.</summary>
public sealed record PointsSystemFaults
{
    /// <summary>The next so many requests get 429.</summary>
    public int ThrottleNext { get; init; }

    /// <summary>Retry-After of throttled requests, in seconds.</summary>
    public int RetryAfterSeconds { get; init; } = 10;

    /// <summary>The next so many requests get <see cref="FailStatus"/>, and nothing is booked.</summary>
    public int FailNext { get; init; }

    /// <summary>400 to 599, without an error code in the body: some gateway's answer.</summary>
    public int FailStatus { get; init; } = 503;

    /// <summary>The next so many requests are booked, and then the connection is dropped without an answer.</summary>
    public int DropNext { get; init; }

    /// <summary>
    /// One posting in so many is disturbed at its first request: throttled, failed or booked and not answered. Which ones, and how, follows from their keys,
    /// not from the order in which requests happen to arrive, so that a run can be repeated. 0: none.
    /// </summary>
    public int OneIn { get; init; }

    /// <summary>Real time by which each answer is late.</summary>
    public int DelayMilliseconds { get; init; }

    /// <summary>Every connection is dropped unheard.</summary>
    public bool Down { get; init; }

    internal string? Problem => this switch
    {
        { ThrottleNext: < 0 } or { FailNext: < 0 } or { DropNext: < 0 } or { OneIn: < 0 } => "Counts must not be negative.",
        { RetryAfterSeconds: < 0 } => "retryAfterSeconds must not be negative.",
        { FailStatus: < 400 or > 599 } => "failStatus must be from 400 to 599.",
        { DelayMilliseconds: < 0 or > 600_000 } => "delayMilliseconds must be from 0 to 600000.",
        _ => null,
    };
}
