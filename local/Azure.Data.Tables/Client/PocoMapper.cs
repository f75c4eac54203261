using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>Public properties and fields of an application's own type, through delegates compiled once.</summary>
internal sealed class PocoMapper : EntityMapper
{
    private readonly Func<ITableEntity>? _create;
    private readonly MemberMapper[] _members;
    private readonly string _type;

    public PocoMapper(Type type)
    {
        _type = type.Name;
        _create = type is { IsAbstract: false, IsValueType: false } && type.GetConstructor(Type.EmptyTypes) is not null
            ? Expression.Lambda<Func<ITableEntity>>(Expression.New(type)).Compile()
            : null;
        _members = [.. MembersOf(type).Select(MemberMapper.TryCreate).OfType<MemberMapper>()];
    }

    public override void WriteMembers(ITableEntity entity, Utf8JsonWriter writer)
    {
        WriteKeys(entity, writer);
        foreach (MemberMapper member in _members)
        {
            member.Write(entity, writer);
        }
    }

    public override ITableEntity Read(ref Utf8JsonReader reader)
    {
        ITableEntity entity = _create?.Invoke()
            ?? throw new MissingMethodException($"{_type} has no public constructor without parameters.");
        int expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (TryReadSystem(ref reader, entity))
            {
                continue;
            }

            MemberMapper? member = IsAnnotation(ref reader) ? null : Find(ref reader, ref expected);
            reader.Read();
            if (member is null)
            {
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                member.Read(entity, ref reader);
            }
        }

        return entity;
    }

    // Properties mostly come in the order in which they were written, so the search begins where the last one ended.
    private MemberMapper? Find(ref Utf8JsonReader reader, ref int expected)
    {
        for (int tried = 0; tried < _members.Length; tried++)
        {
            int index = expected + tried < _members.Length ? expected + tried : expected + tried - _members.Length;
            if (reader.ValueTextEquals(_members[index].Utf8Name))
            {
                expected = index + 1 < _members.Length ? index + 1 : 0;
                return _members[index];
            }
        }

        return null;
    }

    private static IEnumerable<MemberInfo> MembersOf(Type type)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
        return type.GetProperties(Public).Where(property => property.GetIndexParameters().Length == 0)
            .Concat<MemberInfo>(type.GetFields(Public))
            .Where(member => member.Name is not (WireNames.PartitionKey or WireNames.RowKey or WireNames.Timestamp or nameof(ITableEntity.ETag)))
            .Where(member => member.GetCustomAttribute<IgnoreDataMemberAttribute>() is null);
    }
}
