using System.Net;
using System.Text;
using System.Text.Json;
using Compensation.Access.Platform;

namespace Compensation.Tests.Access;

public sealed class PlatformSignInTests
{
    private const string Tenant = "11111111-2222-3333-4444-555555555555";

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task What_the_platform_says_counts_only_where_a_setting_says_that_it_is_in_front(bool inFront, HttpStatusCode expected)
    {
        await using AccessApp app = await AccessApp.StartAsync(time: null, $"--PlatformSignIn:InFront={inFront}");

        Assert.Equal(expected, await AskAsync(app, "/alarms", Principal("a", "viewer")));
    }

    [Theory]
    [InlineData("viewer", "/alarms", HttpStatusCode.OK)]
    [InlineData("viewer", "/suppressions", HttpStatusCode.Forbidden)]
    [InlineData("Operator", "/suppressions", HttpStatusCode.OK)]
    [InlineData("something else", "/alarms", HttpStatusCode.Forbidden)]
    [InlineData("group-7", "/suppressions", HttpStatusCode.OK)]
    public async Task Its_roles_open_doors_on_each_request(string role, string address, HttpStatusCode expected)
    {
        await using AccessApp app = await AccessApp.StartAsync(time: null, "--PlatformSignIn:InFront=true", "--PlatformSignIn:RoleValues:supervisor=group-7");

        Assert.Equal(expected, await AskAsync(app, address, Principal("a", role)));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(app, address, Principal("a")));
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("e30=")]
    [InlineData("eyJjbGFpbXMiOlt7fV19")]
    [InlineData("bnVsbA==")]
    [InlineData("eyJjbGFpbXMiOltudWxsXX0=")]
    [InlineData("")]
    public async Task What_cannot_be_read_is_nobody(string header)
    {
        await using AccessApp app = await AccessApp.StartAsync(time: null, "--PlatformSignIn:InFront=true");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(app, "/alarms", header));
    }

    [Fact]
    public async Task An_account_of_another_directory_is_nobodys()
    {
        await using AccessApp app = await AccessApp.StartAsync(time: null, "--PlatformSignIn:InFront=true", "--PlatformSignIn:TenantId=99999999-2222-3333-4444-555555555555");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(app, "/alarms", Principal("a", "viewer")));
    }

    private static string Principal(string subject, params string[] roles) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        auth_typ = "aad",
        name_typ = "name",
        role_typ = "roles",
        claims = new[]
        {
            new { typ = "http://schemas.microsoft.com/identity/claims/objectidentifier", val = subject },
            new { typ = "http://schemas.microsoft.com/identity/claims/tenantid", val = Tenant },
            new { typ = "name", val = "佐藤" },
        }.Concat(roles.Select(role => new { typ = "roles", val = role })),
    })));

    private static async Task<HttpStatusCode> AskAsync(AccessApp app, string address, string principal)
    {
        using Visitor visitor = app.NewVisitor();
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation(PlatformPrincipal.Header, principal);
        using HttpResponseMessage answer = await visitor.SendAsync(request);
        return answer.StatusCode;
    }
}
