using System.Net;
using System.Net.Http.Json;
using Compensation.CallCentre;
using Compensation.Common.Http;
using Compensation.Entitlements;

namespace Compensation.Tests.Sending;

/// <summary>Resends as the call centre orders them.</summary>
internal static class ResendOrders
{
    public static async Task<HttpResponseMessage> PostResendAsync(this SendingWorld world, string key, object body, string query = "")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"campaigns/kumamoto/resends{query}") { Content = JsonContent.Create(body) };
        request.Headers.Add(IdempotencyKey.Header, key);
        return await world.Http.SendAsync(request);
    }

    /// <summary>One that is accepted, carried out to its end.</summary>
    public static async Task<ResendView> ResendAsync(this SendingWorld world, string key, object body)
    {
        using HttpResponseMessage answer = await world.PostResendAsync(key, body);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        ResendView resend = (await answer.Content.ReadFromJsonAsync<ResendView>(JsonBody.Format))!;
        await world.UntilAsync($"kumamoto:{resend.Wave}", wave => wave.IsCompleted);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        return resend;
    }

    public static object Named(Entitlement person) => new { people = new[] { new { entitlement = $"{person.Id}" } }, reason = "asked", by = "Sato" };

    public static object ByFilter(string filter = "notDelivered") => new { filter, reason = "second try", by = "Sato" };

    public static async Task<Entitlement> ChangeAsync(this SendingWorld world, Entitlement person, Func<Entitlement, Entitlement> change)
    {
        Entitlement before = (await world.ReadAsync(person))!;
        return (await world.Get<EntitlementStore>().TryMoveAsync(before, change(before), CancellationToken.None))!;
    }

    public static async Task<HttpStatusCode> StatusOfLinkAsync(this SendingWorld world, Entitlement person)
    {
        using HttpResponseMessage page = await world.Http.GetAsync(new Uri(world.Get<ReceiptLinks>().LinkFor(person)).AbsolutePath);
        return page.StatusCode;
    }
}
