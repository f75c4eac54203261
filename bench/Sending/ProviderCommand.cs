using System.Buffers;
using System.CommandLine;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Compensation.Bench.Sending;

/// <summary>A provider that speaks the ACS SMS answer, counts what reaches whom, and does nothing else, in a process of its own.</summary>
internal static class ProviderCommand
{
    public static Command Command()
    {
        Option<int> port = new("--port") { Description = "On 127.0.0.1.", Required = true };
        Option<int> delay = new("--delay") { Description = "Milliseconds between a request and its answer.", DefaultValueFactory = _ => 0 };
        Option<int> recipients = new("--recipients") { Description = "How many there are.", Required = true };
        Command command = new("provider", "Serves the fake SMS provider that the delivery benchmark sends to.") { port, delay, recipients };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(port), parsed.GetValue(delay), parsed.GetValue(recipients), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int port, int delay, int recipients, CancellationToken cancellationToken)
    {
        ProviderTally tally = new(recipients);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        await using WebApplication app = builder.Build();
        app.Run(http => http.Request.Path.Value switch
        {
            "/sms" => AcceptAsync(http, tally, delay),
            "/mark" => MarkAsync(tally),
            _ => http.Response.Body.WriteAsync(tally.ToJson()).AsTask(),
        });
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static Task MarkAsync(ProviderTally tally)
    {
        tally.Mark();
        return Task.CompletedTask;
    }

    private static async Task AcceptAsync(HttpContext http, ProviderTally tally, int delay)
    {
        SmsRequest request = await ReadAsync(http.Request.BodyReader);
        tally.Enter(request.Recipient, request.RequestId);
        if (delay > 0)
        {
            await Task.Delay(delay);
        }

        tally.Leave();
        byte[] answer = Encoding.ASCII.GetBytes(
            $$"""{"value":[{"to":"{{Recipients.NumberOf(request.Recipient)}}","messageId":"Outgoing_{{request.RequestId}}_noam","httpStatusCode":202,"repeatabilityResult":"accepted","successful":true}]}""");
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer);
    }

    private static async Task<SmsRequest> ReadAsync(PipeReader body)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync();
            if (read.IsCompleted)
            {
                SmsRequest request = SmsRequest.Read(read.Buffer);
                body.AdvanceTo(read.Buffer.End);
                return request;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private readonly record struct SmsRequest(int Recipient, Guid RequestId)
    {
        public static SmsRequest Read(ReadOnlySequence<byte> body)
        {
            int recipient = -1;
            Guid requestId = Guid.Empty;
            Span<byte> number = stackalloc byte[32];
            Utf8JsonReader json = new(body);
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                if (json.ValueTextEquals("to"u8))
                {
                    json.Read();
                    // The app's JSON writer escapes the plus sign.
                    recipient = Recipients.IndexOf(number[..json.CopyString(number)]);
                }
                else if (json.ValueTextEquals("repeatabilityRequestId"u8))
                {
                    json.Read();
                    requestId = json.GetGuid();
                }
            }

            return new SmsRequest(recipient, requestId);
        }
    }
}
