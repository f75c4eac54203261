namespace Compensation.Emulators.Communication.Storage;

/// <summary>What was asked cannot be kept.</summary>
internal sealed class EmulatorStorageException(Exception inner) : Exception($"The emulator's store cannot be written: {inner.Message}", inner);
