using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Local;

/// <summary>
/// Says where a host finds its functions, for programs that compose an app themselves.
/// Without any of these, a host takes every function of the entry assembly and of the assemblies it references, directly or not.
/// </summary>
public static class FunctionSourceExtensions
{
    /// <summary>Takes the functions of the assembly, and of no other that is not named too.</summary>
    public static IServiceCollection AddFunctionsFrom(this IServiceCollection services, Assembly assembly) =>
        services.AddFunctionsFrom(assembly.GetExportedTypes());

    /// <summary>Takes the functions of the classes, and of no others that are not named too.</summary>
    public static IServiceCollection AddFunctionsFrom(this IServiceCollection services, params Type[] types) =>
        services.AddSingleton(new FunctionSource(types));
}

internal sealed record FunctionSource(IReadOnlyList<Type> Types);
