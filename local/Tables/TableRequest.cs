namespace Compensation.Local.Tables;

/// <summary>A request to the table service, however it came here.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Target">Path and query as they were sent, escaped; the path begins with a slash, and without the account's name.</param>
/// <param name="IfMatch">The version that is expected, as it was sent.</param>
/// <param name="Body">UTF-8.</param>
/// <param name="Root">What stands before the table in addresses inside a transaction: empty, or the account's name and a slash.</param>
internal readonly record struct TableRequest(string Method, string Target, string? IfMatch, ReadOnlyMemory<byte> Body, string Root = "");
