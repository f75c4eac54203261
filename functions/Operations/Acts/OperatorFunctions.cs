using System.Collections.Frozen;
using Compensation.Common.Access;
using Compensation.Common.Http;

namespace Compensation.Operations.Acts;

/// <summary>Which functions are acts of operators: those not open to all that do more than show.</summary>
internal static class OperatorFunctions
{
    public static FrozenSet<string> Acts { get; } =
        HttpFunction.All.Where(function => RouteTable.IsGuarded(function.Name) && !function.Shows).Select(function => function.Name).ToFrozenSet(StringComparer.Ordinal);
}
