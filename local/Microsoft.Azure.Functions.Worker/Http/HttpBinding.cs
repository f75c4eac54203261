using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>An HTTP function's parameters: the request, its JSON body, and by name what is in the route, else in the query.</summary>
internal sealed class HttpBinding : TriggerBinding
{
    public override string Type => "httpTrigger";

    public override string Expected => "an HttpRequest (Microsoft.AspNetCore.Http)";

    public override ParameterBinder? BindTrigger(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(HttpRequest) ? run => new(Http(run).Request) : null;

    public override ParameterBinder? BindFurther(ParameterInfo parameter)
    {
        string name = parameter.Name!;
        Type type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(FromBodyAttribute)))
            return run => RequestBody.ReadAsync(Http(run), name, type);

        if (TextConversion.To(type) is not { } convert)
            return null;

        bool optional = parameter.HasDefaultValue || !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        object? absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return run => new(Find(Http(run), name) switch
        {
            { } text => Convert(convert, text, name, type),
            null when optional => absent,
            null => throw new FunctionInputConverterException($"Parameter '{name}': neither the route nor the query has a value of this name."),
        });
    }

    public override IReadOnlyDictionary<string, object?> Data(object? input)
    {
        var http = (HttpContext)input!;
        Dictionary<string, object?> data = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, var value) in http.Request.Query)
            data[name] = value.ToString();
        foreach ((string name, object? value) in http.Request.RouteValues)
            data[name] = value;
        return data;
    }

    private static HttpContext Http(FunctionRun run) => (HttpContext)run.Input!;

    private static string? Find(HttpContext http, string name)
    {
        if (http.Request.RouteValues.TryGetValue(name, out object? segment) && segment is string text)
            return text;

        return http.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;
    }

    private static object? Convert(Func<string, object?> convert, string text, string name, Type type)
    {
        try
        {
            return convert(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            // Falls through: the text, which that exception shows, may be a person's and stays out of ours.
        }

        throw new FunctionInputConverterException($"Parameter '{name}': the value is not a {(Nullable.GetUnderlyingType(type) ?? type).Name}.");
    }
}
