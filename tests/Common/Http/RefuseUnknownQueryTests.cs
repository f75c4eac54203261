using System.Text.Json;
using Compensation.Common.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Compensation.Tests.Common.Http;

public sealed class RefuseUnknownQueryTests
{
    [Theory]
    [InlineData("ListUnreached", "?after=0000c0ffee00", "There is no parameter 'after' here; expected from.")]
    [InlineData("ImportLedger", "?dryRun=true&dry-run=true", "There is no parameter 'dry-run' here; expected dryRun.")]
    [InlineData("ShowSeal", "?x", "There is no parameter 'x' here; this route knows none.")]
    public async Task A_parameter_that_a_route_does_not_know_is_refused_by_name(string function, string query, string detail) =>
        Assert.Equal((400, false, detail), await AskAsync(function, query));

    [Theory]
    [InlineData("ListUnreached", "?from=0000c0ffee00")]
    [InlineData("ListUnreached", "?FROM=0000c0ffee00&code=key")]
    [InlineData("ImportLedger", "?dryRun=true")]
    [InlineData("ShowSeal", "")]
    [InlineData("ShowReceipt", "?fbclid=added-by-a-mail-program")]
    [InlineData("ReceiveTwilioStatus", "?id=1&bodySHA256=2")]
    [InlineData("SomethingElse", "?x=1")]
    public async Task What_a_route_knows_and_what_others_add_to_peoples_links_is_let_through(string function, string query) =>
        Assert.Equal((200, true, string.Empty), await AskAsync(function, query));

    private static async Task<(int Status, bool Passed, string Detail)> AskAsync(string function, string query)
    {
        DefaultHttpContext http = new()
        {
            RequestServices = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider(),
        };
        http.Request.QueryString = new QueryString(query);
        using MemoryStream answer = new();
        http.Response.Body = answer;
        Mock<FunctionDefinition> definition = new();
        definition.Setup(known => known.Name).Returns(function);
        Mock<FunctionContext> context = new();
        context.Setup(known => known.FunctionDefinition).Returns(definition.Object);
        context.Setup(known => known.Items).Returns(new Dictionary<object, object> { ["HttpRequestContext"] = http });
        bool passed = false;

        await new RefuseUnknownQuery().Invoke(context.Object, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        });

        return (http.Response.StatusCode, passed, answer.Length == 0 ? string.Empty : JsonDocument.Parse(answer.ToArray()).RootElement.GetProperty("detail").GetString()!);
    }
}
