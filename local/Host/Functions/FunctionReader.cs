using System.Text.Json;
using System.Text.RegularExpressions;
using Compensation.Local.Host.Rpc;

namespace Compensation.Local.Host.Functions;

/// <summary>Makes functions of a worker's metadata, and gathers everything that is wrong with them.</summary>
internal sealed partial class FunctionReader(List<string> errors)
{
    private static readonly string[] Triggers = ["httpTrigger", "timerTrigger", "orchestrationTrigger", "activityTrigger"];

    private readonly Dictionary<string, string> _byName = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<HostedFunction> Read(IEnumerable<RpcFunctionMetadata> functions) => [.. functions.Select(Read).OfType<HostedFunction>()];

    private HostedFunction? Read(RpcFunctionMetadata function)
    {
        string place = $"Function '{function.Name}' ({function.EntryPoint})";
        if (!ValidName().IsMatch(function.Name))
            errors.Add($"{place}: a name is a letter, then up to 127 letters, digits, '-' or '_'.");
        if (!_byName.TryAdd(function.Name, function.EntryPoint))
            errors.Add($"Function '{function.Name}' exists twice: {_byName[function.Name]} and {function.EntryPoint}. Names do not differ by case alone.");

        FunctionBinding[] bindings = Bindings(function, place);
        FunctionBinding[] triggers = [.. bindings.Where(binding => binding.IsTrigger)];
        if (triggers.Length != 1)
            return Refuse($"{place} has {triggers.Length} triggers; exactly one parameter must carry one.");
        if (!Array.Exists(Triggers, triggers[0].Is))
            return Refuse($"{place}, parameter '{triggers[0].Name}': this host has no {triggers[0].Type}.");

        return new HostedFunction(function, triggers[0], [.. bindings.Where(binding => binding.Is("durableClient")).Select(binding => binding.Name)]);
    }

    private FunctionBinding[] Bindings(RpcFunctionMetadata function, string place)
    {
        try
        {
            return [.. function.RawBindings.Select(FunctionBinding.Read)];
        }
        catch (JsonException wrong)
        {
            errors.Add($"{place}: its bindings cannot be read. {wrong.Message}");
            return [];
        }
    }

    private HostedFunction? Refuse(string error)
    {
        errors.Add(error);
        return null;
    }

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9_-]{0,127}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
