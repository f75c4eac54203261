using System.Text;
using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Compensation.Tests.Common.Http;

public class JsonBodyTests
{
    [Theory]
    [InlineData("""{"name":"あ","list":["b"]}""", "application/json", 200)]
    [InlineData("""{"name":"あ"}""", "application/json; charset=utf-8", 200)]
    [InlineData("\uFEFF{\"name\":\"あ\"}", "application/json", 200)]
    [InlineData("\uFEFF\uFEFF{\"name\":\"あ\"}", "application/json", 400)]
    [InlineData("""{"name":"あ"}""", "text/plain", 415)]
    [InlineData("""{"name":"あ"}""", "application/x-www-form-urlencoded", 415)]
    [InlineData("""{"name":"あ"}""", null, 415)]
    [InlineData("""{"name":"a","list":[null]}""", "application/json", 400)]
    [InlineData("""{"name":"a","list":null}""", "application/json", 200)]
    [InlineData("""{"name":null}""", "application/json", 400)]
    [InlineData("""{"name":"\ud800"}""", "application/json", 400)]
    [InlineData("""{"name":"a","campaign":"NO"}""", "application/json", 400)]
    [InlineData("""{"name":"a","campaign":7}""", "application/json", 400)]
    [InlineData("""{"name":"a","yen":"x"}""", "application/json", 400)]
    [InlineData("""{"name":"a","yen":1e30}""", "application/json", 400)]
    [InlineData("""{"name":"a","other":1}""", "application/json", 400)]
    [InlineData("null", "application/json", 400)]
    [InlineData("", "application/json", 400)]
    public async Task What_cannot_be_read_is_refused_by_name(string body, string? type, int expected)
    {
        (Asked? asked, IResult? fault) = await JsonBody.ReadAsync<Asked>(Request(Encoding.UTF8.GetBytes(body), type), CancellationToken.None);

        Assert.Equal(expected, fault is null ? 200 : Assert.IsType<ProblemHttpResult>(fault).StatusCode);
        Assert.Equal(expected == 200, asked is not null);
    }

    [Theory]
    [InlineData("""{"reason":"why"}""", "why")]
    [InlineData("""{"Reason":"why"}""", "why")]
    [InlineData("""{"REASON":"before","reason":"why"}""", "why")]
    [InlineData("""{"reason":null}""", null)]
    [InlineData("""{"by":"Sato"}""", null)]
    public async Task The_trail_of_acts_hears_the_reason_as_the_request_states_it(string body, string? expected)
    {
        HttpRequest request = Request(Encoding.UTF8.GetBytes(body), "application/json");

        await JsonBody.ReadAsync<Dictionary<string, string?>>(request, CancellationToken.None);

        Assert.Equal(expected, ActNote.Of(request.HttpContext).Reason);
    }

    [Theory]
    [InlineData("Sato", true)]
    [InlineData("佐藤 花子", true)]
    [InlineData("", false)]
    [InlineData("\u3000\u00A0", false)]
    [InlineData("\u200B\u202E", false)]
    [InlineData("Sato\nadmin", false)]
    [InlineData("Sato\u2028admin", false)]
    public void Nobody_acts_under_a_name_that_cannot_be_seen(string name, bool isOne) => Assert.Equal(isOne, Operators.IsLine(name, 100));

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        (_, IResult? fault) = await JsonBody.ReadAsync<Asked>(Request([.. "{\"name\":\""u8, 0xE9, .. "\"}"u8], "application/json"), CancellationToken.None);

        Assert.Equal(400, Assert.IsType<ProblemHttpResult>(fault).StatusCode);
    }

    [Fact]
    public async Task A_body_is_measured_by_its_bytes_whatever_its_headers_say()
    {
        byte[] large = Encoding.UTF8.GetBytes($$"""{"name":"{{new string('a', 2 << 20)}}"}""");
        HttpRequest request = Request(large, "application/json");
        CountingStream counted = new(large);
        (request.Body, request.ContentLength) = (counted, null);

        (_, IResult? fault) = await JsonBody.ReadAsync<Asked>(request, CancellationToken.None);

        Assert.Equal(413, Assert.IsType<ProblemHttpResult>(fault).StatusCode);
        Assert.InRange(counted.Position, 1 << 20, (1 << 20) + (64 << 10));
    }

    [Theory]
    [InlineData(true, "signed-in")]
    [InlineData(false, "stated")]
    public void Whoever_is_signed_in_is_named_whatever_the_request_says(bool signedIn, string expected)
    {
        HttpRequest request = Request([], "application/json");
        if (signedIn)
        {
            Caller.Of(new Person(PersonId.Of("local", "1"), "signed-in", Roles.Viewer)).StandIn(request.HttpContext);
        }

        request.Headers["x-ms-client-principal-name"] = "anybody";

        Assert.Equal(expected, Operators.NameOf(request, "stated"));
    }

    private static HttpRequest Request(byte[] body, string? type)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        (request.Body, request.ContentLength, request.ContentType) = (new MemoryStream(body), body.Length, type);
        return request;
    }

    private sealed record Asked(string Name)
    {
        public IReadOnlyList<string>? List { get; init; }

        public CampaignId? Campaign { get; init; }

        public Yen? Yen { get; init; }
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes);
}
