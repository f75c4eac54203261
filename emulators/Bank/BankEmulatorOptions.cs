namespace Compensation.Emulators.Bank;

/// <summary>How one emulator behaves.</summary>
public sealed record BankEmulatorOptions
{
    /// <summary>The key unless another is given. Public on purpose: it protects nothing.</summary>
    public const string DefaultApiKey = "bank-emulator-key";

    /// <summary>Where the files are kept that were accepted. One emulator at a time may use a folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The bank's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Requests must bear it.</summary>
    public string ApiKey { get; init; } = DefaultApiKey;

    /// <summary>
    /// Called with a file and a reason when a file cannot be kept, a full disk for example. From then on whoever asks for that gets no answer. Null: requests fail.
    /// </summary>
    public Action<string, string>? StorageFailed { get; init; }

    /// <summary>How large all files together may grow, as if the disk were full then; null: as large as the disk allows.</summary>
    public long? MaxBytes { get; init; }
}
