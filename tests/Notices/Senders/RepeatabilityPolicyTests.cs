using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Compensation.Notices.Acs;

namespace Compensation.Tests.Notices.Senders;

public sealed class RepeatabilityPolicyTests
{
    private const string Id = "8a1b2c3d-0000-4000-8000-000000000001";
    private const string Instant = "Fri, 24 Feb 2023 01:02:03 GMT";

    [Theory]
    [InlineData("""{"from":"+1","smsRecipients":[{"to":"+8190","repeatabilityRequestId":"x","repeatabilityFirstSent":"y"}],"message":"m"}""")]
    [InlineData("""{ "message" : "円\n\" [{\"repeatabilityRequestId\":\"x\"}]", "smsRecipients" : [ { "repeatabilityFirstSent" : null, "repeatabilityRequestId" : "x\"y", "to" : "+81", "more": {"repeatabilityRequestId": "theirs"} } ] }""")]
    [InlineData("""{"smsRecipients":[{"repeatabilityRequestId":{"a":[1,2]},"repeatabilityFirstSent":[[]]}],"options":{"repeatabilityRequestId":"kept","smsRecipients":[{"to":1},{"to":2}]},"repeatabilityFirstSent":"kept too"}""")]
    public void Only_the_recipients_two_ids_are_changed(string body)
    {
        JsonNode expected = JsonNode.Parse(body)!;
        expected["smsRecipients"]![0]!["repeatabilityRequestId"] = Id;
        expected["smsRecipients"]![0]!["repeatabilityFirstSent"] = Instant;

        ReadOnlyMemory<byte> changed = RepeatabilityPolicy.WithIds(Encoding.UTF8.GetBytes(body), Id, Instant);

        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(changed.Span)), Encoding.UTF8.GetString(changed.Span));
    }

    [Theory]
    [InlineData("""{"smsRecipients":[]}""")]
    [InlineData("""{"message":"m"}""")]
    [InlineData("""{"smsRecipients":[{"repeatabilityRequestId":"x","repeatabilityFirstSent":"y"},{"to":"+81"}]}""")]
    public void A_request_to_another_number_of_recipients_is_refused(string body) =>
        Assert.Throws<InvalidOperationException>(() => RepeatabilityPolicy.WithIds(Encoding.UTF8.GetBytes(body), Id, Instant));

    [Theory]
    [InlineData("""{"smsRecipients":[{"to":"+81"}]}""")]
    [InlineData("""{"smsRecipients":[{"to":"+81","repeatabilityRequestId":"x"}]}""")]
    [InlineData("""{"smsRecipients":[{"to":"+81","repeatabilityFirstSent":"y"}],"repeatabilityRequestId":"x"}""")]
    public void A_request_whose_ids_cannot_be_replaced_is_not_sent(string body) =>
        Assert.Throws<InvalidDataException>(() => RepeatabilityPolicy.WithIds(Encoding.UTF8.GetBytes(body), Id, Instant));

    [Fact]
    public void What_is_no_JSON_is_not_sent() =>
        Assert.ThrowsAny<JsonException>(() => RepeatabilityPolicy.WithIds("{\"smsRecipients\":"u8, Id, Instant));
}
