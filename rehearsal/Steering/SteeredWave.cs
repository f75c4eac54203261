using System.Text.Json.Nodes;
using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.Steering;

/// <summary>A wave as the application shows it to operators.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="StartsAt">When its window begins.</param>
/// <param name="Counts">What it did so far, by the application's names.</param>
internal sealed record SteeredWave(string Id, string Standing, DateTimeOffset StartsAt, IReadOnlyList<KeyValuePair<string, long>> Counts)
{
    public static async Task<IReadOnlyList<SteeredWave>> ReadAsync(OperatorsDoor operators, CancellationToken cancellationToken) =>
        await operators.ReadAsync<JsonArray>("waves", cancellationToken) is { } waves ? [.. waves.OfType<JsonObject>().Select(Of)] : [];

    private static SteeredWave Of(JsonObject wave)
    {
        JsonObject? counts = (wave["progress"] ?? wave["result"])?["counts"] as JsonObject;
        return new SteeredWave(
            (string)wave["id"]!, (string)wave["standing"]!, (DateTimeOffset)wave["plan"]!["window"]!["startsAt"]!, [.. counts?.Select(count => KeyValuePair.Create(count.Key, (long)count.Value!)) ?? []]);
    }
}
