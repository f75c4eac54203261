using System.Collections.Frozen;
using Compensation.Common.Access;
using Compensation.Common.Http;

namespace Compensation.Operations.Acts;

/// <summary>Which functions are acts of operators: those not open to all that do more than show, and lists that leave the house as files.</summary>
internal static class OperatorFunctions
{
    private const string Export = "Export";

    /// <summary>It holds names and accounts in clear.</summary>
    private const string BankFile = "GetTransferFile";

    public static FrozenSet<string> Acts { get; } =
        HttpFunction.All.Where(function => RouteTable.IsGuarded(function.Name) && (!function.Shows || function.Name == BankFile || function.Name.StartsWith(Export, StringComparison.Ordinal))).Select(function => function.Name).ToFrozenSet(StringComparer.Ordinal);
}
