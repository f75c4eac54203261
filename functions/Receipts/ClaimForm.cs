using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Compensation.Receipts;

/// <summary>The form's one field. Whatever else is sent counts as nothing chosen.</summary>
internal static class ClaimForm
{
    public const string Product = "product";

    private static readonly FormOptions Small = new() { BufferBodyLengthLimit = 4096, ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = 64, MultipartBodyLengthLimit = 4096 };

    public static async Task<string?> ReadProductAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return null;
        }

        try
        {
            IFormCollection form = await request.ReadFormAsync(Small, cancellationToken);
            return form[Product] is [var only] ? only : null;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
