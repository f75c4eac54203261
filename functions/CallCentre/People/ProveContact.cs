using Azure;
using Azure.Data.Tables;
using Compensation.Applications;
using Compensation.Applications.Proof;
using Compensation.CallCentre.Notes;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Microsoft.Extensions.Options;

namespace Compensation.CallCentre.People;

/// <summary>
/// Shows during a call that a new number or address is the caller's: a code goes there, and he reads it back. Table <c>Notes</c>, row <c>v:{person}</c>: the codes of a person's call, encrypted.
/// Codes live, and may be tried, as on the special site.
/// </summary>
public sealed class ProveContact(
    TableServiceClient tables,
    EntitlementStore entitlements,
    EntitlementContacts contacts,
    SmsCeiling ceiling,
    DirectSender sender,
    AddressBook book,
    KeyedHash hash,
    ProtectedFields fields,
    IOptions<ApplicationOptions> options,
    TimeProvider time)
{
    private const string Column = "Proof";

    private readonly TableClient _table = tables.GetTableClient(NoteStore.TableName);
    private readonly ApplicationOptions _options = options.Value;

    /// <summary>What of a correction the caller has to show to be his: of two, the one that is not on file already.</summary>
    internal async Task<ContactToProve> ToProveAsync(Campaign campaign, EntitlementId person, string? typedPhone, string? typedEmail, CancellationToken cancellationToken)
    {
        JapanesePhone.TryNormalise(typedPhone, out string? phone);
        EmailRule.TryNormalise(typedEmail, out string? email);
        if (phone is null || email is null)
        {
            return new ContactToProve(phone is null && email is null ? null : new Contact(phone, email), IsOneCodeEnough: true);
        }

        Contact? known = await entitlements.FindAsync(campaign.Id, person, cancellationToken) is { } right ? contacts.ContactOf(right) : null;
        return (known?.Phone == phone, string.Equals(known?.Email, email, StringComparison.OrdinalIgnoreCase)) switch
        {
            (false, false) => new ContactToProve(null, IsOneCodeEnough: false),
            (true, true) => new ContactToProve(null, IsOneCodeEnough: true),
            (true, false) => new ContactToProve(new Contact(null, email), IsOneCodeEnough: true),
            _ => new ContactToProve(new Contact(phone, null), IsOneCodeEnough: true),
        };
    }

    /// <returns>Whether the code is on its way, or was sent a moment ago; false where no more go there, or the provider did not take it.</returns>
    internal async Task<bool> SendAsync(Campaign campaign, EntitlementId person, Contact to, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        string addressKey = book.KeyOf(to.FirstWay!);
        (ProofOfContact proof, ETag version) = await ReadAsync(campaign, person, now, cancellationToken);
        if (proof.HasValidCode(addressKey, _options, now) && proof.HasToWait(_options, now))
        {
            return true;
        }

        if (proof.NextSendAt(_options) is null || proof.HasToWait(_options, now) || (to.Phone is not null && !await ceiling.TakeAsync(campaign.Id, cancellationToken)))
        {
            return false;
        }

        string code = (hash.Of64("call-code", FormattableString.Invariant($"{campaign.Id}\n{person}\n{addressKey}\n{now.UtcTicks}")) % 1_000_000).ToString("d6", System.Globalization.CultureInfo.InvariantCulture);
        SentCode sent = new(code, addressKey, now);
        if (!await TryKeepAsync(campaign, person, proof.WithCode(sent), version, cancellationToken))
        {
            return true;
        }

        Guid requestId = sender.RequestIdOf(FormattableString.Invariant($"call-code\n{campaign.Id}\n{person}\n{addressKey}\n{now.UtcTicks}"));
        ProviderAnswer answer = await sender.SendAsync(campaign, to, TextOf(campaign, code), requestId, new SendTry(sender.ProviderFor(to, requestId, earlier: null), Earlier: null), cancellationToken);
        if (answer.IsOnItsWay)
        {
            return true;
        }

        // Whoever asks again in the next moment is not told that it was sent.
        (ProofOfContact noted, ETag newest) = await ReadAsync(campaign, person, now, cancellationToken);
        if (noted.Sent.Count > 0 && noted.Sent[^1] == sent)
        {
            await TryKeepAsync(campaign, person, noted.WithoutLastCode(), newest, cancellationToken);
        }

        return false;
    }

    /// <returns>Whether what the caller has read back is the code that went there.</returns>
    internal async Task<bool> IsReadBackAsync(Campaign campaign, EntitlementId person, Contact to, string typed, CancellationToken cancellationToken)
    {
        while (true)
        {
            DateTimeOffset now = time.GetUtcNow();
            (ProofOfContact proof, ETag version) = await ReadAsync(campaign, person, now, cancellationToken);
            (ProofOfContact after, CodeVerdict verdict) = proof.Enter(TypedCode.TryParse(typed, out string? code) ? code : string.Empty, book.KeyOf(to.FirstWay!), _options, now);
            if (after == proof || await TryKeepAsync(campaign, person, after, version, cancellationToken))
            {
                return verdict == CodeVerdict.Right;
            }
        }
    }

    /// <summary>A call's codes are over with the last of them: the next call begins anew.</summary>
    private async Task<(ProofOfContact Proof, ETag Version)> ReadAsync(Campaign campaign, EntitlementId person, DateTimeOffset now, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Id.Value, KeyOf(person), cancellationToken: cancellationToken);
        if (!row.HasValue)
        {
            return (new ProofOfContact(), default);
        }

        // What cannot be read any more is over too: another code is sent.
        ProofOfContact known = fields.UnprotectJsonOrNull<ProofOfContact>(row.Value!.GetString(Column)!) ?? new ProofOfContact();
        return (known.Sent.Count > 0 && known.Sent[^1].At + (2 * _options.CodeLifetime) < now ? new ProofOfContact() : known, row.Value.ETag);
    }

    private Task<bool> TryKeepAsync(Campaign campaign, EntitlementId person, ProofOfContact proof, ETag version, CancellationToken cancellationToken)
    {
        TableEntity row = new(campaign.Id.Value, KeyOf(person)) { [Column] = fields.ProtectJson(proof) };
        return _table.TrySubmitAsync([version == default ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, version)], cancellationToken);
    }

    private ComposedText TextOf(Campaign campaign, string code)
    {
        int minutes = (int)_options.CodeLifetime.TotalMinutes;
        string said = $"確認番号は {code} です（{minutes}分間有効）。いまお電話中の担当者にお伝えください。お電話をしていない場合は、どなたにも知らせないでください。";
        string subject = $"【{campaign.Programme}】確認番号のお知らせ";
        string text = $"{said}\n\n{campaign.CallCentre.Name}\nTEL：{campaign.CallCentre.Phone}\n{campaign.Office}";
        return new ComposedText($"【{campaign.Programme}】{said}", subject, text, Html.Of($"<p>{said}</p><p>{campaign.CallCentre.Name} {campaign.CallCentre.Phone}</p><p>{campaign.Office}</p>").ToString());
    }

    private static string KeyOf(EntitlementId person) => NoteStore.CodesPrefix + person;
}

/// <summary>What of a correction a code has to show.</summary>
/// <param name="To">Where the code goes; null where nothing new is given.</param>
/// <param name="IsOneCodeEnough">Whether it shows all that is new, as it does of one number or address.</param>
internal sealed record ContactToProve(Contact? To, bool IsOneCodeEnough);
