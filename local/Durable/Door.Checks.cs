using Compensation.Local.Durable.History;
using Grpc.Core;

namespace Compensation.Local.Durable;

internal partial class Door
{
    private const int LongestInstanceId = 100;

    /// <summary>What an instance id may look like, as documented for Durable Functions.</summary>
    private static string Checked(string id) =>
        id is { Length: > 0 and <= LongestInstanceId } && id[0] != '@' && !id.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c))
            ? id
            : throw Refusal(StatusCode.InvalidArgument,
                $"An instance id must have 1 to {LongestInstanceId} characters, not begin with '@', and contain none of / \\ # ? or control characters.");

    private static string Named(string name) =>
        string.IsNullOrWhiteSpace(name) ? throw Refusal(StatusCode.InvalidArgument, "A name is required.") : name;

    private static string? Checked(string? payload, string what) =>
        Payload.Excess(payload, what) is { } excess ? throw Refusal(StatusCode.InvalidArgument, excess) : payload;

    private static RpcException NotFound(string instanceId) => Refusal(StatusCode.NotFound, $"No instance with ID '{instanceId}' was found.");

    private static RpcException Refusal(StatusCode code, string detail) => new(new Status(code, detail));
}
