using Compensation.Common;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

/// <summary>Whether an address may be written to at all: not if it is suppressed, and in test mode only if it is listed.</summary>
public sealed class AddressRules(SuppressionList suppressed, IOptions<NoticeOptions> options)
{
    public const string Suppressed = "suppressed";
    public const string TestMode = "test mode: not on the list";

    private readonly HashSet<string>? _onlyTo = options.Value.OnlyTo.Length == 0
        ? null
        : options.Value.OnlyTo.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Normalised).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why it may not be written to, or null where it may.</summary>
    public async ValueTask<string?> RefusalOfAsync(string address, CancellationToken cancellationToken) =>
        _onlyTo is not null && !_onlyTo.Contains(address) ? TestMode
        : await suppressed.ContainsAsync(address, cancellationToken) ? Suppressed
        : null;

    /// <summary>The same as it stands now, where what cannot be taken back depends on it.</summary>
    internal async Task<string?> RefusalNowAsync(string address, CancellationToken cancellationToken) =>
        await RefusalOfAsync(address, cancellationToken) ?? (await suppressed.ContainsNowAsync(address, cancellationToken) ? Suppressed : null);

    private static string Normalised(string address) => JapanesePhone.TryNormalise(address, out string? phone) ? phone : EmailRule.TryNormalise(address, out string? email) ? email : address;
}
