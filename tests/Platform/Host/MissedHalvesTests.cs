using System.Net;
using Compensation.Local.Host;
using Compensation.Local.Host.Rpc;
using Compensation.Local.Host.Workers;
using Compensation.Tests;
using Microsoft.AspNetCore.Http;
using Status = Compensation.Local.Host.Rpc.StatusResult.Types.Status;

namespace Compensation.Platform.Tests.Host;

/// <summary>The worker gives the two halves of a run, the invocation and the request itself, a few seconds to find each other. What becomes of those that do not.</summary>
public sealed class MissedHalvesTests
{
    [Theory]
    [InlineData(0, HttpStatusCode.OK, 1)]
    [InlineData(1, HttpStatusCode.OK, 2)]
    [InlineData(5, HttpStatusCode.InternalServerError, 3)]
    public async Task A_request_whose_run_did_not_begin_in_time_is_run_anew(int misses, HttpStatusCode expected, int runs)
    {
        ScriptedWorker worker = new() { Misses = misses };

        Assert.Equal(expected, await AskAsync(worker));
        Assert.Equal(runs, worker.Runs);
    }

    [Fact]
    public async Task A_request_that_the_worker_leaves_without_an_answer_is_answered_when_its_run_has_failed()
    {
        ScriptedWorker worker = new() { AnswersNothing = true };

        Assert.Equal(HttpStatusCode.InternalServerError, await AskAsync(worker));
        Assert.Equal(1, worker.Runs);
    }

    private static async Task<HttpStatusCode> AskAsync(ScriptedWorker worker)
    {
        await using FunctionsHost host = await FunctionsHost.StartAsync(new FunctionsHostOptions { Worker = worker, Url = "http://127.0.0.1:0" });
        using HttpClient http = new() { BaseAddress = host.Address, Timeout = InTime.Limit };
        using HttpResponseMessage answer = await http.GetAsync("api/Page");
        return answer.StatusCode;
    }

    /// <summary>A worker of one function. A run that has been missed ends when it is cancelled.</summary>
    private sealed class ScriptedWorker : FunctionsWorker
    {
        private WorkerChannel _channel = null!;

        /// <summary>How many requests wait for their runs in vain.</summary>
        public int Misses { get; init; }

        public bool AnswersNothing { get; init; }

        public int Runs { get; private set; }

        internal override bool NeedsDoor => false;

        internal override Task StartAsync(WorkerStart start, CancellationToken cancellationToken)
        {
            _channel = start.Channel;
            _channel.Attach(message =>
            {
                if (Answer(message) is { } answer)
                {
                    answer.RequestId = message.RequestId;
                    _channel.Receive(answer);
                }

                return ValueTask.CompletedTask;
            });
            return Task.CompletedTask;
        }

        internal override async Task ForwardAsync(HttpContext http, string invocation, CancellationToken givenUp)
        {
            if (AnswersNothing)
                await Task.Delay(Timeout.Infinite, givenUp);
            await Task.Yield();
            if (Runs <= Misses)
                throw new TimeoutException();
            http.Response.StatusCode = StatusCodes.Status200OK;
        }

        internal override Task StopAsync(WorkerChannel channel, CancellationToken cancellationToken) => Task.CompletedTask;

        private StreamingMessage? Answer(StreamingMessage message) => message.ContentCase switch
        {
            StreamingMessage.ContentOneofCase.WorkerInitRequest => new() { WorkerInitResponse = new() { Result = Result(Status.Success) } },
            StreamingMessage.ContentOneofCase.FunctionsMetadataRequest => new() { FunctionMetadataResponse = new() { Result = Result(Status.Success), FunctionMetadataResults = { Page() } } },
            StreamingMessage.ContentOneofCase.FunctionLoadRequest => new() { FunctionLoadResponse = new() { Result = Result(Status.Success) } },
            StreamingMessage.ContentOneofCase.InvocationRequest => Begin(message.InvocationRequest.InvocationId),
            StreamingMessage.ContentOneofCase.InvocationCancel => Ended(message.InvocationCancel.InvocationId, Status.Cancelled),
            _ => null,
        };

        private StreamingMessage? Begin(string invocation) =>
            ++Runs <= Misses ? null : Ended(invocation, AnswersNothing ? Status.Failure : Status.Success);

        private static StreamingMessage Ended(string invocation, Status status) => new() { InvocationResponse = new() { InvocationId = invocation, Result = Result(status) } };

        private static StatusResult Result(Status status) => new() { Status = status };

        private static RpcFunctionMetadata Page() => new()
        {
            Name = "Page",
            FunctionId = "page",
            EntryPoint = "Tests.Page",
            RawBindings = { """{ "name": "request", "type": "httpTrigger", "direction": "In", "authLevel": "Anonymous" }""" },
        };
    }
}
