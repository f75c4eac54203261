using System.ComponentModel.DataAnnotations;
using Compensation.Common.Files;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Common.Http;

/// <summary>How large files may be that are sent in. Section <c>Uploads</c>.</summary>
public sealed class UploadOptions
{
    public const string Section = "Uploads";

    /// <summary>
    /// In bytes, 1 MiB to 64 GiB. The default of 2 GiB is some twenty million rows, twice as much of disk while they are taken in, and for a coupon ledger a
    /// gigabyte of memory, since each row is remembered by its hash.
    /// </summary>
    [Range(1L << 20, 1L << 36)]
    public long BytesMax { get; init; } = 2L << 30;
}

/// <summary>
/// The one door for files: all are received to their end, with the same limit, before anything is made of them. From then on it is nothing to an import whether
/// its client still listens.
/// </summary>
public sealed class Uploads(IOptions<UploadOptions> options)
{
    private const string KeyHeader = "x-functions-key";

    private static readonly string[] Forms = ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded"];

    /// <returns>The file, which is the caller's to dispose of; or the answer that refuses it.</returns>
    public async Task<(ReceivedFile? File, IResult? Refusal)> ReceiveAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (IsOfAForm(request))
        {
            return (null, Results.Problem("The file must be sent as text/csv.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        long bytesMax = options.Value.BytesMax;
        if (request.ContentLength > bytesMax)
        {
            return (null, TooLong(bytesMax));
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // The server's own would end the request without an answer.
            limit.MaxRequestBodySize = null;
        }

        try
        {
            return (await ReceivedFile.ReceiveAsync(request.Body, bytesMax, cancellationToken), null);
        }
        catch (FileTooLongException)
        {
            return (null, TooLong(bytesMax));
        }
        catch (Exception broken) when (broken is BadHttpRequestException or ConnectionResetException or OperationCanceledException)
        {
            return (null, Results.Problem("The upload ended before the file did. Nothing of it was taken.", statusCode: StatusCodes.Status400BadRequest));
        }
    }

    /// <summary>What any page of somebody else's can have a browser send: a form's type, and no header of its own, such as the one for the key.</summary>
    private static bool IsOfAForm(HttpRequest request) => !request.Headers.ContainsKey(KeyHeader)
        && request.ContentType is { } type && Forms.Any(form => type.StartsWith(form, StringComparison.OrdinalIgnoreCase));

    private static IResult TooLong(long bytesMax) => Results.Problem(
        $"The file is too long: at most {bytesMax} bytes are taken ({UploadOptions.Section}:{nameof(UploadOptions.BytesMax)}). Nothing of it was taken; divide it.",
        statusCode: StatusCodes.Status413PayloadTooLarge);
}

public static class UploadServices
{
    /// <summary>Naming it twice is harmless.</summary>
    public static IServiceCollection AddUploads(this IServiceCollection services)
    {
        services.AddOptions<UploadOptions>().BindConfiguration(UploadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<Uploads>();
    }
}
