using Compensation.Common.Access;
using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>Who acts, by name.</summary>
public static class Operators
{
    private const string StatedBy = "x-operator";
    private const int NameLengthMax = 100;

    /// <summary>
    /// The operator's name: of whoever is signed in, whatever the request says; else as the request of a machine says it, which is trusted as far as the function key is.
    /// </summary>
    /// <returns>The name, or null where there is none of 1 to 100 printable characters.</returns>
    public static string? NameOf(HttpRequest request, string? stated)
    {
        string? name = Caller.Of(request.HttpContext).Person is { } person ? person.Name : stated;
        if (!IsLine(name, NameLengthMax))
        {
            return null;
        }

        ActNote.Of(request.HttpContext).By = name;
        return name;
    }

    /// <summary>What a request without a JSON body, such as a file, says of who brings it: the header <c>X-Operator</c>; null where it is silent.</summary>
    public static string? Stated(HttpRequest request) => request.Headers[StatedBy].FirstOrDefault();

    /// <summary>A line of text that may stand in a record: something that can be seen, and no line break of any kind.</summary>
    public static bool IsLine(string? text, int lengthMax) => text is not null && text.Length <= lengthMax && Folding.Trimmed(text).Length > 0 && !text.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029');
}
