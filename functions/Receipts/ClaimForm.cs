using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Compensation.Receipts;

/// <summary>The form's one field. Whatever else is sent counts as nothing chosen.</summary>
internal static class ClaimForm
{
    public const string Product = "product";

    private static readonly FormOptions Small = new() { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = 64 };

    public static async Task<string?> ReadProductAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
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
