using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes functions of methods, and gathers everything that is wrong with them.</summary>
internal sealed partial class FunctionReader(List<string> errors)
{
    private readonly Dictionary<string, MethodInfo> _byName = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Function> Read(IEnumerable<MethodInfo> methods) => [.. methods.Select(Read).OfType<Function>()];

    private Function? Read(MethodInfo method)
    {
        string name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        if (!CheckMethod(name, method))
            return null;

        ParameterInfo[] triggers = [.. method.GetParameters().Where(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute), inherit: true))];
        if (triggers.Length != 1)
            return Refuse($"Function '{name}' ({Place(method)}) has {triggers.Length} triggers; exactly one parameter must carry one.");

        var trigger = triggers[0].GetCustomAttribute<TriggerBindingAttribute>()!;
        if (TriggerBindings.Of(trigger) is not { } binding)
            return Refuse($"Function '{name}', parameter '{triggers[0].Name}': this host has no {trigger.GetType().Name}.");

        DiscoveredFunction definition = new(name, method, binding.Type, triggers[0].Name!);
        ParameterBinder?[] parameters = [.. method.GetParameters().Select(parameter => Bind(name, parameter, binding, triggers[0]))];
        if (Array.Exists(parameters, parameter => parameter is null))
            return null;

        try
        {
            ObjectFactory? create = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
            return new Function(definition, method, trigger, binding, create, parameters!, MethodCompiler.Compile(method));
        }
        catch (InvalidOperationException e)
        {
            return Refuse($"Function '{name}' ({Place(method)}): its class cannot be created. {e.Message}");
        }
    }

    private bool CheckMethod(string name, MethodInfo method)
    {
        int before = errors.Count;
        if (!ValidName().IsMatch(name))
            errors.Add($"Function '{name}' ({Place(method)}): a name is a letter, then up to 127 letters, digits, '-' or '_'.");
        if (!_byName.TryAdd(name, method))
            errors.Add($"Function '{name}' exists twice: {Place(_byName[name])} and {Place(method)}. Names do not differ by case alone.");
        if (!method.IsPublic || !method.DeclaringType!.IsVisible)
            errors.Add($"Function '{name}' ({Place(method)}): the method and its class must be public.");
        if (method.ContainsGenericParameters || (!method.IsStatic && method.DeclaringType!.IsAbstract))
            errors.Add($"Function '{name}' ({Place(method)}): an object of the class must be creatable, and nothing may be generic.");
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            errors.Add($"Function '{name}' ({Place(method)}): an async function must return a task, or nobody notices its end.");
        return errors.Count == before;
    }

    private ParameterBinder? Bind(string function, ParameterInfo parameter, TriggerBinding binding, ParameterInfo trigger)
    {
        ParameterBinder? binder = parameter == trigger
            ? binding.BindTrigger(parameter)
            : CommonBinding.Bind(parameter) ?? binding.BindFurther(parameter);
        if (binder is null)
        {
            string expected = parameter == trigger
                ? $"{binding.Expected} was expected"
                : $"neither a {binding.Type} nor the host has anything for it";
            errors.Add($"Function '{function}', parameter '{parameter.Name}' of type {parameter.ParameterType.Name}: {expected}.");
        }

        return binder;
    }

    private Function? Refuse(string error)
    {
        errors.Add(error);
        return null;
    }

    private static string Place(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    [GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9_-]{0,127}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
