using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Compensation.Common.Pages;

/// <summary>The fields of a form as they were sent: of any names, within limits, nothing of them believed.</summary>
public sealed class PostedForm
{
    /// <summary>The longest value that is read, in characters.</summary>
    public const int ValueLengthMax = 4096;

    /// <summary>The most values that are read.</summary>
    public const int ValuesMax = 64;

    private static readonly FormOptions Limits = new() { ValueCountLimit = ValuesMax, KeyLengthLimit = 64, ValueLengthLimit = ValueLengthMax };

    private readonly IFormCollection _fields;

    private PostedForm(IFormCollection fields) => _fields = fields;

    /// <summary>What was typed into a field; empty where it is absent or there are several of the name.</summary>
    public string this[string name] => _fields[name] is [{ } only] ? only : string.Empty;

    /// <summary>Everything that was chosen under a name.</summary>
    public IReadOnlyList<string> All(string name) => [.. _fields[name].OfType<string>()];

    /// <summary>What reading a form throws: it is beyond the limits, broke off, or says that it is in UTF-7, which the framework refuses.</summary>
    public static bool IsFaultOfInput(Exception problem) => problem is InvalidDataException or BadHttpRequestException or NotSupportedException;

    /// <returns>The form, or null where the body is none, or is beyond the limits.</returns>
    public static async Task<PostedForm?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return new PostedForm(await request.ReadFormAsync(Limits, cancellationToken));
        }
        catch (Exception unreadable) when (IsFaultOfInput(unreadable))
        {
            return null;
        }
    }
}
