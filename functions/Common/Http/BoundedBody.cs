using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>Reads bodies whose size is limited, whatever their headers say of it.</summary>
public static class BoundedBody
{
    /// <returns>All bytes of the body, or null where there are more than allowed; no more are read then.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bytesMax)
        {
            return null;
        }

        using MemoryStream body = new(capacity: (int)(request.ContentLength ?? 0));
        byte[] part = new byte[16 << 10];
        while (await request.Body.ReadAsync(part, cancellationToken) is > 0 and int read)
        {
            if (body.Length + read > bytesMax)
            {
                return null;
            }

            body.Write(part, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
