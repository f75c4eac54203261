using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>Reads requests and writes answers as JSON: camel case, enums by name, Japanese as itself, nothing unknown let through.</summary>
public static class JsonBody
{
    /// <summary>How operators' requests and answers are written.</summary>
    public static readonly JsonSerializerOptions Format = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>The same, with instants as people type them.</summary>
    private static readonly JsonSerializerOptions Requests = new(Format) { Converters = { new OperatorTimeConverter() } };

    /// <summary>The largest body of an operator's request, in bytes.</summary>
    private const int SizeMax = 1 << 20;

    private const int ReasonLengthMax = 1000;

    /// <summary>Makes any options write and read as <see cref="Format"/> does.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        // Answers say what they are and are not to be guessed at (nosniff), so that nothing in them needs hiding from an HTML parser.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }

    /// <returns>The body, or what is wrong with it as an answer: 415, 413 or 400. The answer names fields, never their values.</returns>
    public static async Task<(T? Body, IResult? Fault)> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        (ReadOnlyMemory<byte> json, IResult? refusal) = await ReadBytesAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        try
        {
            NoteReason(request, json);
            return JsonSerializer.Deserialize<T>(json.Span, Requests) is not { } body ? (null, Fault("The body is null; expected a JSON object."))
                : JsonNulls.In(json.Span) is { } where ? (null, Fault(where))
                : (body, null);
        }
        catch (FieldFormatException wrong)
        {
            return (null, Fault($"{ForeignWords.Line(wrong.Path ?? string.Empty, 100)}: expected {wrong.Expected}."));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            return (null, Fault(wrong is JsonException place ? WhereIs(place) : "The body is not as expected: a value is not of the expected form."));
        }
    }

    /// <returns>The bytes of a JSON body, or the answer that refuses it.</returns>
    public static async Task<(ReadOnlyMemory<byte> Json, IResult? Refusal)> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            // A page of somebody else's can have a browser post text, but not JSON.
            return (default, Results.Problem("The body must be sent as application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        if (await BoundedBody.ReadAsync(request, SizeMax, cancellationToken) is not { } json)
        {
            return (default, Results.Problem($"The body is too large: at most {SizeMax} bytes are read.", statusCode: StatusCodes.Status413PayloadTooLarge));
        }

        // Windows' editors and shells put a byte order mark in front, which no parser has to take.
        ReadOnlyMemory<byte> text = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
        return Utf8.IsValid(text.Span) ? (text, null) : (default, Fault("The body is not UTF-8."));
    }

    public static IResult Fault(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    public static IResult Answer<T>(T body, int status = StatusCodes.Status200OK) => new JsonAnswer<T>(body, status, Location: null);

    /// <summary>Says that something was begun, and where to look for it.</summary>
    public static IResult Accepted<T>(string location, T body) => new JsonAnswer<T>(body, StatusCodes.Status202Accepted, location);

    /// <summary>Whatever the request is about, the trail of acts wants to know why.</summary>
    private static void NoteReason(HttpRequest request, ReadOnlyMemory<byte> json)
    {
        using JsonDocument body = JsonDocument.Parse(json);
        if (body.RootElement.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        // As the serializer reads it: its name in any case, and the last one where it stands there twice.
        foreach (JsonProperty member in body.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String && string.Equals(member.Name, "reason", StringComparison.OrdinalIgnoreCase)))
        {
            ActNote.Of(request.HttpContext).Reason = ForeignWords.Line(member.Value.GetString()!, ReasonLengthMax);
        }
    }

    private static string WhereIs(JsonException wrong)
    {
        string where = wrong.Path is { Length: > 0 } path ? $"{ForeignWords.Line(path, 100)}, " : string.Empty;
        return $"The body is not as expected at {where}line {wrong.LineNumber + 1}, position {wrong.BytePositionInLine + 1}.";
    }
}
