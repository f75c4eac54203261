using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Compensation.Emulators.PointsSystem;

namespace Compensation.Tests.Local.PointsSystem;

public sealed class PointsSystemEmulatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("points-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_key_books_once_and_for_one_instruction_only_even_after_a_kill_that_tore_the_last_line()
    {
        Guid key = Guid.NewGuid();
        await using (PointsSystemEmulatorHost first = await StartAsync())
        {
            Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict], [
                await PutAsync(first, "grants", key, 40), await PutAsync(first, "grants", key, 40), await PutAsync(first, "grants", key, 41), await PutAsync(first, "revocations", key, 40),
            ]);
        }

        await File.AppendAllTextAsync(Path.Combine(_folder, "points-ledger.ndjson"), """{"sequence":2,"at":"2023-11""");
        await using PointsSystemEmulatorHost second = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await PutAsync(second, "grants", key, 40));
        Assert.Equal(HttpStatusCode.Created, await PutAsync(second, "revocations", Guid.NewGuid(), 15));
        Assert.Equal([(1L, 40L), (2L, 15L)], second.Postings.Select(posting => (posting.Sequence, posting.Points)));
    }

    [Fact]
    public async Task Who_asks_without_the_key_or_not_by_the_contract_is_refused_and_nothing_is_booked()
    {
        await using PointsSystemEmulatorHost emulator = await StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await PutAsync(emulator, "grants", Guid.NewGuid(), 40, apiKey: "another"));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(emulator, "grants", Guid.NewGuid(), 0));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PutAsync(emulator, "revocations", Guid.NewGuid(), 1));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(emulator, "grants", Guid.NewGuid(), 1, member: "W00404"));
        Assert.Empty(emulator.Postings);
    }

    private Task<PointsSystemEmulatorHost> StartAsync() => PointsSystemEmulatorHost.StartAsync(new PointsSystemEmulatorOptions { DataFolder = _folder });

    private static async Task<HttpStatusCode> PutAsync(PointsSystemEmulatorHost emulator, string path, Guid key, long points, string member = "W00001", string? apiKey = null)
    {
        using HttpClient client = new() { BaseAddress = emulator.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey ?? emulator.ApiKey);
        using HttpResponseMessage answer = await client.PutAsJsonAsync($"{path}/{key:D}", new { member, campaign = "wester", points, reason = "a test" });
        return answer.StatusCode;
    }
}
