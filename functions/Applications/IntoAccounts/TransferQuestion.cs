using Compensation.Applications.Journeys;
using Compensation.Applications.Site;
using Compensation.Common.Pages;
using Compensation.Transfers.Typing;

namespace Compensation.Applications.IntoAccounts;

/// <summary>One thing that is asked about the account.</summary>
/// <param name="Form">All of them, which read what was typed.</param>
internal abstract record TransferQuestion(TransferQuestions Form) : Question
{
    /// <summary>The fields of <see cref="TypedTransfer"/> that its page asks.</summary>
    protected abstract IReadOnlyList<string> Reads { get; }

    /// <summary>The form's field in which a fault of the reader's is mended.</summary>
    protected virtual string InputFor(TypedFault fault) => Step;

    /// <summary>What to type instead.</summary>
    protected abstract string Instead(AskedSite site, Journey journey, TypedFault fault);

    public override IEnumerable<FieldError> Check(AskedSite site, Journey journey) => Form.Read(site, journey).Faults
        .Where(fault => Reads.Contains(fault.Field, StringComparer.Ordinal))
        .Select(fault => new FieldError(InputFor(fault), Instead(site, journey, fault)));
}
