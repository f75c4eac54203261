namespace Compensation.Standalone;

/// <summary>What was asked for.</summary>
/// <param name="App">The folder the app was built into.</param>
/// <param name="Data">Where everything is kept that must outlive a restart.</param>
/// <param name="Settings">The settings file; it may be missing.</param>
/// <param name="Port">The app's port on 127.0.0.1, and the first that is tried.</param>
internal sealed record StandaloneOptions(string App, string Data, string Settings, int Port);
