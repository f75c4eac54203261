using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>One property or field of an application's type.</summary>
internal abstract class MemberMapper(string name)
{
    protected static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);

    public abstract void Write(ITableEntity entity, Utf8JsonWriter writer);

    public abstract void Read(ITableEntity entity, ref Utf8JsonReader reader);

    /// <summary>Null for a member whose type the service does not have: it is not mapped.</summary>
    public static MemberMapper? TryCreate(MemberInfo member)
    {
        Type type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        Type? codec = ValueCodecs.Find(type);
        return codec is null
            ? null
            : (MemberMapper)Activator.CreateInstance(typeof(MemberMapper<,>).MakeGenericType(type, codec), member)!;
    }

    protected static string NameOf(MemberInfo member)
        => member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Name;
}

/// <typeparam name="TValue">The member's type.</typeparam>
/// <typeparam name="TCodec">How its values are written.</typeparam>
internal sealed class MemberMapper<TValue, TCodec>(MemberInfo member) : MemberMapper(NameOf(member))
    where TCodec : struct, IValueCodec<TValue>
{
    private readonly JsonEncodedText _name = JsonEncodedText.Encode(NameOf(member), Encoder);
    private readonly JsonEncodedText _annotation = JsonEncodedText.Encode(NameOf(member) + WireNames.TypeSuffix, Encoder);
    private readonly Func<ITableEntity, TValue>? _get = Getter(member);
    private readonly Action<ITableEntity, TValue>? _set = Setter(member);

    public override void Write(ITableEntity entity, Utf8JsonWriter writer)
    {
        if (_get is null)
        {
            return;
        }

        TValue value = _get(entity);
        if (value is null)
        {
            writer.WriteNull(_name);
            return;
        }

        if (default(TCodec).Type is { } type)
        {
            writer.WriteString(_annotation, type);
        }

        writer.WritePropertyName(_name);
        default(TCodec).Write(writer, value);
    }

    public override void Read(ITableEntity entity, ref Utf8JsonReader reader)
    {
        if (_set is not null)
        {
            _set(entity, default(TCodec).Read(ref reader));
        }
    }

    private static Func<ITableEntity, TValue>? Getter(MemberInfo member)
    {
        if (member is PropertyInfo property && property.GetGetMethod() is null)
        {
            return null;
        }

        ParameterExpression entity = Expression.Parameter(typeof(ITableEntity));
        Expression value = Expression.MakeMemberAccess(Expression.Convert(entity, member.DeclaringType!), member);
        return Expression.Lambda<Func<ITableEntity, TValue>>(value, entity).Compile();
    }

    private static Action<ITableEntity, TValue>? Setter(MemberInfo member)
    {
        bool settable = member is PropertyInfo property ? property.GetSetMethod() is not null : member is FieldInfo { IsInitOnly: false };
        if (!settable || member.DeclaringType!.IsValueType)
        {
            return null;
        }

        ParameterExpression entity = Expression.Parameter(typeof(ITableEntity));
        ParameterExpression value = Expression.Parameter(typeof(TValue));
        Expression target = Expression.MakeMemberAccess(Expression.Convert(entity, member.DeclaringType), member);
        return Expression.Lambda<Action<ITableEntity, TValue>>(Expression.Assign(target, value), entity, value).Compile();
    }
}
