using System.Reflection;
using Azure.Messaging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// An Event Grid function's parameter. The run's input is the JSON of one event, or of the whole delivery as a list if the function is batched.
/// </summary>
internal sealed class EventGridBinding(bool batched) : TriggerBinding
{
    public override string Type => "eventGridTrigger";

    public override string Expected => batched
        ? "an array of CloudEvent, string or BinaryData, because of IsBatched,"
        : "a CloudEvent, a string or BinaryData";

    public override ParameterBinder? BindTrigger(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (!batched)
            return One(type) is { } convert ? run => new(convert((BinaryData)run.Input!)) : null;

        return type.IsSZArray && One(type.GetElementType()!) is { } each
            ? run => new(Many((IReadOnlyList<BinaryData>)run.Input!, each, type.GetElementType()!))
            : null;
    }

    private static Func<BinaryData, object>? One(Type type)
    {
        if (type == typeof(CloudEvent))
            return json => CloudEvent.Parse(json) ?? throw new FunctionInputConverterException("The event is null.");
        if (type == typeof(string))
            return json => json.ToString();
        if (type == typeof(BinaryData))
            return json => json;

        return null;
    }

    private static Array Many(IReadOnlyList<BinaryData> events, Func<BinaryData, object> convert, Type type)
    {
        var array = Array.CreateInstance(type, events.Count);
        for (int i = 0; i < events.Count; i++)
            array.SetValue(convert(events[i]), i);
        return array;
    }
}
