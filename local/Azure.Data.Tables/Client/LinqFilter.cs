using System.Linq.Expressions;
using System.Reflection;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>Translates a C# condition on an entity into an OData filter.</summary>
internal static class LinqFilter
{
    public static string Translate(LambdaExpression filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        StringBuilder text = new();
        Condition(filter.Body, filter.Parameters[0], text);
        return text.ToString();
    }

    private static void Condition(Expression expression, ParameterExpression entity, StringBuilder text)
    {
        switch (expression)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both:
                Join(both, " and ", entity, text);
                break;
            case BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either:
                Join(either, " or ", entity, text);
                break;
            case UnaryExpression { NodeType: ExpressionType.Not } negation:
                text.Append("not (");
                Condition(negation.Operand, entity, text);
                text.Append(')');
                break;
            case BinaryExpression comparison:
                Comparison(comparison, entity, text);
                break;
            case MethodCallExpression { Method.Name: nameof(string.Equals) } call:
                Compare(EqualsSides(call), " eq ", entity, text);
                break;
            default:
                BareValue(expression, entity, text);
                break;
        }
    }

    private static void Join(BinaryExpression expression, string word, ParameterExpression entity, StringBuilder text)
    {
        text.Append('(');
        Condition(expression.Left, entity, text);
        text.Append(')').Append(word).Append('(');
        Condition(expression.Right, entity, text);
        text.Append(')');
    }

    // A truth value alone: a constant, or a property, which the service wants to see compared.
    private static void BareValue(Expression expression, ParameterExpression entity, StringBuilder text)
    {
        Operand(expression, entity, text);
        if (DependsOn(expression, entity))
        {
            text.Append(" eq true");
        }
    }

    private static void Comparison(BinaryExpression comparison, ParameterExpression entity, StringBuilder text)
    {
        string word = WordFor(comparison.NodeType) ?? throw Unsupported(comparison);
        if (comparison.Left is MethodCallExpression { Method.Name: nameof(string.Compare) or nameof(string.CompareTo) } call
            && !DependsOn(comparison.Right, entity)
            && Evaluate(comparison.Right) is 0)
        {
            Compare(CompareSides(call), word, entity, text);
        }
        else
        {
            Compare((comparison.Left, comparison.Right), word, entity, text);
        }
    }

    private static void Compare((Expression Left, Expression Right) sides, string word, ParameterExpression entity, StringBuilder text)
    {
        Operand(sides.Left, entity, text);
        text.Append(word);
        Operand(sides.Right, entity, text);
    }

    private static void Operand(Expression operand, ParameterExpression entity, StringBuilder text)
        => text.Append(DependsOn(operand, entity) ? PropertyName(operand, entity) : FilterText.Literal(Evaluate(operand)));

    private static string PropertyName(Expression operand, ParameterExpression entity) => operand switch
    {
        // An enumeration compares as its number here, but is stored as its name.
        UnaryExpression { NodeType: ExpressionType.Convert } convert when !Unwrapped(convert.Operand.Type).IsEnum
            => PropertyName(convert.Operand, entity),
        MemberExpression { Member.Name: "Value" } value when Nullable.GetUnderlyingType(value.Expression!.Type) is not null
            => PropertyName(value.Expression!, entity),
        MemberExpression { Member: PropertyInfo property } member when IsEntity(member.Expression, entity) => NameOf(property),
        MethodCallExpression call when IsEntity(call.Object, entity) && IsTableEntityRead(call) => (string)Evaluate(call.Arguments[0])!,
        _ => throw Unsupported(operand),
    };

    private static string NameOf(PropertyInfo property)
        => property.DeclaringType == typeof(Models.TableItem) ? "TableName" : property.Name;

    private static bool IsTableEntityRead(MethodCallExpression call)
        => call.Method.DeclaringType == typeof(TableEntity)
            && call.Arguments.Count == 1
            && call.Method.Name.StartsWith("Get", StringComparison.OrdinalIgnoreCase);

    private static bool IsEntity(Expression? expression, ParameterExpression entity)
        => expression is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand == entity : expression == entity;

    private static Type Unwrapped(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static (Expression, Expression) EqualsSides(MethodCallExpression call) => call switch
    {
        { Object: { } target, Arguments: [var other] } => (target, other),
        { Object: null, Arguments: [var left, var right] } => (left, right),
        _ => throw Unsupported(call),
    };

    private static (Expression, Expression) CompareSides(MethodCallExpression call) => EqualsSides(call);

    private static string? WordFor(ExpressionType type) => type switch
    {
        ExpressionType.Equal => " eq ",
        ExpressionType.NotEqual => " ne ",
        ExpressionType.LessThan => " lt ",
        ExpressionType.LessThanOrEqual => " le ",
        ExpressionType.GreaterThan => " gt ",
        ExpressionType.GreaterThanOrEqual => " ge ",
        _ => null,
    };

    private static object? Evaluate(Expression expression) => expression is ConstantExpression constant
        ? constant.Value
        : Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();

    private static bool DependsOn(Expression expression, ParameterExpression entity)
    {
        Search search = new(entity);
        search.Visit(expression);
        return search.Found;
    }

    private static NotSupportedException Unsupported(Expression expression)
        => new($"The table service cannot evaluate {expression}.");

    private sealed class Search(ParameterExpression wanted) : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Found |= node == wanted;
            return node;
        }
    }
}
