using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>By which a request that is sent again is known.</summary>
public static class IdempotencyKey
{
    /// <summary>The request header.</summary>
    public const string Header = "Idempotency-Key";

    private const int LengthMax = 100;

    /// <returns>False where there is none of 1 to 100 characters on one line.</returns>
    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out string? key)
    {
        key = request.Headers[Header].FirstOrDefault();
        return Operators.IsLine(key, LengthMax);
    }

    /// <param name="what">What is new with each new key.</param>
    public static IResult Missing(string what) =>
        JsonBody.Fault($"{Header}: is missing; expected 1 to {LengthMax} characters, new for each {what} and the same for each repetition of it.");

    /// <param name="what">What the key was used for.</param>
    public static string UsedForAnother(string what) => $"This {Header} was used for another {what}.";
}
