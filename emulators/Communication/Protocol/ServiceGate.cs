using System.Text.Json;

namespace Compensation.Emulators.Communication.Protocol;

/// <summary>What every request of the protocol passes through: body, signature, version, and whatever is set to go wrong.</summary>
internal sealed class ServiceGate(Signature signature, FaultGate faults, MessageChannel channel)
{
    private const int LargestBody = 10 * 1024 * 1024;

    /// <summary>Whether what is set to go wrong goes wrong here.</summary>
    private bool MayFail => (faults.Current.Only ?? channel) == channel;

    /// <summary>Reads, checks and answers one request with a JSON body.</summary>
    /// <param name="validate">Why the request is refused as a whole; null if it is not.</param>
    /// <param name="count">How many messages it asks for.</param>
    /// <param name="key">Its own id; null where it has none.</param>
    /// <param name="handle">Accepts it. The answer it gives is lost if the connection is set to drop.</param>
    public async Task HandleAsync<TRequest>(
        HttpContext http, Func<TRequest, string?> validate, Func<TRequest, int> count, Func<TRequest, string?> key, Func<TRequest, Task<IResult>> handle)
        where TRequest : class
    {
        byte[]? body = await OpenAsync(http);
        if (body is null)
        {
            return;
        }

        TRequest? request = Read<TRequest>(body, out string? problem);
        problem ??= validate(request!);
        if (problem is not null)
        {
            await ServiceErrors.Of(http, 400, "BadRequest", problem).ExecuteAsync(http);
        }
        else if (MayFail && faults.TakeAnswer() is { } status)
        {
            await ServiceErrors.Of(http, status, "Answered", "The answer was asked for.").ExecuteAsync(http);
        }
        else if (MayFail && faults.TakeFailure(count(request!), key(request!)) is { } failure)
        {
            await ServiceErrors.Failure(http, failure.Status, failure.RetryAfter).ExecuteAsync(http);
        }
        else
        {
            IResult answer = await handle(request!);
            await AnswerAsync(http, answer, key(request!));
        }
    }

    /// <summary>Lets a request in that has no body.</summary>
    public async Task HandleAsync(HttpContext http, Func<IResult> handle)
    {
        if (await OpenAsync(http) is null)
        {
            return;
        }

        IResult answer = MayFail && faults.TakeFailure(0) is { } failure ? ServiceErrors.Failure(http, failure.Status, failure.RetryAfter) : handle();
        await answer.ExecuteAsync(http);
    }

    /// <returns>The body; null if the request has been answered or dropped already.</returns>
    private async Task<byte[]?> OpenAsync(HttpContext http)
    {
        EmulatorFaults current = MayFail ? faults.Current : new EmulatorFaults();
        if (current.Down)
        {
            http.Abort();
            return null;
        }

        byte[]? body = await ReadBodyAsync(http.Request);
        if (current.DelayMilliseconds > 0)
        {
            await Task.Delay(current.DelayMilliseconds, http.RequestAborted);
        }

        IResult? refusal = body is null
            ? ServiceErrors.Of(http, 413, "RequestBodyTooLarge", "The request is over 10 MB.")
            : signature.Problem(http.Request, body) is { } unsigned ? ServiceErrors.Of(http, 401, "Unauthorized", unsigned)
            : http.Request.Query["api-version"].ToString().Length == 0 ? ServiceErrors.Of(http, 400, "MissingApiVersionParameter", "The api-version query parameter is missing.")
            : null;
        if (refusal is null)
        {
            return body;
        }

        await refusal.ExecuteAsync(http);
        return null;
    }

    private async Task AnswerAsync(HttpContext http, IResult answer, string? key)
    {
        switch (MayFail ? faults.TakeLostAnswer(key) : null)
        {
            case null:
                await answer.ExecuteAsync(http);
                return;
            case LostAnswer.Cut:
                http.Response.StatusCode = StatusCodes.Status202Accepted;
                http.Response.ContentLength = 100;
                await http.Response.WriteAsync("{", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                break;
            case LostAnswer.Stalled:
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
        }

        http.Abort();
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        using MemoryStream body = new();
        byte[] chunk = new byte[8192];
        for (int read = await request.Body.ReadAsync(chunk); read > 0; read = await request.Body.ReadAsync(chunk))
        {
            if (body.Length + read > LargestBody)
            {
                return null;
            }

            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }

    private static TRequest? Read<TRequest>(byte[] body, out string? problem)
    {
        try
        {
            TRequest? request = JsonSerializer.Deserialize<TRequest>(body, JsonSerializerOptions.Web);
            problem = request is null ? "Request body validation error. The body is null." : null;
            return request;
        }
        catch (JsonException broken)
        {
            problem = $"Request body validation error. See property '{broken.Path}'.";
            return default;
        }
    }
}
