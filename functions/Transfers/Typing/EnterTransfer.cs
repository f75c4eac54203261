using System.Text.Json;
using Compensation.Campaigns;
using Compensation.Common.Access;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Transfers.Banks;
using Compensation.Transfers.Checking;
using Compensation.Transfers.Zengin;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Compensation.Transfers.Typing;

/// <summary>
/// <c>PUT campaigns/{campaign}/transfers/{transfer}</c>: an operator enters during a call what the person says. The first answer is what was understood, to be read back; with
/// <c>confirmed</c> it counts. What is entered is checked and released by two persons like any other.
/// </summary>
public sealed class EnterTransfer(CampaignCatalog campaigns, TransferReader reader, TransferDesk desk)
{
    [Function(nameof(EnterTransfer))]
    [ApiOperation(
        "Enters or changes a transfer during a call: understood and read back first, taken once confirmed.",
        Body = typeof(EnterTransferRequest), Answer = typeof(EnteredTransfer), Refusal = typeof(EnteredTransfer), RefusalStatuses = [422], MayHeaders = [IdempotencyKey.Header])]
    public async Task<IResult> Enter(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "campaigns/{campaign}/transfers/{transfer}")] HttpRequest request, string campaign, string transfer, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        (EnterTransferRequest? body, IResult? fault) = await JsonBody.ReadAsync<EnterTransferRequest>(request, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (!EntitlementId.TryParse(transfer, out EntitlementId id) || await desk.FindAsync(found, id, cancellationToken) is null)
        {
            return TransfersHttp.NoSuchTransfer();
        }

        ReadTransfer read = reader.Read(found, body.Transfer);
        if (read.Form is null || !body.Confirmed)
        {
            return JsonBody.Answer(EnteredTransfer.Of(read), read.Form is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
        }

        DeskAnswer answer = await desk.RequestAsync(
            found, id, read.Form, CancellationToken.None, new EnteredBy(by.Name, desk.ActOf(IdempotencyKey.TryRead(request, out string? key) ? key : null, by, nameof(EnterTransfer), JsonSerializer.Serialize(body, JsonBody.Format))));
        return answer.Refusal is { } refusal ? Refused(refusal) : JsonBody.Answer(EnteredTransfer.Of(read) with { Taken = TransferView.Of(found, answer.Standing!.Transfer!) });
    }

    [Function("WithdrawTransfer")]
    [ApiOperation("Withdraws a transfer during a call: the person takes points after all.", Answer = typeof(TransferView), MayHeaders = [IdempotencyKey.Header])]
    public async Task<IResult> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "campaigns/{campaign}/transfers/{transfer}")] HttpRequest request, string campaign, string transfer, CancellationToken cancellationToken)
    {
        if (!campaigns.TryFindTransfers(campaign, out Campaign? found))
        {
            return TransfersHttp.NoSuchCampaign();
        }

        if (Caller.Of(request.HttpContext).Person is not { } by)
        {
            return PersonsOnly.Refusal();
        }

        if (!EntitlementId.TryParse(transfer, out EntitlementId id))
        {
            return TransfersHttp.NoSuchTransfer();
        }

        DeskAnswer answer = await desk.WithdrawAsync(found, id, CancellationToken.None, desk.ActOf(IdempotencyKey.TryRead(request, out string? key) ? key : null, by, "WithdrawTransfer"));
        return answer switch
        {
            { Standing.Transfer: null } or { Standing: null } => TransfersHttp.NoSuchTransfer(),
            { Refusal: { } refusal } => Refused(refusal),
            { Standing.Transfer: var withdrawn } => JsonBody.Answer(TransferView.Of(found, withdrawn)),
        };
    }

    private static IResult Refused(DeskRefusal refusal) => TransfersHttp.Conflict(WordsOf(refusal));

    /// <summary>Why it is not done, for operators.</summary>
    internal static string WordsOf(DeskRefusal refusal) => refusal switch
    {
        DeskRefusal.NotOffered => $"{TransferOptions.Section}:ClientCode is not set: this installation has no account to pay from.",
        DeskRefusal.NotYet => "Transfers cannot be asked for yet.",
        DeskRefusal.TooLate => "The deadline has passed.",
        DeskRefusal.UnderWay => "The transfer is released or paid: it cannot be changed any more.",
        DeskRefusal.NotApplied => "The app does not know the holder of this coupon: an application has to be accepted first.",
        DeskRefusal.TooOften => "Too many accounts have failed already.",
        _ => "Nothing is owed that could be paid: points were chosen, or the right has ended.",
    };
}

/// <summary>What the person said.</summary>
/// <param name="Transfer">Field by field.</param>
/// <param name="Confirmed">Whether it was read back and confirmed.</param>
public sealed record EnterTransferRequest(TypedTransfer Transfer, bool Confirmed = false);

/// <summary>What was understood.</summary>
/// <param name="Account">To be read back, its number whole; null where something is wrong.</param>
/// <param name="Changes">What was changed about the name.</param>
/// <param name="FilledZeros">How many zeros were put in front of the number.</param>
/// <param name="Doubtful">Japan Post Bank: symbol and number should be looked at again.</param>
/// <param name="Faults">What is wrong.</param>
/// <param name="Banks">Banks that may be meant.</param>
/// <param name="Branches">Branches that may be meant.</param>
public sealed record EnteredTransfer(
    AccountView? Account, IReadOnlyList<NameChange> Changes, int FilledZeros, bool Doubtful, IReadOnlyList<TypedFault> Faults, IReadOnlyList<Bank> Banks, IReadOnlyList<Branch> Branches)
{
    /// <summary>The transfer, once it counts.</summary>
    public TransferView? Taken { get; init; }

    public static EnteredTransfer Of(ReadTransfer read) => new(
        read.Form is { } form ? AccountView.Of(form) with { Number = form.Account.Number } : null, read.Changes, read.Filled, read.IsDoubtful, read.Faults, read.Banks, read.Branches);
}
