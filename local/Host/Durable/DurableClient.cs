using System.Text.Json;

namespace Compensation.Local.Host.Durable;

/// <summary>What a durable client's binding is given: the official extension's names.</summary>
internal static class DurableClient
{
    /// <param name="hub">The app's task hub.</param>
    /// <param name="door">Where the engine's gRPC door is.</param>
    public static string Binding(string hub, Uri door) => JsonSerializer.Serialize(new
    {
        taskHubName = hub,
        connectionName = "",
        rpcBaseUrl = door.AbsoluteUri,
        requiredQueryStringParameters = "",
        httpBaseUrl = "",
        maxGrpcMessageSizeInBytes = int.MaxValue,
    });
}
