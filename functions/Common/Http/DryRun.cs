using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>The query parameter <c>dryRun</c> of imports: check everything, write nothing.</summary>
public static class DryRun
{
    /// <returns>False where it is neither true nor false; absent, it is false.</returns>
    public static bool TryRead(HttpRequest request, out bool dryRun)
    {
        string? asked = request.Query["dryRun"];
        dryRun = false;
        return asked is null || bool.TryParse(asked, out dryRun);
    }

    public static IResult Fault() => Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "dryRun must be true or false.");
}
