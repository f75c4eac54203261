namespace Compensation.Local.Host.Workers;

/// <summary>What host and worker agree on by name.</summary>
internal static class WorkerEnvironment
{
    /// <summary>Tells the worker which invocation an HTTP request belongs to.</summary>
    public const string InvocationHeader = "x-ms-invocation-id";

    /// <summary>Of one gRPC message, in bytes, as text.</summary>
    public const string MaxMessageLength = "2147483647";

    /// <summary>Says what the worker reads from its environment.</summary>
    public static void Apply(string appDirectory, Action<string, string> set)
    {
        set("FUNCTIONS_APPLICATION_DIRECTORY", appDirectory);
        set("FUNCTIONS_WORKER_DIRECTORY", appDirectory);
        // Else a watcher is put on the whole current folder.
        set("DOTNET_hostBuilder__reloadConfigOnChange", "false");
    }
}
