using System.Collections.Frozen;
using Compensation.Common.Access;
using Compensation.Common.Http;

namespace Compensation.Operations.Acts;

/// <summary>Which functions are acts of operators: those not open to all that do more than show, and lists that leave the house as files.</summary>
internal static class OperatorFunctions
{
    private const string Export = "Export";

    public static FrozenSet<string> Acts { get; } =
        HttpFunction.All.Where(function => RouteTable.IsGuarded(function.Name) && (!function.Shows || function.Name.StartsWith(Export, StringComparison.Ordinal))).Select(function => function.Name).ToFrozenSet(StringComparer.Ordinal);
}
