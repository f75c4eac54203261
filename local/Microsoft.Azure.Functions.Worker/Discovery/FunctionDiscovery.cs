using System.Reflection;
using Compensation.Local;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Finds the methods that are functions.</summary>
internal static class FunctionDiscovery
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<MethodInfo> Methods(IServiceCollection services)
    {
        List<FunctionSource> named = [.. services
            .Where(service => service.ServiceType == typeof(FunctionSource))
            .Select(service => (FunctionSource)service.ImplementationInstance!)];
        IEnumerable<Type> types = named.Count > 0
            ? named.SelectMany(source => source.Types).Distinct()
            : AppAssemblies().SelectMany(assembly => assembly.GetTypes());
        return types
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => method.IsDefined(typeof(FunctionAttribute), inherit: false));
    }

    /// <summary>Walks the references from the entry assembly.</summary>
    private static List<Assembly> AppAssemblies()
    {
        string worker = typeof(FunctionAttribute).Assembly.GetName().Name!;
        List<Assembly> found = [];
        HashSet<string> seen = [worker];
        Queue<Assembly> open = [];
        if (Assembly.GetEntryAssembly() is { } entry)
            open.Enqueue(entry);

        while (open.TryDequeue(out Assembly? assembly))
        {
            AssemblyName[] references = assembly.GetReferencedAssemblies();
            if (references.Any(reference => string.Equals(reference.Name, worker, StringComparison.Ordinal)))
                found.Add(assembly);

            foreach (AssemblyName reference in references)
            {
                if (!IsPlatform(reference.Name!) && seen.Add(reference.Name!) && Load(reference) is { } loaded)
                    open.Enqueue(loaded);
            }
        }

        return found;
    }

    /// <summary>A library may refer to an assembly that is not deployed because nothing uses it.</summary>
    private static Assembly? Load(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static bool IsPlatform(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name.StartsWith("Azure.", StringComparison.Ordinal);
}
