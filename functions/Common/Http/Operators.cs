using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Common.Http;

/// <summary>Who stands between operators and the app. Section <c>Operators</c>.</summary>
public sealed class OperatorOptions
{
    public const string Section = "Operators";

    /// <summary>
    /// Whether Azure's own sign-in is in front of the app: it removes what callers write into <c>x-ms-client-principal-name</c> and writes the name of whoever signed in.
    /// Without it anybody can write any name there, so that it is not looked at.
    /// </summary>
    public bool BehindAzureSignIn { get; init; }
}

/// <summary>Who acts.</summary>
public static class Operators
{
    private const string SignedInAs = "x-ms-client-principal-name";
    private const string StatedBy = "x-operator";
    private const int NameLengthMax = 100;

    /// <summary>
    /// The operator's name: as signed in, where the app stands behind Azure's authentication; else as the request's body says it, which is trusted as far as the function key is.
    /// </summary>
    /// <returns>The name, or null where there is none of 1 to 100 printable characters.</returns>
    public static string? NameOf(HttpRequest request, string? stated)
    {
        string? name = SignedInName(request) ?? stated;
        if (!IsLine(name, NameLengthMax))
        {
            return null;
        }

        ActNote.Of(request.HttpContext).By = name;
        return name;
    }

    /// <summary>What a request without a JSON body, such as a file, says of who brings it: the header <c>X-Operator</c>; null where it is silent.</summary>
    public static string? Stated(HttpRequest request) => request.Headers[StatedBy].FirstOrDefault();

    /// <summary>A line of text that may stand in a record.</summary>
    public static bool IsLine(string? text, int lengthMax) => !string.IsNullOrWhiteSpace(text) && text.Length <= lengthMax && !text.Any(char.IsControl);

    private static string? SignedInName(HttpRequest request) =>
        request.HttpContext.RequestServices?.GetService<IOptions<OperatorOptions>>()?.Value.BehindAzureSignIn == true ? request.Headers[SignedInAs].FirstOrDefault() : null;
}
