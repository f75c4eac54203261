using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Compensation.Tests.Local.Contract;

/// <summary>What a compiled assembly refers to in others.</summary>
internal static class UsedMembers
{
    private const BindingFlags Everything
        = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Documentation ids of the types and members of the given assemblies that the user refers to.</summary>
    public static IEnumerable<string> In(Assembly user, IEnumerable<string> assemblies)
    {
        HashSet<string> wanted = [.. assemblies];
        using PEReader file = new(File.OpenRead(user.Location));
        MetadataReader metadata = file.GetMetadataReader();
        IEnumerable<MemberInfo> types = metadata.TypeReferences.Where(handle => wanted.Contains(ScopeOf(metadata, handle))).Select(handle => user.ManifestModule.ResolveType(MetadataTokens.GetToken(handle)));
        IEnumerable<MemberInfo> members = metadata.MemberReferences.Select(handle => Resolve(user, metadata, handle, wanted)).OfType<MemberInfo>();
        return types.Concat(members)
            .Where(member => wanted.Contains(member.Module.Assembly.GetName().Name!))
            .Select(member => SurfaceNames.Member(PropertyOf(Definition(member))))
            .ToHashSet(StringComparer.Ordinal);
    }

    private static MemberInfo? Resolve(Assembly user, MetadataReader metadata, MemberReferenceHandle handle, HashSet<string> wanted)
    {
        EntityHandle parent = metadata.GetMemberReference(handle).Parent;
        if (parent.Kind == HandleKind.TypeReference && !wanted.Contains(ScopeOf(metadata, (TypeReferenceHandle)parent)))
        {
            return null;
        }

        // A reference inside generic code has open arguments; any reference type stands in for them.
        Type[] standIns = [.. Enumerable.Repeat(typeof(object), 8)];
        try
        {
            return user.ManifestModule.ResolveMember(MetadataTokens.GetToken(handle), standIns, standIns);
        }
        catch (Exception unmet) when ((unmet is ArgumentException or TypeLoadException) && parent.Kind == HandleKind.TypeSpecification)
        {
            // Generic types whose constraints the stand-in does not meet; none of the packages used has such a type.
            return null;
        }
    }

    private static string ScopeOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        EntityHandle scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.AssemblyReference => metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            HandleKind.TypeReference => ScopeOf(metadata, (TypeReferenceHandle)scope),
            _ => "",
        };
    }

    private static MemberInfo Definition(MemberInfo member)
    {
        if (member is Type type)
        {
            return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        }

        Type declaring = member.DeclaringType!;
        MemberInfo open = declaring.IsGenericType
            ? declaring.GetGenericTypeDefinition().GetMembers(Everything).First(candidate => candidate.MetadataToken == member.MetadataToken)
            : member;
        return open is MethodInfo { IsGenericMethod: true } method ? method.GetGenericMethodDefinition() : open;
    }

    // The lists have properties, not their accessors.
    private static MemberInfo PropertyOf(MemberInfo member)
        => member is MethodInfo { IsSpecialName: true } accessor
            && accessor.DeclaringType!.GetProperties(Everything).FirstOrDefault(property => property.GetMethod == accessor || property.SetMethod == accessor) is { } property
            ? property
            : member;
}
