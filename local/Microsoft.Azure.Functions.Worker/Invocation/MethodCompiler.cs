using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Compiles the call of a function's method once, so that runs need no reflection.</summary>
internal static class MethodCompiler
{
    public static MethodCall Compile(MethodInfo method)
    {
        ParameterExpression instance = Expression.Parameter(typeof(object), "instance");
        ParameterExpression arguments = Expression.Parameter(typeof(object[]), "arguments");
        IEnumerable<Expression> values = method.GetParameters().Select((parameter, i) =>
            Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType));
        Expression call = method.IsStatic
            ? Expression.Call(method, values)
            : Expression.Call(Expression.Convert(instance, method.DeclaringType!), method, values);
        return Expression.Lambda<MethodCall>(Adapt(call), instance, arguments).Compile();
    }

    /// <summary>What the method's result is once awaited; void for none.</summary>
    public static Type ResultType(MethodInfo method)
    {
        Type type = method.ReturnType;
        if (type == typeof(Task) || type == typeof(ValueTask))
            return typeof(void);

        return IsTaskOf(type) ? type.GetGenericArguments()[0] : type;
    }

    private static Expression Adapt(Expression call)
    {
        Type type = call.Type;
        if (type == typeof(void))
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task) || type == typeof(ValueTask))
            return Expression.Call(typeof(MethodCompiler), nameof(Await), null, call);
        if (IsTaskOf(type))
            return Expression.Call(typeof(MethodCompiler), nameof(Await), type.GetGenericArguments(), call);

        return Expression.Call(typeof(ValueTask), nameof(ValueTask.FromResult), [typeof(object)], Expression.Convert(call, typeof(object)));
    }

    private static bool IsTaskOf(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static async ValueTask<object?> Await(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> Await(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> Await<T>(Task<T> task) => await task;

    private static async ValueTask<object?> Await<T>(ValueTask<T> task) => await task;
}
