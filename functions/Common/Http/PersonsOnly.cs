using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>For what somebody must answer for. The door lets only persons in; whoever opens it wider by mistake still meets this.</summary>
public static class PersonsOnly
{
    public static IResult Refusal() => Results.Problem("Somebody has to answer for it: sign in. A function key is nobody.", statusCode: StatusCodes.Status403Forbidden);
}
