using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Entitlements;
using Compensation.Receipts.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Receipts.Proof;

/// <summary>
/// The second factor of campaigns that ask for one. Before it is shown, nothing is told of what lies behind a link: neither what it is worth nor whether it has been collected.
/// </summary>
public sealed class ProveContact(EntitlementContacts contacts, ProofTries tries, ProofCookie cookie, IProofSender sender, KeyedHash hash, IOptions<ProofOptions> options)
{
    /// <summary>The field in which digits or a code are typed.</summary>
    internal const string Field = "proof";

    /// <summary>The button that sends a code.</summary>
    internal const string SendField = "send";

    /// <summary>What the button says that sends it the other way.</summary>
    internal const string OtherWay = "other";

    /// <returns>The page that asks, or null where nothing needs to be proved any more.</returns>
    internal async Task<IResult?> AskAsync(AskedReceipt asked, Entitlement entitlement, string token, CancellationToken cancellationToken)
    {
        if (asked.Campaign.SecondFactor == SecondFactor.None || entitlement is { ProtectedContact: null, ErasedAt: null })
        {
            return null;
        }

        if (contacts.ContactOf(entitlement) is not { FirstWay: { } } contact)
        {
            return ProofPages.Unreadable(asked);
        }

        ProofQuestion question = ProofQuestion.Of(asked.Campaign, contact);
        return cookie.Holds(asked.Request, asked.Campaign.Id, contact) ? null
            : !HttpMethods.IsPost(asked.Request.Method) ? ProofPages.Ask(asked, question with { IsSent = question.IsCode && await tries.IsCodeOutAsync(entitlement, cancellationToken) }, token, ProofFault.None)
            : await PostedForm.ReadAsync(asked.Request, cancellationToken) is not { } form ? ProofPages.Ask(asked, question, token, ProofFault.Missing)
            : question.IsCode && form[SendField].Length > 0 ? await SendAsync(asked, entitlement, question, form[SendField] == OtherWay ? question.Other ?? question.To : question.To, token, cancellationToken)
            : await TryAsync(asked, entitlement, question, contact, form[Field], token, cancellationToken);
    }

    private async Task<IResult> SendAsync(AskedReceipt asked, Entitlement entitlement, ProofQuestion question, Contact to, string token, CancellationToken cancellationToken)
    {
        string code = RandomNumberGenerator.GetInt32(1_000_000).ToString("d6", CultureInfo.InvariantCulture);
        string codeKey = KeyOf(entitlement, code);
        if (await tries.CountSendAsync(entitlement, codeKey, cancellationToken) is { } from)
        {
            // Soon after the last, which whoever has opened the page again can enter, where it has gone out.
            return ProofPages.Ask(asked, question with { IsSent = await tries.IsCodeOutAsync(entitlement, cancellationToken) }, token, ProofFault.NotBefore(from));
        }

        if (await sender.SendAsync(asked.Campaign, to, code, (int)options.Value.CodeLifetime.TotalMinutes, asked.Language, cancellationToken))
        {
            return ProofPages.Ask(asked, question with { IsSent = true }, token, ProofFault.None);
        }

        await tries.ForgetCodeAsync(entitlement, codeKey, cancellationToken);
        return ProofPages.Ask(asked, question, token, ProofFault.NotSent);
    }

    private async Task<IResult> TryAsync(AskedReceipt asked, Entitlement entitlement, ProofQuestion question, Contact contact, string typed, string token, CancellationToken cancellationToken)
    {
        if (question.Parse(typed) is not { } digits)
        {
            return ProofPages.Ask(asked, question with { IsSent = true }, token, ProofFault.Missing);
        }

        (DateTimeOffset? notBefore, string? codeKey) = await tries.CountAsync(entitlement, cancellationToken);
        if (notBefore is { } from)
        {
            return ProofPages.Ask(asked, question with { IsSent = true }, token, ProofFault.NotBefore(from));
        }

        bool isRight = question.IsCode ? codeKey is not null && IsSame(codeKey, KeyOf(entitlement, digits)) : IsSame(question.LastDigits!, digits);
        if (!isRight)
        {
            return ProofPages.Ask(asked, question with { IsSent = true }, token, ProofFault.Wrong);
        }

        await tries.ForgetAsync(entitlement, cancellationToken);
        cookie.Set(asked.Request.HttpContext.Response, asked.Campaign.Id, contact);
        return new SeeOther(asked.BesideThis(token));
    }

    private string KeyOf(Entitlement entitlement, string code) => hash.LookUpKey("receipt-proof-code", $"{entitlement.Campaign}\n{entitlement.Id}\n{entitlement.LinkVersion}\n{code}");

    private static bool IsSame(string one, string other) => CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(one.AsSpan()), MemoryMarshal.AsBytes(other.AsSpan()));
}
